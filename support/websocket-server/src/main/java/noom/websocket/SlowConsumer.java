package noom.websocket;

import org.java_websocket.WebSocketImpl;
import org.java_websocket.framing.CloseFrame;

/**
 * Disconnects a client that does not read, when more than 4,096 frames wait for it. Java-WebSocket queues frames for such a
 * client until the memory is full.
 */
final class SlowConsumer {
    private static final int MAX_WAITING_FRAMES = 4096;

    private SlowConsumer() {}

    static void disconnectIfSlow(WebSocketImpl socket) {
        if (socket.outQueue.size() > MAX_WAITING_FRAMES) {
            // close(1008) would queue the close frame behind all the others.
            socket.closeConnection(CloseFrame.ABNORMAL_CLOSE, "The client does not read.");
        }
    }
}
