package noom;

import static org.awaitility.Awaitility.await;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.awaitility.core.ConditionFactory;
import org.json.JSONObject;

/** Somebody in the chat, without a browser. Remembers every event, written as {@code welcome["Ann",2,"java"]}. */
final class ChatClient implements AutoCloseable {
    private static final OkHttpClient HTTP = httpClient();

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Socket socket;

    private ChatClient(int port, String transport, boolean comesBack) {
        var options = new IO.Options();
        options.forceNew = true;
        options.transports = new String[] {transport};
        options.reconnection = comesBack;
        options.reconnectionDelay = 100;
        options.reconnectionDelayMax = 1000;
        options.callFactory = HTTP;
        options.webSocketFactory = HTTP;
        socket = IO.socket(URI.create("http://localhost:" + port), options);
        socket.onAnyIncoming(arguments -> events.add(written(arguments)));
    }

    /** One for all: each of its own would read the list of all certificates that Java knows. */
    private static OkHttpClient httpClient() {
        var asManyPollsAsThereAreClients = new Dispatcher();
        asManyPollsAsThereAreClients.setMaxRequests(1000);
        asManyPollsAsThereAreClients.setMaxRequestsPerHost(1000);
        return new OkHttpClient.Builder()
                .readTimeout(1, TimeUnit.MINUTES)
                .dispatcher(asManyPollsAsThereAreClients)
                // netty-socketio promises keep-alive and then closes: a connection must not be used for a second poll.
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS))
                .build();
    }

    private static String written(Object... nameAndArguments) {
        return Stream.of(nameAndArguments)
                .skip(1)
                .filter(argument -> !(argument instanceof Ack))
                .map(argument -> argument instanceof String text ? JSONObject.quote(text) : String.valueOf(argument))
                .collect(Collectors.joining(",", nameAndArguments[0] + "[", "]"));
    }

    /** Connects, and returns when the server has let it in. Whose connection is cut does not come back. */
    static ChatClient connect(int port) {
        return connect(port, "websocket", false);
    }

    /** As {@link #connect(int)}, by {@code websocket} or by {@code polling}. */
    static ChatClient connectBy(String transport, int port) {
        return connect(port, transport, false);
    }

    /** As {@link #connect(int)}, but whose connection is cut comes back by itself. */
    static ChatClient connectAgainAndAgain(int port) {
        return connect(port, "websocket", true);
    }

    private static ChatClient connect(int port, String transport, boolean comesBack) {
        var client = new ChatClient(port, transport, comesBack);
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

    void emit(String event, Object... arguments) {
        socket.emit(event, arguments);
    }

    /** Emits an event with a function as its last argument, and returns what that is called with, once it is. */
    CompletableFuture<JSONObject> ask(String event, Object... arguments) {
        var answer = new CompletableFuture<JSONObject>();
        Ack callback = result -> {
            if (!answer.complete((JSONObject) result[0])) {
                events.add("answered_twice[\"%s\"]".formatted(event));
            }
        };
        socket.emit(event, arguments, callback);
        return answer.orTimeout(20, TimeUnit.SECONDS);
    }

    /** What came so far, oldest first. */
    List<String> events() {
        return List.copyOf(events);
    }

    /** The events of this name that came so far, oldest first. */
    List<String> events(String name) {
        return events.stream().filter(event -> event.startsWith(name + "[")).toList();
    }

    /** Waits for an event written so. */
    void awaitEvent(String event) {
        waitFor(event).until(() -> events.contains(event));
    }

    void awaitCount(String name, int count) {
        waitFor(count + " times " + name).until(() -> events(name).size() >= count);
    }

    /** Asks for something that is always refused, and waits for the refusal: all before it is done by then. */
    void awaitAllDone() {
        ask("leave_room", "").join();
    }

    void awaitDisconnect() {
        waitFor("the end of the connection").until(() -> !socket.connected());
    }

    void awaitConnect(Duration atMost) {
        waitFor("the connection to be back").atMost(atMost).until(socket::connected);
    }

    private ConditionFactory waitFor(String what) {
        return await(what)
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5));
    }

    /** Leaves politely. */
    @Override
    public void close() {
        socket.close();
    }
}
