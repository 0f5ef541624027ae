package noom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import noom.runtime.Console;
import noom.runtime.InvalidInputException;
import noom.websocket.HardenedWebSocketServer;
import org.java_websocket.WebSocket;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;

/** The chat: what happens when somebody connects, sends a message, and leaves. */
public final class ChatServer extends HardenedWebSocketServer {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Everybody who is here. Sockets come and go on several threads, so the set is a concurrent one. */
    private final Set<WebSocket> sockets = ConcurrentHashMap.newKeySet();

    private ChatServer(int port) {
        super(port);
    }

    /** Starts a chat on this port; 0 takes a free one. Throws {@link java.io.UncheckedIOException} if it cannot be opened. */
    public static ChatServer start(int port) {
        var chat = new ChatServer(port);
        chat.open();
        return chat;
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake request) {
        socket.setAttachment("Anon");
        sockets.add(socket);
        Console.log("Anon connected,", sockets.size(), "here");
    }

    @Override
    public void onMessage(WebSocket socket, String frame) {
        try {
            var message = parse(frame);
            switch (message.path("type").asText()) {
                case "nickname" -> nickname(socket, message.get("payload"));
                case "new_message" -> newMessage(socket, message.get("payload"));
                default -> throw new InvalidInputException("The type is \"nickname\" or \"new_message\".");
            }
        } catch (InvalidInputException e) {
            socket.send("Server: " + e.getMessage());
        }
    }

    private void nickname(WebSocket socket, JsonNode nickname) {
        socket.setAttachment(Validation.nickname(nickname));
    }

    private void newMessage(WebSocket socket, JsonNode message) {
        broadcast(socket.getAttachment() + ": " + Validation.message(message), sockets);
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer binaryFrame) {
        socket.close(CloseFrame.REFUSE, "This chat is text.");
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean byTheBrowser) {
        sockets.remove(socket);
        Console.log(socket.<String>getAttachment(), "left,", sockets.size(), "here");
    }

    /** WebSocket carries any text. That ours is JSON is our own protocol. */
    private static JsonNode parse(String frame) {
        try {
            return JSON.readTree(frame);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException("A message is JSON: {\"type\": \"new_message\", \"payload\": \"hi\"}.");
        }
    }
}
