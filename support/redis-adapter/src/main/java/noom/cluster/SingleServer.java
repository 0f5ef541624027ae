package noom.cluster;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.SocketIOClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import noom.socketio.HardenedSocketIOServer;

/** A server that is alone: it knows all sockets, and every answer is there at once. */
class SingleServer implements Cluster {
    static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, List<Consumer<List<JsonNode>>>> listeners = new HashMap<>();
    final HardenedSocketIOServer io;
    private final Function<SocketIOClient, RemoteSocket> describe;

    /** @param describe what other servers may know of a socket */
    SingleServer(HardenedSocketIOServer io, Function<SocketIOClient, RemoteSocket> describe) {
        this.io = io;
        this.describe = describe;
    }

    @Override
    public CompletableFuture<List<RemoteSocket>> fetchSockets(String... rooms) {
        return CompletableFuture.completedFuture(describeLocal(List.of(rooms), List.of()));
    }

    /** This server's sockets in at least one of the rooms, or all without rooms, and in none of the excepted. */
    final List<RemoteSocket> describeLocal(Collection<String> rooms, Collection<String> except) {
        return new ArrayList<>(
                localSockets(rooms, except).stream().map(describe).toList());
    }

    final Collection<SocketIOClient> localSockets(Collection<String> rooms, Collection<String> except) {
        var sockets = local(rooms).getClients();
        if (except.isEmpty()) {
            return sockets;
        }
        var excepted = Set.copyOf(local(except).getClients());
        return sockets.stream().filter(socket -> !excepted.contains(socket)).toList();
    }

    final BroadcastOperations local(Collection<String> rooms) {
        return rooms.isEmpty() ? io.getLocalOperations() : io.getLocalRoomOperations(rooms.toArray(String[]::new));
    }

    @Override
    public CompletableFuture<Integer> countSockets(Collection<String> rooms) {
        return CompletableFuture.completedFuture(local(rooms).getClients().size());
    }

    @Override
    public CompletableFuture<Set<String>> allRooms() {
        return CompletableFuture.completedFuture(localRooms());
    }

    final Set<String> localRooms() {
        return io.getAllClients().stream()
                .flatMap(socket -> socket.getAllRooms().stream())
                .collect(Collectors.toSet());
    }

    @Override
    public void socketsJoin(String room) {
        io.getAllClients().forEach(socket -> socket.joinRoom(room));
    }

    @Override
    public void socketsLeave(String in, String room) {
        local(List.of(in)).getClients().forEach(socket -> socket.leaveRoom(room));
    }

    @Override
    public void disconnectSockets(String room) {
        List.copyOf(local(List.of(room)).getClients()).forEach(SocketIOClient::disconnect);
    }

    @Override
    public CompletableFuture<List<JsonNode>> emitWithAck(
            String room, Duration timeout, String event, Object... arguments) {
        var answers = localSockets(List.of(room), List.of()).stream()
                .map(socket -> ask(socket, timeout, event, arguments))
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> answers.stream()
                        .map(CompletableFuture::join)
                        .filter(answer -> answer != null)
                        .toList());
    }

    /** Completes with the answer of one socket of this server, or with Java's null if it gives none in time. */
    static CompletableFuture<JsonNode> ask(SocketIOClient socket, Duration timeout, String event, Object... arguments) {
        var answer = new CompletableFuture<JsonNode>();
        var seconds = (int) Math.max(1, Math.min(timeout.toSeconds(), Integer.MAX_VALUE));
        socket.sendEvent(
                event,
                new AckCallback<>(Object.class, seconds) {
                    @Override
                    public void onSuccess(Object sent) {
                        // Not JsonNode.class: the library then has no text and no boolean.
                        answer.complete(sent == null ? NullNode.instance : JSON.valueToTree(sent));
                    }

                    @Override
                    public void onTimeout() {
                        answer.complete(null);
                    }
                },
                arguments);
        return answer;
    }

    /** A server that is alone has forgotten nothing: its chat knows which messages it has delivered. */
    @Override
    public CompletableFuture<Boolean> deliverOnce(String key, Runnable delivery) {
        delivery.run();
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public void serverSideEmit(String event, Object... arguments) {
        callListeners(
                event,
                Arrays.stream(arguments)
                        .map(argument -> JSON.<JsonNode>valueToTree(argument))
                        .toList());
    }

    final void callListeners(String event, List<JsonNode> arguments) {
        listeners.getOrDefault(event, List.of()).forEach(listener -> listener.accept(arguments));
    }

    @Override
    public void onServerSideEmit(String event, Consumer<List<JsonNode>> listener) {
        listeners.computeIfAbsent(event, absent -> new ArrayList<>()).add(listener);
    }

    @Override
    public void onServersChange(Runnable listener) {
        // There is no other server.
    }

    @Override
    public void onReachable(Consumer<Boolean> listener) {
        // There is nothing to reach.
    }

    @Override
    public void start() {
        // There is nothing to begin with.
    }

    @Override
    public void close() {
        // There is nothing to end.
    }
}
