package noom.comparison.peers;

import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import noom.runtime.InvalidInputException;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** The chat of step 2 on Java-WebSocket as it comes, with the settings that its documentation shows. */
public final class JavaWebSocketChat extends WebSocketServer {
    private final Set<WebSocket> sockets = ConcurrentHashMap.newKeySet();

    private JavaWebSocketChat() {
        super(new InetSocketAddress(0));
    }

    /** Starts the chat on a free port. */
    public static void main(String[] args) {
        var chat = new JavaWebSocketChat();
        chat.setTcpNoDelay(true);
        chat.start();
    }

    @Override
    public void onStart() {
        System.out.println("Listening on ws://localhost:" + getPort());
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake request) {
        socket.setAttachment("Anon");
        sockets.add(socket);
    }

    @Override
    public void onMessage(WebSocket socket, String frame) {
        try {
            var message = ChatMessages.parse(frame);
            switch (message.path("type").asText()) {
                case "nickname" -> socket.setAttachment(ChatMessages.nickname(message.get("payload")));
                case "new_message" ->
                    broadcast(socket.getAttachment() + ": " + ChatMessages.message(message.get("payload")), sockets);
                default -> throw new InvalidInputException("The type is \"nickname\" or \"new_message\".");
            }
        } catch (InvalidInputException e) {
            socket.send("Server: " + e.getMessage());
        }
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean byTheClient) {
        sockets.remove(socket);
    }

    @Override
    public void onError(WebSocket socket, Exception fault) {
        // The load program ends its connections without a closing handshake.
    }
}
