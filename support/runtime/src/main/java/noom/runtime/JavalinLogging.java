package noom.runtime;

import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinLogger;

/** Silences Javalin during its start. Javalin logs a failed start and throws it as well, so a port in use is reported twice. */
public final class JavalinLogging {
    private JavalinLogging() {}

    /** Hides the banner, and turns Javalin's own log off until the start has succeeded or failed. */
    public static void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.events.serverStarting(() -> JavalinLogger.enabled = false);
        config.events.serverStarted(() -> JavalinLogger.enabled = true);
        config.events.serverStartFailed(() -> JavalinLogger.enabled = true);
    }
}
