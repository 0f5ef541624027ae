package noom.cluster;

import static noom.cluster.WireFormat.require;
import static noom.cluster.WireFormat.string;
import static noom.cluster.WireFormat.strings;

import com.corundumstudio.socketio.SocketIOClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import noom.cluster.RedisConnection.Publication;
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
    private static final Logger LOG = LoggerFactory.getLogger(RedisAdapter.class);

    private static final String BROADCASTS = "socket.io#/#";
    private static final String REQUESTS = "socket.io-request#/#";
    private static final String RESPONSES = "socket.io-response#/#";
    private static final String CLAIMS = "noom:delivered:";

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration CLAIM_LIFETIME = Duration.ofMinutes(1);

    // The types of requests, by their numbers on the wire.
    private static final int SOCKETS = 0;
    private static final int ALL_ROOMS = 1;
    private static final int REMOTE_JOIN = 2;
    private static final int REMOTE_LEAVE = 3;
    private static final int REMOTE_DISCONNECT = 4;
    private static final int REMOTE_FETCH = 5;
    private static final int SERVER_SIDE_EMIT = 6;
    private static final int BROADCAST = 7;
    private static final int BROADCAST_CLIENT_COUNT = 8;
    private static final int BROADCAST_ACK = 9;

    private final RedisConnection redis;
    private final String uid = randomId();
    private final PendingRequests pending = new PendingRequests();
    private final LocalDeliveries localDeliveries = new LocalDeliveries();
    private Runnable serversListener = () -> {};
    private Consumer<Boolean> reachableListener = isReachable -> {};
    private int servers = 1;

    /** Whether a server has left an answer out since the last look: it may have been slow, and not gone. */
    private boolean isIncomplete;

    /** Answers come in the order of the questions: an older one never follows a newer one. */
    private CompletableFuture<?> lastAnswer = CompletableFuture.completedFuture(null);

    /** What {@link #deliverOnce} gathers until it may be sent; null at other times. */
    private List<Gathered> gathered;

    private record Gathered(Publication publication, Runnable localDelivery) {}

    RedisAdapter(HardenedSocketIOServer io, Function<SocketIOClient, RemoteSocket> describe, RedisConnection redis) {
        super(io, describe);
        this.redis = redis;
        io.setAdapter(this);
    }

    private static String randomId() {
        var bytes = new byte[6];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    @Override
    public void start() {
        redis.subscribe(
                BROADCASTS + "*",
                List.of(REQUESTS, RESPONSES, RESPONSES + uid + "#"),
                (channel, message) -> onEventLoop(() -> receive(channel, message)));
        redis.onStateChange(isOpen -> onEventLoop(() -> handleReachable(isOpen)));
        io.schedule(this::look, Duration.ZERO);
    }

    private void onEventLoop(Runnable task) {
        try {
            io.execute(task);
        } catch (RejectedExecutionException stopped) {
            // The server has stopped: there is nobody left to tell.
        }
    }

    private <T> CompletableFuture<T> onEventLoop(CompletionStage<T> answer, T onFailure) {
        var result = new CompletableFuture<T>();
        answer.whenComplete(
                (value, failure) -> onEventLoop(() -> result.complete(failure == null ? value : onFailure)));
        return result;
    }

    private void handleReachable(boolean isReachable) {
        if (isReachable) {
            LOG.warn("Redis is back: all servers are one chat again.");
        } else {
            LOG.warn("Redis is away: people on other servers are out of reach until it is back.");
        }
        reachableListener.accept(isReachable);
    }

    /** A server that crashes tells nobody. Redis notices that it no longer listens. */
    private void look() {
        onEventLoop(redis.subscribers(REQUESTS), 1).thenAccept(now -> {
            if (now != servers || isIncomplete) {
                servers = now;
                isIncomplete = false;
                serversListener.run();
            }
            io.schedule(this::look, LOOK_INTERVAL);
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
        var isNew = onEventLoop(redis.publishOnce(CLAIMS + key, CLAIM_LIFETIME, publications), true);
        localDeliveries.add(
                isNew, () -> parts.forEach(part -> part.localDelivery().run()));
        return isNew;
    }

    @Override
    public CompletableFuture<List<RemoteSocket>> fetchSockets(String... rooms) {
        var options = Map.of("rooms", List.of(rooms), "except", List.of());
        return ask(
                Map.of("type", REMOTE_FETCH, "opts", options),
                () -> describeLocal(List.of(rooms), List.of()),
                (sockets, response) -> response.path("sockets").forEach(one -> sockets.add(remoteSocket(one))));
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
        return this.<List<Integer>>ask(
                        Map.of("type", SOCKETS, "rooms", rooms),
                        () -> new ArrayList<>(List.of(local(rooms).getClients().size())),
                        (counts, response) ->
                                counts.add(response.path("sockets").size()))
                .thenApply(counts -> counts.stream().mapToInt(count -> count).sum());
    }

    @Override
    public CompletableFuture<Set<String>> allRooms() {
        return ask(
                Map.of("type", ALL_ROOMS),
                () -> new HashSet<>(localRooms()),
                (rooms, response) -> rooms.addAll(strings(response.path("rooms"))));
    }

    /**
     * Asks all servers. The answer is complete when all that listen have responded, or after a second.
     *
     * @param local this server's own part
     * @param add adds a response to it
     */
    private <T> CompletableFuture<T> ask(Map<String, Object> body, Supplier<T> local, BiConsumer<T, JsonNode> add) {
        var asked = onEventLoop(redis.subscribers(REQUESTS), 1).thenCompose(count -> {
            var answer = new CompletableFuture<T>();
            var parts = local.get();
            if (count <= 1) {
                answer.complete(parts);
                return answer;
            }
            var id = randomId();
            var responses = new int[1];
            pending.add(id, response -> {
                add.accept(parts, response);
                responses[0]++;
                return responses[0] == count - 1 && answer.complete(parts);
            });
            io.schedule(() -> isIncomplete |= giveUp(id, answer, parts), REQUEST_TIMEOUT);
            redis.publish(REQUESTS, WireFormat.json(with(body, "uid", uid, "requestId", id)));
            return answer;
        });
        var inOrder = lastAnswer.thenCombine(asked, (before, answer) -> answer);
        lastAnswer = inOrder;
        return inOrder;
    }

    /** Answers without those that are silent, and returns whether there are such. */
    private <T> boolean giveUp(String id, CompletableFuture<T> answer, T parts) {
        return pending.remove(id) && answer.complete(parts);
    }

    private static Map<String, Object> with(Map<String, Object> body, String... more) {
        var all = new HashMap<>(body);
        for (var i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    @Override
    public void socketsJoin(String room) {
        super.socketsJoin(room);
        command(REMOTE_JOIN, List.of(), Map.of("rooms", List.of(room)));
    }

    @Override
    public void socketsLeave(String in, String room) {
        super.socketsLeave(in, room);
        command(REMOTE_LEAVE, List.of(in), Map.of("rooms", List.of(room)));
    }

    @Override
    public void disconnectSockets(String room) {
        super.disconnectSockets(room);
        command(REMOTE_DISCONNECT, List.of(room), Map.of("close", false));
    }

    private void command(int type, List<String> rooms, Map<String, Object> body) {
        var request = new HashMap<>(body);
        request.put("type", type);
        request.put("uid", uid);
        request.put("opts", Map.of("rooms", rooms, "except", List.of()));
        redis.publish(REQUESTS, WireFormat.json(request));
    }

    @Override
    public CompletableFuture<List<JsonNode>> emitWithAck(
            String room, Duration timeout, String event, Object... arguments) {
        var here = super.emitWithAck(room, timeout, event, arguments);
        var millis = (int) timeout.toMillis();
        var broadcast = new Broadcast(event, Arrays.asList(arguments), List.of(room), List.of(), millis);
        var elsewhere = onEventLoop(redis.subscribers(REQUESTS), 1)
                .thenCompose(count -> askForAcknowledgements(count - 1, broadcast));
        return here.thenCombine(elsewhere, (mine, theirs) -> {
            var all = new ArrayList<>(mine);
            all.addAll(theirs);
            return all;
        });
    }

    private CompletableFuture<List<JsonNode>> askForAcknowledgements(int others, Broadcast broadcast) {
        var answer = new CompletableFuture<List<JsonNode>>();
        var answers = new ArrayList<JsonNode>();
        if (others <= 0) {
            answer.complete(answers);
            return answer;
        }
        var id = randomId();
        var missing = new Object() {
            int counts = others;
            int answers = 0;
        };
        pending.add(id, response -> {
            switch (response.path("type").asInt()) {
                case BROADCAST_CLIENT_COUNT -> {
                    missing.counts--;
                    missing.answers += response.path("clientCount").asInt();
                }
                case BROADCAST_ACK -> {
                    missing.answers--;
                    answers.add(response.path("packet"));
                }
                default -> throw new MalformedMessageException("it is not a response to this request");
            }
            return missing.counts <= 0 && missing.answers <= 0 && answer.complete(answers);
        });
        io.schedule(() -> giveUp(id, answer, answers), Duration.ofMillis(broadcast.timeoutMillis()));
        redis.publish(
                REQUESTS,
                WireFormat.msgpack(Map.of(
                        "type",
                        BROADCAST,
                        "uid",
                        uid,
                        "requestId",
                        id,
                        "packet",
                        broadcast.packet(),
                        "opts",
                        broadcast.options())));
        return answer;
    }

    @Override
    public void serverSideEmit(String event, Object... arguments) {
        super.serverSideEmit(event, arguments);
        var data = new ArrayList<>();
        data.add(event);
        data.addAll(Arrays.asList(arguments));
        redis.publish(REQUESTS, WireFormat.json(Map.of("type", SERVER_SIDE_EMIT, "uid", uid, "data", data)));
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

    private void receive(String channel, byte[] message) {
        try {
            if (channel.startsWith(BROADCASTS)) {
                receiveBroadcast(WireFormat.read(message));
            } else if (channel.equals(REQUESTS)) {
                receiveRequest(WireFormat.read(message));
            } else {
                var response = WireFormat.read(message);
                pending.respond(response.path("requestId").asText(), response);
            }
        } catch (MalformedMessageException e) {
            LOG.warn("A message on {} is dropped: {}.", printable(channel), e.getMessage());
        }
    }

    /** A channel ends with the name of a room, which a person has chosen. */
    private static String printable(String channel) {
        return channel.startsWith(BROADCASTS) ? BROADCASTS : channel;
    }

    private void receiveBroadcast(JsonNode message) {
        require(message.isArray() && message.size() >= 3, "it is not [uid, packet, options]");
        if (!string(message.get(0)).equals(uid)) {
            var broadcast = Broadcast.read(message.get(1), message.get(2));
            sendHere(broadcast);
        }
    }

    private void sendHere(Broadcast broadcast) {
        var excepted = Set.copyOf(
                broadcast.except().isEmpty()
                        ? List.of()
                        : local(broadcast.except()).getClients());
        localDeliveries.add(() -> local(broadcast.rooms())
                .sendEvent(
                        broadcast.event(),
                        (SocketIOClient socket) -> excepted.contains(socket),
                        broadcast.arguments().toArray()));
    }

    private void receiveRequest(JsonNode request) {
        require(request.isObject(), "it is not a request");
        var id = request.path("requestId").asText();
        if (request.path("uid").asText().equals(uid) || pending.contains(id)) {
            return;
        }
        switch (request.path("type").asInt(-1)) {
            case SOCKETS -> {
                var sockets = describeLocal(strings(request.path("rooms")), List.of());
                respond(id, "sockets", sockets.stream().map(RemoteSocket::id).toList());
            }
            case ALL_ROOMS -> respond(id, "rooms", localRooms());
            case REMOTE_JOIN -> {
                var rooms = Set.copyOf(strings(request.path("rooms")));
                selected(request).forEach(socket -> socket.joinRooms(rooms));
            }
            case REMOTE_LEAVE -> {
                var rooms = Set.copyOf(strings(request.path("rooms")));
                selected(request).forEach(socket -> socket.leaveRooms(rooms));
            }
            case REMOTE_DISCONNECT -> selected(request).forEach(SocketIOClient::disconnect);
            case REMOTE_FETCH -> {
                var options = request.path("opts");
                var sockets = describeLocal(strings(options.path("rooms")), strings(options.path("except")));
                respond(
                        id,
                        "sockets",
                        sockets.stream().map(RedisAdapter::onTheWire).toList());
            }
            case SERVER_SIDE_EMIT -> {
                var data = request.path("data");
                require(data.isArray() && data.path(0).isTextual(), "its event has no name");
                var arguments = new ArrayList<JsonNode>();
                ((ArrayNode) data).forEach(arguments::add);
                callListeners(arguments.remove(0).textValue(), arguments);
            }
            case BROADCAST -> acknowledge(id, Broadcast.read(request.path("packet"), request.path("opts")));
            default -> throw new MalformedMessageException("its type is unknown");
        }
    }

    private List<SocketIOClient> selected(JsonNode request) {
        var options = request.path("opts");
        return List.copyOf(localSockets(strings(options.path("rooms")), strings(options.path("except"))));
    }

    /** Node's servers expect a handshake. Ours would tell addresses and cookies. */
    private static Map<String, Object> onTheWire(RemoteSocket socket) {
        return Map.of("id", socket.id(), "handshake", Map.of(), "rooms", socket.rooms(), "data", socket.data());
    }

    private void respond(String id, String name, Object value) {
        redis.publish(RESPONSES, WireFormat.json(Map.of("requestId", id, name, value)));
    }

    private void acknowledge(String id, Broadcast broadcast) {
        var sockets = List.copyOf(localSockets(broadcast.rooms(), broadcast.except()));
        redis.publish(
                RESPONSES,
                WireFormat.json(
                        Map.of("type", BROADCAST_CLIENT_COUNT, "requestId", id, "clientCount", sockets.size())));
        for (var socket : sockets) {
            ask(
                            socket,
                            Duration.ofMillis(broadcast.timeoutMillis()),
                            broadcast.event(),
                            broadcast.arguments().toArray())
                    .thenAccept(answer -> passOn(id, answer));
        }
    }

    private void passOn(String id, JsonNode answer) {
        if (answer != null) {
            redis.publish(
                    RESPONSES, WireFormat.msgpack(Map.of("type", BROADCAST_ACK, "requestId", id, "packet", answer)));
        }
    }
}
