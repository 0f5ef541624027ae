package noom.runtime;

import de.neuland.pug4j.PugEngine;
import de.neuland.pug4j.template.ClasspathTemplateLoader;
import io.javalin.http.Context;
import io.javalin.rendering.FileRenderer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Renders pug views for Javalin, as Express does with its view engine. Views are read from the class path. A page
 * may connect to the {@code socketPort} or {@code socketUrl} in its model.
 */
public final class PugRenderer implements FileRenderer {
    private final PugEngine engine = PugEngine.builder()
            .templateLoader(new ClasspathTemplateLoader("views"))
            .build();

    /** @param view the name of a file in {@code views}, such as {@code home.pug} */
    @Override
    public String render(String view, Map<String, ?> model, Context request) {
        request.header(
                SecurityHeaders.POLICY, SecurityHeaders.policy(request.req().getServerName(), model));
        try {
            // pug4j adds entries to the model while it renders.
            return engine.render(engine.getTemplate(view), new HashMap<>(model));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
