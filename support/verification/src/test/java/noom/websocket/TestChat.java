package noom.websocket;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.java_websocket.WebSocket;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;

/** Sends each text to everybody, for the tests of the server underneath. Binary is closed with 1003. */
final class TestChat extends HardenedWebSocketServer {
    static final String PING_INTERVAL = "PING_INTERVAL";
    static final String LISTENING = "Listening on ws://localhost:";

    private final Set<WebSocket> sockets = ConcurrentHashMap.newKeySet();

    private TestChat(int port) {
        super(port);
    }

    /** Starts a chat on a free port, as a program. {@link #PING_INTERVAL} is in seconds. */
    public static void main(String[] args) {
        var chat = start(0);
        Optional.ofNullable(System.getenv(PING_INTERVAL))
                .ifPresent(seconds -> chat.setConnectionLostTimeout(Integer.parseInt(seconds)));
        System.out.println(LISTENING + chat.port());
    }

    /** Starts a chat on this port; 0 takes a free one. */
    static TestChat start(int port) {
        var chat = new TestChat(port);
        chat.open();
        return chat;
    }

    /** How many clients have come and not left. */
    int members() {
        return sockets.size();
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake request) {
        sockets.add(socket);
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        broadcast(text, sockets);
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer binary) {
        socket.close(CloseFrame.REFUSE, "This chat is text.");
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean byTheClient) {
        sockets.remove(socket);
    }
}
