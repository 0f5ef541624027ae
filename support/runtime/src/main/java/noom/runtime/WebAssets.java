package noom.runtime;

import io.javalin.config.JavalinConfig;
import io.javalin.http.staticfiles.Location;

/** Serves the style sheet and the wire panel of {@code support/web} below {@code /public}, beside a step's own files. */
public final class WebAssets {
    private WebAssets() {}

    /** Adds the folder to a server that is not started yet. */
    public static void serve(JavalinConfig config) {
        config.staticFiles.add(files -> {
            files.hostedPath = "/public";
            files.directory = "/web";
            files.location = Location.CLASSPATH;
        });
    }
}
