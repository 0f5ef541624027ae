package noom.runtime;

import io.javalin.config.JavalinConfig;
import io.javalin.http.staticfiles.Location;

/**
 * Serves the style sheet and the wire panel of {@code support/web} below {@code /public}, beside a step's own files, and the
 * page {@code /join}.
 */
public final class WebAssets {
    private WebAssets() {}

    /** Adds the folder and the page to a server that is not started yet. */
    public static void serve(JavalinConfig config) {
        JoinPage.configure(config);
        serveFiles(config);
    }

    static void serveFiles(JavalinConfig config) {
        config.staticFiles.add(files -> {
            files.hostedPath = "/public";
            files.directory = "/web";
            files.location = Location.CLASSPATH;
        });
    }
}
