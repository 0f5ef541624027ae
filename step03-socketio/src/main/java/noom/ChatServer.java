package noom;

import com.corundumstudio.socketio.SocketIOClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BiConsumer;
import noom.runtime.Console;
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
        io.addDisconnectingListener(this::disconnecting);
    }

    /** Starts a chat on this port; 0 takes a free one. Throws {@link IllegalStateException} if it cannot be opened. */
    public static ChatServer start(int port) {
        var chat = new ChatServer(port);
        chat.io.start();
        return chat;
    }

    private void connection(SocketIOClient socket) {
        socket.set("nickname", "Anon");
        Console.log("Anon connected,", io.getAllClients().size(), "here");
    }

    private void nickname(SocketIOClient socket, JsonNode nickname) {
        socket.set("nickname", Validation.nickname(nickname));
    }

    private void newMessage(SocketIOClient socket, JsonNode message) {
        io.getBroadcastOperations()
                .sendEvent("new_message", socket.get("nickname") + ": " + Validation.message(message));
    }

    private void disconnecting(SocketIOClient socket) {
        Console.log(socket.get("nickname"), "left,", io.getAllClients().size() - 1, "here");
    }

    /** Calls the handler for every such event. Invalid input is answered by a {@code problem}, to its sender only. */
    private void on(String event, BiConsumer<SocketIOClient, JsonNode> handler) {
        io.addEventListener(event, JsonNode.class, (socket, payload, ack) -> {
            try {
                handler.accept(socket, payload);
            } catch (InvalidInputException e) {
                socket.sendEvent("problem", e.getMessage());
            }
        });
    }

    /** The port it listens on. */
    public int port() {
        return io.port();
    }

    /** Frees the port, within a second. Browsers see their connection close, and reconnect. */
    public void stop() {
        io.stop();
    }
}
