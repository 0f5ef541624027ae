package noom.websocket;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import noom.runtime.AcceptFailureLog;

/**
 * Accepts connections. When {@code accept} fails, as with too many open files, it is tried again soon. Clients wait
 * in the system's queue meanwhile. Java-WebSocket closes its listening socket then, silently and for good.
 */
final class Acceptor {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The listening socket's key while accepting pauses, or null. Set by the selector thread, cleared by maintenance. */
    private volatile SelectionKey paused;

    private volatile long pausedAt;
    private final AcceptFailureLog log = new AcceptFailureLog();

    /** Passes all waiting connections on. The selector thread calls it. */
    void acceptAll(SelectionKey listening, Consumer<SocketChannel> connection) {
        try {
            var server = (ServerSocketChannel) listening.channel();
            for (var channel = server.accept(); channel != null; channel = server.accept()) {
                connection.accept(channel);
            }
        } catch (IOException failure) {
            pause(listening, failure);
        }
    }

    /** Accepts again if some time has passed since accepting failed. */
    void retryIfDue() {
        var listening = paused;
        if (listening != null && System.nanoTime() - pausedAt > RETRY_NANOS) {
            paused = null;
            listening.interestOps(SelectionKey.OP_ACCEPT);
            listening.selector().wakeup();
        }
    }

    private void pause(SelectionKey listening, IOException failure) {
        listening.interestOps(0);
        pausedAt = System.nanoTime();
        paused = listening;
        log.log(failure);
    }
}
