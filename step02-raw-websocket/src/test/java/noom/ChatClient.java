package noom;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import noom.testkit.ChatContract;

/** A client of the chat that speaks raw WebSocket. It keeps all messages and problems it receives. */
final class ChatClient implements ChatContract.Client {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String PROBLEM = "Server: ";

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final WebSocket socket;

    private ChatClient(int port) {
        socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + port), new Listener())
                .join();
    }

    /** Connects, and returns when the server has accepted the handshake. */
    static ChatClient connect(int port) {
        return new ChatClient(port);
    }

    @Override
    public void nickname(String name) {
        send("nickname", name);
    }

    @Override
    public void say(String message) {
        send("new_message", message);
    }

    @Override
    public List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(alreadyGone -> socket);
        }
    }

    private void send(String type, String payload) {
        var message = JSON.valueToTree(Map.of("type", type, "payload", payload));
        socket.sendText(message.toString(), true).join();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                remember(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void remember(String text) {
            if (text.startsWith(PROBLEM)) {
                problems.add(text.substring(PROBLEM.length()));
            } else {
                messages.add(text);
            }
        }
    }
}
