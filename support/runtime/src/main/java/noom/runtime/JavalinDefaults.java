package noom.runtime;

import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinLogger;

/**
 * Configures Javalin for every step: a quiet start, 16 KiB of request headers, one line when no connection can be accepted.
 * By default Javalin logs a failed start and throws it as well, so a port in use is reported twice.
 */
public final class JavalinDefaults {
    private JavalinDefaults() {}

    /**
     * Hides the banner, and turns Javalin's own log off until the start has succeeded or failed. Allows 16 KiB of request
     * headers, and logs one line when no connection can be accepted.
     */
    public static void configure(JavalinConfig config) {
        PagesConnector.configure(config);
        RequestHeaderLimit.configure(config);
        config.startup.showJavalinBanner = false;
        config.events.serverStarting(() -> JavalinLogger.enabled = false);
        config.events.serverStarted(() -> JavalinLogger.enabled = true);
        config.events.serverStartFailed(() -> JavalinLogger.enabled = true);
    }
}
