package noom.runtime;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in one line that a server cannot accept connections, as with too many open files. It logs once a minute at most: such a
 * server fails ten times a second. May be called by any thread.
 */
public final class AcceptFailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptFailureLog.class);
    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private long loggedAt = System.nanoTime() - INTERVAL_NANOS;

    /** @param failure what accepting threw */
    public synchronized void log(Throwable failure) {
        var now = System.nanoTime();
        if (now - loggedAt >= INTERVAL_NANOS) {
            loggedAt = now;
            LOG.error("Cannot accept connections: {}. Trying again.", failure.getMessage());
        }
    }
}
