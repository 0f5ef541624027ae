package noom.runtime;

import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinLogger;

/** Javalin logs that it could not start and throws it as well: without this, a port in use would be told twice. */
public final class JavalinLogging {
    private JavalinLogging() {}

    /** Shows no banner, and keeps Javalin's own log quiet from the start until it has succeeded or failed. */
    public static void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.events.serverStarting(() -> JavalinLogger.enabled = false);
        config.events.serverStarted(() -> JavalinLogger.enabled = true);
        config.events.serverStartFailed(() -> JavalinLogger.enabled = true);
    }
}
