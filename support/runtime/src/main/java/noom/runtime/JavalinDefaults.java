package noom.runtime;

import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinLogger;

/**
 * Configures Javalin for every step: a quiet start, 16 KiB of request headers, security headers, one line when no connection
 * can be accepted. By default Javalin logs a failed start and throws it as well, so a port in use is reported twice.
 */
public final class JavalinDefaults {
    private JavalinDefaults() {}

    /** Configures a server that is not started yet. */
    public static void configure(JavalinConfig config) {
        PagesConnector.configure(config);
        RequestHeaderLimit.configure(config);
        SecurityHeaders.configure(config);
        config.startup.showJavalinBanner = false;
        config.events.serverStarting(() -> JavalinLogger.enabled = false);
        config.events.serverStarted(() -> JavalinLogger.enabled = true);
        config.events.serverStartFailed(() -> JavalinLogger.enabled = true);
    }
}
