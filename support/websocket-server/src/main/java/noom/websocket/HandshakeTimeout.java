package noom.websocket;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.framing.CloseFrame;

/**
 * Closes connections whose opening or closing handshake takes longer than five seconds, and refused ones at once.
 * Java-WebSocket waits for an unfinished handshake for ever, and leaves the connection open after it has refused one.
 */
final class HandshakeTimeout {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final RunningTime time;

    /** When each connection was first seen unfinished. Only the maintenance thread reads and writes this map. */
    private final Map<WebSocketImpl, Long> unfinished = new WeakHashMap<>();

    HandshakeTimeout(RunningTime time) {
        this.time = time;
    }

    void closeIfLate(WebSocketImpl socket) {
        if (socket.isOpen() && !socket.isFlushAndClose()) {
            unfinished.remove(socket);
            return;
        }
        var now = time.nanos();
        if (isRefused(socket) || now - unfinished.computeIfAbsent(socket, first -> now) > TIMEOUT_NANOS) {
            socket.closeConnection(CloseFrame.ABNORMAL_CLOSE, "The handshake was not finished.");
        }
    }

    /** The response has been sent, and no draft was chosen: the handshake was refused. */
    private static boolean isRefused(WebSocketImpl socket) {
        return socket.getDraft() == null && socket.isFlushAndClose() && !socket.hasBufferedData();
    }
}
