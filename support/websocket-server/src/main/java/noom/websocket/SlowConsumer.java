package noom.websocket;

import org.java_websocket.WebSocketImpl;
import org.java_websocket.framing.CloseFrame;

/**
 * Disconnects a client that does not read, when more than 2 MiB wait for it, or 4,096 frames. Java-WebSocket queues frames
 * for such a client until the memory is full.
 */
final class SlowConsumer {
    private static final int MAX_WAITING_FRAMES = 4096;
    private static final int MAX_WAITING_BYTES = 2 * 1024 * 1024;

    private SlowConsumer() {}

    static void disconnectIfSlow(WebSocketImpl socket) {
        if (socket.outQueue.size() > MAX_WAITING_FRAMES || waitingBytes(socket) > MAX_WAITING_BYTES) {
            // close(1008) would queue the close frame behind all the others.
            socket.closeConnection(CloseFrame.ABNORMAL_CLOSE, "The client does not read.");
        }
    }

    private static int waitingBytes(WebSocketImpl socket) {
        var bytes = 0;
        if (socket.hasBufferedData()) {
            for (var frames : socket.outQueue) {
                bytes += frames.remaining();
            }
        }
        return bytes;
    }
}
