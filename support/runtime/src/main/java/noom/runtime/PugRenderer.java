package noom.runtime;

import de.neuland.pug4j.PugEngine;
import de.neuland.pug4j.template.ClasspathTemplateLoader;
import io.javalin.http.Context;
import io.javalin.rendering.FileRenderer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Javalin knows no pug: this is the view engine that Express has built in. Views are read from the class path. */
public final class PugRenderer implements FileRenderer {
    private final PugEngine engine = PugEngine.builder()
            .templateLoader(new ClasspathTemplateLoader("views"))
            .build();

    /** @param view the name of a file in {@code views}, such as {@code home.pug} */
    @Override
    public String render(String view, Map<String, ?> model, Context request) {
        try {
            // pug4j adds to the model while it renders, so it gets a map of its own.
            return engine.render(engine.getTemplate(view), new HashMap<>(model));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
