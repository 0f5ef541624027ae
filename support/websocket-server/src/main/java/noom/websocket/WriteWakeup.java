package noom.websocket;

import org.java_websocket.WebSocketImpl;
import org.java_websocket.WebSocketListener;

/**
 * Requests the write of waiting frames again. Java-WebSocket loses the wake-up of about one write in 100,000: the frame then
 * waits until something else is written to that connection.
 */
final class WriteWakeup {
    private WriteWakeup() {}

    static void requestWrite(WebSocketListener server, WebSocketImpl socket) {
        if (socket.hasBufferedData() || socket.isFlushAndClose()) {
            server.onWriteDemand(socket);
        }
    }
}
