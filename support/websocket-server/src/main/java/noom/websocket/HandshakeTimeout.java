package noom.websocket;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.framing.CloseFrame;

/**
 * Java-WebSocket waits for ever for a peer that does not finish its opening or its closing handshake, and leaves a
 * refused one open: this ends them, after five seconds or at once.
 */
final class HandshakeTimeout {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    /** When each was first seen unfinished. Only the thread of the rounds comes here. */
    private final Map<WebSocketImpl, Long> unfinished = new WeakHashMap<>();

    void endIfLate(WebSocketImpl socket) {
        if (socket.isOpen() && !socket.isFlushAndClose()) {
            unfinished.remove(socket);
            return;
        }
        var now = System.nanoTime();
        if (isRefused(socket) || now - unfinished.computeIfAbsent(socket, first -> now) > PATIENCE) {
            socket.closeConnection(CloseFrame.ABNORMAL_CLOSE, "The handshake was not finished.");
        }
    }

    /** A refusal is sent, and there is no draft, as there is after every handshake that went well. */
    private static boolean isRefused(WebSocketImpl socket) {
        return socket.getDraft() == null && socket.isFlushAndClose() && !socket.hasBufferedData();
    }
}
