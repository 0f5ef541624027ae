package noom.websocket;

import org.java_websocket.WebSocketImpl;
import org.java_websocket.WebSocketListener;

/**
 * Java-WebSocket rarely loses the wake-up of a write (about one in 100,000): the message, or the close, then waits until
 * something else is written to that peer. This asks again for whatever waits.
 */
final class WriteWakeup {
    private WriteWakeup() {}

    static void askAgain(WebSocketListener server, WebSocketImpl socket) {
        if (socket.hasBufferedData() || socket.isFlushAndClose()) {
            server.onWriteDemand(socket);
        }
    }
}
