package noom.testkit;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.awaitility.core.ConditionFactory;
import org.json.JSONObject;

/** A Socket.IO client that records every event, written as {@code welcome["Ann",2,"java"]}. Extend it for a chat. */
public abstract class EventClient implements AutoCloseable {
    private static final OkHttpClient HTTP = httpClient();

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Socket socket;

    /**
     * Creates a client that is not connected yet.
     *
     * @param transport {@code websocket} or {@code polling}
     * @param reconnects whether it comes back by itself when its connection is cut
     */
    protected EventClient(int port, String transport, boolean reconnects) {
        this(port, transport, reconnects, null);
    }

    /**
     * Creates a client that is not connected yet.
     *
     * @param transport {@code websocket} or {@code polling}
     * @param reconnects whether it comes back by itself when its connection is cut
     * @param auth what its CONNECT carries, such as a token; null for nothing
     */
    protected EventClient(int port, String transport, boolean reconnects, Map<String, String> auth) {
        this(port, transport, reconnects, auth, Map.of());
    }

    /**
     * Creates a client that is not connected yet.
     *
     * @param transport {@code websocket} or {@code polling}
     * @param reconnects whether it comes back by itself when its connection is cut
     * @param auth what its CONNECT carries, such as a token; null for nothing
     * @param headers of each of its requests, such as a cookie
     */
    protected EventClient(
            int port,
            String transport,
            boolean reconnects,
            Map<String, String> auth,
            Map<String, List<String>> headers) {
        var options = new IO.Options();
        options.forceNew = true;
        options.transports = new String[] {transport};
        options.reconnection = reconnects;
        options.auth = auth;
        options.extraHeaders = headers;
        options.reconnectionDelay = 100;
        options.reconnectionDelayMax = 1000;
        options.callFactory = HTTP;
        options.webSocketFactory = HTTP;
        socket = IO.socket(URI.create("http://localhost:" + port), options);
        socket.onAnyIncoming(arguments -> events.add(written(arguments)));
    }

    /** One for all clients: each of its own would read all of Java's certificates. */
    private static OkHttpClient httpClient() {
        var dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(1000);
        dispatcher.setMaxRequestsPerHost(1000);
        return new OkHttpClient.Builder()
                .readTimeout(1, TimeUnit.MINUTES)
                .dispatcher(dispatcher)
                // The server closes a connection after each answer, so a pooled one would lose the next poll.
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS))
                .socketFactory(new SocketsWithoutDelay())
                .build();
    }

    private static String written(Object... nameAndArguments) {
        return Stream.of(nameAndArguments)
                .skip(1)
                .filter(argument -> !(argument instanceof Ack))
                .map(argument -> argument instanceof String text ? JSONObject.quote(text) : String.valueOf(argument))
                .collect(Collectors.joining(",", nameAndArguments[0] + "[", "]"));
    }

    /** Connects, and waits until the server has accepted it. */
    protected final void connect() {
        var connected = new CountDownLatch(1);
        socket.once(Socket.EVENT_CONNECT, arguments -> connected.countDown());
        socket.connect();
        try {
            if (!connected.await(Waits.TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The server did not accept the client.");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends an event. */
    public void emit(String event, Object... arguments) {
        socket.emit(event, arguments);
    }

    /** Sends an event with a function as its last argument. The future completes with the function's argument. */
    public CompletableFuture<JSONObject> ask(String event, Object... arguments) {
        var answer = new CompletableFuture<JSONObject>();
        Ack callback = result -> {
            if (!answer.complete((JSONObject) result[0])) {
                events.add("answered_twice[\"%s\"]".formatted(event));
            }
        };
        socket.emit(event, arguments, callback);
        return answer.orTimeout(Waits.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    /** From now on calls the function that comes as the last argument of this event, with these arguments. */
    public void answer(String event, Object... answer) {
        socket.on(event, arguments -> ((Ack) arguments[arguments.length - 1]).call(answer));
    }

    /** From now on does not answer this event. */
    public void stopAnswering(String event) {
        socket.off(event);
    }

    /** Sends the event repeatedly until this one comes back: the server may not know yet what it has to know. */
    public void emitUntil(String event, List<?> arguments, String expected) {
        waitFor(expected).pollInterval(Duration.ofMillis(50)).until(() -> {
            emit(event, arguments.toArray());
            return events.contains(expected);
        });
    }

    /** All events so far, oldest first. */
    public List<String> events() {
        return List.copyOf(events);
    }

    /** The events of this name so far, oldest first. */
    public List<String> events(String name) {
        return events.stream().filter(event -> event.startsWith(name + "[")).toList();
    }

    /** Waits for an event written so. */
    public void awaitEvent(String event) {
        waitFor(event).until(() -> events.contains(event));
    }

    /** Waits until the last event of this name is written so. */
    public void awaitLast(String name, String event) {
        waitFor(event).until(() -> {
            var all = events(name);
            return !all.isEmpty() && all.get(all.size() - 1).equals(event);
        });
    }

    /** Waits for so many events of this name. */
    public void awaitCount(String name, int count) {
        waitFor(count + " times " + name).until(() -> events(name).size() >= count);
    }

    /** Forgets the events so far. */
    public void forget() {
        forgetAllBut(event -> false);
    }

    /** Forgets the events so far, except these. */
    protected final void forgetAllBut(Predicate<String> kept) {
        events.removeIf(kept.negate());
    }

    /** Waits until it has noticed the end of its connection. */
    public void awaitDisconnect() {
        waitFor("the end of the connection").until(() -> !socket.connected());
    }

    /** Waits until it is connected again. */
    public void awaitConnect(Duration atMost) {
        waitFor("the reconnection").atMost(atMost).until(socket::connected);
    }

    /** Begins a wait, as {@link Waits#waitFor} does. */
    protected final ConditionFactory waitFor(String what) {
        return Waits.waitFor(what);
    }

    /** Leaves politely. */
    @Override
    public void close() {
        socket.close();
    }
}
