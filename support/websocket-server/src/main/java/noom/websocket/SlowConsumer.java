package noom.websocket;

import org.java_websocket.WebSocketImpl;
import org.java_websocket.framing.CloseFrame;

/**
 * Java-WebSocket keeps every message for a peer that does not read, until the memory is full: this cuts such a peer off
 * when more than 4096 messages wait for it.
 */
final class SlowConsumer {
    private static final int MOST_WAITING = 4096;

    private SlowConsumer() {}

    static void cutOff(WebSocketImpl socket) {
        if (socket.outQueue.size() > MOST_WAITING) {
            // Not close(1008): the close frame would wait behind all the others.
            socket.closeConnection(CloseFrame.ABNORMAL_CLOSE, "It does not read.");
        }
    }
}
