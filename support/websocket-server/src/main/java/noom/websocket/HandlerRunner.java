package noom.websocket;

import java.nio.channels.ClosedSelectorException;
import java.util.concurrent.atomic.AtomicInteger;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs handlers. What a handler throws is logged with its stack trace, and ends nothing else. */
final class HandlerRunner {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerRunner.class);

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    /** How many handlers had ended when {@link #isBlocked} was last called, by the maintenance thread. */
    private int endedBefore;

    void run(String name, Runnable handler) {
        begun.incrementAndGet();
        try {
            handler.run();
        } catch (WebsocketNotConnectedException | ClosedSelectorException e) {
            // The handler wrote to a peer that has just left, or the server stops.
        } catch (Throwable fault) {
            LOG.error("The handler {} failed", name, fault);
        } finally {
            ended.incrementAndGet();
        }
    }

    /** Whether a handler is running, and none has ended since the last call. */
    boolean isBlocked() {
        var endedNow = ended.get();
        var blocked = endedNow == endedBefore && endedNow != begun.get();
        endedBefore = endedNow;
        return blocked;
    }
}
