package noom.runtime;

import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinLogger;

/**
 * Silences Javalin during its start, and makes the pages robust. Javalin logs a failed start and throws it as well, so a port
 * in use is reported twice.
 */
public final class JavalinLogging {
    private JavalinLogging() {}

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
