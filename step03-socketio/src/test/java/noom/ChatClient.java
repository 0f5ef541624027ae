package noom;

import static noom.testkit.Waits.waitFor;

import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import noom.testkit.ChatContract;
import noom.testkit.Waits;

/** A client of the chat that speaks Socket.IO. It keeps all messages and problems it receives. */
final class ChatClient implements ChatContract.Client {
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final Socket socket;

    private ChatClient(int port, boolean reconnects) {
        var options = new IO.Options();
        options.forceNew = true;
        options.transports = new String[] {"websocket"};
        options.reconnection = reconnects;
        options.reconnectionDelay = 100;
        options.reconnectionDelayMax = 1000;
        socket = IO.socket(URI.create("http://localhost:" + port), options);
        socket.on("new_message", arguments -> messages.add((String) arguments[0]));
        socket.on("problem", arguments -> problems.add((String) arguments[0]));
    }

    /** Connects, and returns when the server has accepted it. A connection that is cut stays cut. */
    static ChatClient connect(int port) {
        return connect(port, false);
    }

    /** Connects as {@link #connect(int)} does. A client whose connection is cut reconnects by itself. */
    static ChatClient connectAndReconnect(int port) {
        return connect(port, true);
    }

    private static ChatClient connect(int port, boolean reconnects) {
        var client = new ChatClient(port, reconnects);
        var connected = new CountDownLatch(1);
        client.socket.once(Socket.EVENT_CONNECT, arguments -> connected.countDown());
        client.socket.connect();
        try {
            if (!connected.await(Waits.TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("No connection to port " + port);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return client;
    }

    @Override
    public void nickname(String name) {
        socket.emit("nickname", name);
    }

    @Override
    public void say(String message) {
        socket.emit("new_message", message);
    }

    @Override
    public List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public List<String> problems() {
        return List.copyOf(problems);
    }

    void awaitDisconnect() {
        waitFor("the end of the connection").until(() -> !socket.connected());
    }

    void awaitConnect(Duration atMost) {
        waitFor("the connection to be back").atMost(atMost).until(socket::connected);
    }

    @Override
    public void close() {
        socket.close();
    }
}
