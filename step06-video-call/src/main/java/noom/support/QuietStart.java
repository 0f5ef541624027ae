package noom.support;

import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinLogger;

/** Javalin logs that it could not start and throws it as well: without this, a port in use would be told twice. */
public final class QuietStart {
    private QuietStart() {}

    /** Shows no banner, and keeps Javalin's own log quiet from the start until it has succeeded or failed. */
    public static void of(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.events.serverStarting(() -> JavalinLogger.enabled = false);
        config.events.serverStarted(() -> JavalinLogger.enabled = true);
        config.events.serverStartFailed(() -> JavalinLogger.enabled = true);
    }
}
