package noom;

import com.corundumstudio.socketio.SocketIOClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BiConsumer;
import noom.runtime.InvalidInputException;
import noom.socketio.HardenedSocketIOServer;

/** The chat: what happens when somebody connects, sends an event, and leaves. */
public final class ChatServer {
    private final HardenedSocketIOServer io;

    private ChatServer(int port) {
        io = new HardenedSocketIOServer(port);
        io.addConnectListener(this::connection);
        on("nickname", this::nickname);
        on("new_message", this::newMessage);
    }

    /**
     * A chat that is open for browsers.
     *
     * @param port where it listens; 0 takes a free port
     * @throws IllegalStateException if the port cannot be had
     */
    public static ChatServer start(int port) {
        var chat = new ChatServer(port);
        chat.io.start();
        return chat;
    }

    private void connection(SocketIOClient socket) {
        socket.set("nickname", "Anon");
    }

    private void nickname(SocketIOClient socket, JsonNode name) {
        socket.set("nickname", Validation.nickname(name));
    }

    private void newMessage(SocketIOClient socket, JsonNode text) {
        io.getBroadcastOperations().sendEvent("new_message", socket.get("nickname") + ": " + Validation.text(text));
    }

    /** Calls the handler for every such event. Whoever breaks a rule is told so by a {@code problem}, and nobody else. */
    private void on(String event, BiConsumer<SocketIOClient, JsonNode> handler) {
        io.addEventListener(event, JsonNode.class, (socket, payload, ack) -> {
            try {
                handler.accept(socket, payload);
            } catch (InvalidInputException rule) {
                socket.sendEvent("problem", rule.getMessage());
            }
        });
    }

    /** The port it listens on. */
    public int port() {
        return io.port();
    }

    /** Frees the port. Browsers see their connection go, and try to come back. Takes a second at most. */
    public void stop() {
        io.stop();
    }
}
