package noom;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ConditionFactory;

/** Somebody in the chat, without a browser. Remembers every line and every refusal. This one speaks raw WebSocket. */
final class ChatClient implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String REFUSAL = "Server: ";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final WebSocket socket;

    private ChatClient(int port) {
        socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + port), new Memory())
                .join();
    }

    /** Connects, and returns when the server has let it in. */
    static ChatClient connect(int port) {
        return new ChatClient(port);
    }

    void nickname(String name) {
        send("nickname", name);
    }

    void say(String text) {
        send("new_message", text);
    }

    /** What came so far, oldest first. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** What the server refused so far, oldest first. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    void awaitLine(String line) {
        waitFor("the line " + line).until(() -> lines.contains(line));
    }

    void awaitLines(int count) {
        waitFor(count + " lines").until(() -> lines.size() >= count);
    }

    void awaitProblems(int count) {
        waitFor(count + " problems").until(() -> problems.size() >= count);
    }

    private static ConditionFactory waitFor(String what) {
        return await(what)
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5));
    }

    /** Leaves politely. */
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

    private final class Memory implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            message.append(part);
            if (isLast) {
                remember(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void remember(String line) {
            if (line.startsWith(REFUSAL)) {
                problems.add(line.substring(REFUSAL.length()));
            } else {
                lines.add(line);
            }
        }
    }
}
