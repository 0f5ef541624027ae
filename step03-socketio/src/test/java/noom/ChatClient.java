package noom;

import static org.awaitility.Awaitility.await;

import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;

/** Somebody in the chat, without a browser. Remembers every line and every refusal. This one speaks Socket.IO. */
final class ChatClient implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final Socket socket;

    private ChatClient(int port, boolean comesBack) {
        var options = new IO.Options();
        options.forceNew = true;
        options.transports = new String[] {"websocket"};
        options.reconnection = comesBack;
        options.reconnectionDelay = 100;
        options.reconnectionDelayMax = 1000;
        socket = IO.socket(URI.create("http://localhost:" + port), options);
        socket.on("new_message", arguments -> lines.add((String) arguments[0]));
        socket.on("problem", arguments -> problems.add((String) arguments[0]));
    }

    /** Connects, and returns when the server has let it in. Whose connection is cut does not come back. */
    static ChatClient connect(int port) {
        return connect(port, false);
    }

    /** As {@link #connect(int)}, but whose connection is cut comes back by itself. */
    static ChatClient connectAgainAndAgain(int port) {
        return connect(port, true);
    }

    private static ChatClient connect(int port, boolean comesBack) {
        var client = new ChatClient(port, comesBack);
        var connected = new CountDownLatch(1);
        client.socket.once(Socket.EVENT_CONNECT, arguments -> connected.countDown());
        client.socket.connect();
        try {
            if (!connected.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("No connection to port " + port);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return client;
    }

    void nickname(String name) {
        socket.emit("nickname", name);
    }

    void say(String text) {
        socket.emit("new_message", text);
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

    void awaitDisconnect() {
        waitFor("the end of the connection").until(() -> !socket.connected());
    }

    void awaitConnect(Duration atMost) {
        waitFor("the connection to be back").atMost(atMost).until(socket::connected);
    }

    /** Leaves politely. */
    @Override
    public void close() {
        socket.close();
    }
}
