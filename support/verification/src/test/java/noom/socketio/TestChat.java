package noom.socketio;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.fasterxml.jackson.databind.JsonNode;
import noom.socketio.session.Timeouts;

/** A small chat for the tests of the server beneath it: {@code nickname}, {@code new_message} and {@code problem}. */
final class TestChat {
    static final String LISTENING = "Listening for Socket.IO on http://localhost:";

    private TestChat() {}

    /** Starts a chat on a free port, as a program. */
    public static void main(String[] args) {
        System.out.println(LISTENING + start().port());
    }

    /** A chat on a free port, started. */
    static HardenedSocketIOServer start() {
        return start(Timeouts.STANDARD);
    }

    /** The same with other timeouts. */
    static HardenedSocketIOServer start(Timeouts timeouts) {
        var server = create(0, timeouts);
        server.start();
        return server;
    }

    /** A chat on this port, not started. */
    static HardenedSocketIOServer create(int port, Timeouts timeouts) {
        var server = new HardenedSocketIOServer(port, timeouts);
        server.addConnectListener(socket -> socket.set("nickname", "Anon"));
        server.addEventListener("nickname", JsonNode.class, TestChat::nickname);
        server.addEventListener("new_message", JsonNode.class, (socket, text, ack) -> newMessage(server, socket, text));
        return server;
    }

    private static void nickname(SocketIOClient socket, JsonNode name, AckRequest ack) {
        socket.set("nickname", name.asText());
    }

    private static void newMessage(HardenedSocketIOServer server, SocketIOClient socket, JsonNode text) {
        if (text == null || !text.isTextual()) {
            socket.sendEvent("problem", "A message is a string.");
        } else {
            server.getBroadcastOperations().sendEvent("new_message", socket.get("nickname") + ": " + text.asText());
        }
    }
}
