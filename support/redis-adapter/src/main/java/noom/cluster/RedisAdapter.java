package noom.cluster;

import static noom.cluster.WireFormat.require;
import static noom.cluster.WireFormat.string;
import static noom.cluster.WireFormat.strings;

import com.corundumstudio.socketio.SocketIOClient;
import com.fasterxml.jackson.databind.JsonNode;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import noom.cluster.RedisConnection.Publication;
import noom.runtime.Console;
import noom.runtime.SettingException;
import noom.socketio.HardenedSocketIOServer;
import noom.socketio.broadcast.Adapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of several servers on the same Redis, in the wire format of Node's {@code @socket.io/redis-adapter} 8. A broadcast is
 * delivered here and published; what this server has published is ignored when it comes back. All state and all
 * deliveries belong to the server's event loop, in Redis' order.
 */
final class RedisAdapter extends SingleServer implements Adapter {
    static final String REQUESTS = "socket.io-request#/#";
    static final String RESPONSES = "socket.io-response#/#";

    private static final Logger LOG = LoggerFactory.getLogger(RedisAdapter.class);
    private static final String BROADCASTS = "socket.io#/#";
    private static final String CLAIMS = "noom:delivered:";
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration CLAIM_LIFETIME = Duration.ofMinutes(1);

    private final RedisConnection redis;
    private final EventLoop eventLoop;
    private final String uid = Requests.randomId();
    private final Requests requests;
    private final RequestHandler requestHandler;
    private final LocalDeliveries localDeliveries = new LocalDeliveries();
    private Runnable serversListener = () -> {};
    private Consumer<Boolean> reachableListener = isReachable -> {};
    private int servers = 1;

    /** What {@link #deliverOnce} gathers until it may be sent; null at other times. */
    private List<Gathered> gathered;

    private record Gathered(Publication publication, Runnable localDelivery) {}

    RedisAdapter(HardenedSocketIOServer io, Function<SocketIOClient, RemoteSocket> describe, RedisConnection redis) {
        super(io, describe);
        this.redis = redis;
        this.eventLoop = new EventLoop(io);
        this.requests = new Requests(redis, eventLoop, uid);
        this.requestHandler = new RequestHandler(this, redis);
        io.setAdapter(this);
    }

    @Override
    public void start() {
        try {
            redis.subscribe(
                    BROADCASTS + "*",
                    List.of(REQUESTS, RESPONSES, RESPONSES + uid + "#"),
                    (channel, message) -> eventLoop.execute(() -> receive(channel, message)));
        } catch (RedisException e) {
            throw new SettingException(
                    "REDIS_URL names a Redis that went away during the start. Start it again first.");
        }
        redis.onStateChange(isOpen -> eventLoop.execute(() -> handleReachable(isOpen)));
        look();
    }

    private void handleReachable(boolean isReachable) {
        Console.log(
                isReachable
                        ? "Redis is back: all servers are one chat again."
                        : "Redis is away: people on other servers are out of reach until it is back.");
        // Others may need a moment longer to be back: the next look tells anew in any case.
        servers = 0;
        reachableListener.accept(isReachable);
    }

    /** A server that crashes tells nobody. Redis notices that it no longer listens. */
    private void look() {
        requests.countServers().thenAccept(now -> {
            io.schedule(this::look, LOOK_INTERVAL);
            if (requests.wereIncomplete() || now != servers) {
                servers = now;
                eventLoop.execute(serversListener);
            }
        });
    }

    @Override
    public void broadcast(List<String> rooms, String event, List<Object> arguments, Runnable localDelivery) {
        var broadcast = new Broadcast(event, arguments, rooms, List.of(), 0);
        var channel = rooms.size() == 1 ? BROADCASTS + rooms.get(0) + "#" : BROADCASTS;
        var message = WireFormat.msgpack(List.of(uid, broadcast.packet(), broadcast.options()));
        if (gathered != null) {
            gathered.add(new Gathered(new Publication(channel, message), localDelivery));
        } else {
            redis.publish(channel, message);
            localDeliveries.add(localDelivery);
        }
    }

    @Override
    public CompletableFuture<Boolean> deliverOnce(String key, Runnable delivery) {
        var parts = new ArrayList<Gathered>();
        gathered = parts;
        try {
            delivery.run();
        } finally {
            gathered = null;
        }
        var publications = parts.stream().map(Gathered::publication).toList();
        // Without Redis nobody else can have it.
        var isNew = eventLoop.bring(redis.publishOnce(CLAIMS + key, CLAIM_LIFETIME, publications), true);
        localDeliveries.add(
                isNew, () -> parts.forEach(part -> part.localDelivery().run()));
        return isNew;
    }

    @Override
    public CompletableFuture<List<RemoteSocket>> fetchSockets(String... rooms) {
        return requests.ask(
                RequestType.REMOTE_FETCH,
                Map.of("opts", options(rooms)),
                () -> describeLocal(List.of(rooms), List.of()),
                (sockets, response) -> response.path("sockets").forEach(one -> sockets.add(remoteSocket(one))));
    }

    private static Map<String, Object> options(String... rooms) {
        return Map.of("rooms", rooms, "except", List.of());
    }

    private static RemoteSocket remoteSocket(JsonNode socket) {
        var data = new HashMap<String, Object>();
        socket.path("data").properties().forEach(one -> data.put(one.getKey(), value(one.getValue())));
        return new RemoteSocket(string(socket.path("id")), Set.copyOf(strings(socket.path("rooms"))), data);
    }

    private static Object value(JsonNode json) {
        return json.isTextual() ? json.textValue() : json;
    }

    @Override
    public CompletableFuture<Integer> countSockets(Collection<String> rooms) {
        return requests.<List<Integer>>ask(
                        RequestType.SOCKETS,
                        Map.of("rooms", rooms),
                        () -> new ArrayList<>(List.of(local(rooms).getClients().size())),
                        (counts, response) ->
                                counts.add(response.path("sockets").size()))
                .thenApply(counts -> counts.stream().mapToInt(count -> count).sum());
    }

    @Override
    public CompletableFuture<Set<String>> allRooms() {
        return requests.ask(
                RequestType.ALL_ROOMS,
                Map.of(),
                () -> new HashSet<>(localRooms()),
                (rooms, response) -> rooms.addAll(strings(response.path("rooms"))));
    }

    @Override
    public void socketsJoin(String room) {
        super.socketsJoin(room);
        requests.command(RequestType.REMOTE_JOIN, Map.of("opts", options(), "rooms", List.of(room)));
    }

    @Override
    public void socketsLeave(String in, String room) {
        super.socketsLeave(in, room);
        requests.command(RequestType.REMOTE_LEAVE, Map.of("opts", options(in), "rooms", List.of(room)));
    }

    @Override
    public void disconnectSockets(String room) {
        super.disconnectSockets(room);
        requests.command(RequestType.REMOTE_DISCONNECT, Map.of("opts", options(room), "close", false));
    }

    @Override
    public CompletableFuture<List<JsonNode>> emitWithAck(
            String room, Duration timeout, String event, Object... arguments) {
        var millis = (int) timeout.toMillis();
        var broadcast = new Broadcast(event, Arrays.asList(arguments), List.of(room), List.of(), millis);
        var elsewhere = requests.askForAcknowledgements(broadcast);
        return super.emitWithAck(room, timeout, event, arguments).thenCombine(elsewhere, (mine, theirs) -> {
            var all = new ArrayList<>(mine);
            all.addAll(theirs);
            return all;
        });
    }

    @Override
    public void serverSideEmit(String event, Object... arguments) {
        super.serverSideEmit(event, arguments);
        var data = new ArrayList<>(Arrays.asList(arguments));
        data.add(0, event);
        requests.command(RequestType.SERVER_SIDE_EMIT, Map.of("data", data));
    }

    @Override
    public void onServersChange(Runnable listener) {
        serversListener = listener;
    }

    @Override
    public void onReachable(Consumer<Boolean> listener) {
        reachableListener = listener;
    }

    @Override
    public void close() {
        redis.close();
    }

    private void receive(String channel, byte[] bytes) {
        try {
            var message = WireFormat.read(bytes);
            if (channel.startsWith(BROADCASTS)) {
                receiveBroadcast(message);
            } else if (channel.startsWith(RESPONSES)) {
                requests.respond(message);
            } else if (!message.path("uid").asText().equals(uid)) {
                requestHandler.handle(message);
            }
        } catch (MalformedMessageException e) {
            LOG.error("A message on {} is dropped: {}.", printable(channel), e.getMessage());
        }
    }

    /** A channel may end with the name of a room, which a person has chosen. */
    private static String printable(String channel) {
        return channel.startsWith(BROADCASTS) ? BROADCASTS : channel;
    }

    private void receiveBroadcast(JsonNode message) {
        require(message.isArray() && message.size() >= 3, "it is not [uid, packet, options]");
        if (!string(message.get(0)).equals(uid)) {
            deliverHere(Broadcast.read(message.get(1), message.get(2)));
        }
    }

    private void deliverHere(Broadcast broadcast) {
        var sockets = Set.copyOf(localSockets(broadcast.rooms(), broadcast.except()));
        localDeliveries.add(() -> local(broadcast.rooms())
                .sendEvent(
                        broadcast.event(),
                        (SocketIOClient socket) -> !sockets.contains(socket),
                        broadcast.arguments().toArray()));
    }
}
