package noom;

import com.corundumstudio.socketio.MultiTypeArgs;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.MultiTypeEventListener;
import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import noom.MessageDeduplicator.Message;
import noom.cluster.Cluster;
import noom.cluster.RedisSetting;
import noom.cluster.RemoteSocket;
import noom.runtime.Console;
import noom.runtime.InvalidInputException;
import noom.socketio.HardenedSocketIOServer;
import noom.socketio.Throttle;

/**
 * The chat: what happens when somebody connects, sends an event, and leaves. With {@code REDIS_URL} it is one of several
 * servers, and what no server knows alone is asked.
 */
public final class ChatServer {
    /** As many as {@code long_task} may have, and one to see that there are more. */
    private static final Class<?>[] ANY_ARGUMENTS =
            Collections.nCopies(Validation.MAX_ARGUMENTS + 1, JsonNode.class).toArray(Class<?>[]::new);

    private final HardenedSocketIOServer io;
    private final Cluster cluster;
    private final Throttle roomChange;
    private final MessageDeduplicator deduplicator = new MessageDeduplicator(System::nanoTime);
    private final LongTasks<SocketIOClient> longTasks;

    /** As this server's people were told last; null if not all were told the same. */
    private List<String> openRooms = List.of();

    private boolean isAlone;

    private ChatServer(int port, RedisSetting redis) {
        io = new HardenedSocketIOServer(port);
        cluster = redis.connect(io, ChatServer::describe);
        roomChange = new Throttle(io, 4, this::showOpenRooms);
        longTasks = new LongTasks<>(io::execute);
        io.addConnectListener(this::connection);
        on("nickname", this::nickname);
        on("enter_room", this::enterRoom);
        on("leave_room", this::leaveRoom);
        on("new_message", this::newMessage);
        on("whisper", this::whisper);
        on("gather", this::gather);
        on("long_task", this::longTask);
        on("roll_call", this::rollCall);
        io.addDisconnectingListener(this::disconnecting);
        cluster.onServerSideEmit("members_changed", this::membersChanged);
        cluster.onServersChange(this::showAllHere);
        cluster.onReachable(this::showReachable);
    }

    /** What other servers may know of a socket. Its session id and its token are secrets. */
    private static RemoteSocket describe(SocketIOClient socket) {
        return new RemoteSocket(socket.get("id"), socket.getAllRooms(), Map.of("nickname", socket.get("nickname")));
    }

    /** Starts a chat on this port; 0 takes a free one. Throws {@link IllegalStateException} if it cannot be opened. */
    public static ChatServer start(int port, RedisSetting redis) {
        var chat = new ChatServer(port, redis);
        chat.io.start();
        chat.cluster.start();
        return chat;
    }

    /** Everybody is in the room of their own id: a public one, because the session id is a credential. */
    private void connection(SocketIOClient socket) {
        var id = "u-%016x".formatted(new SecureRandom().nextLong());
        socket.set("id", id);
        socket.set("token", token(socket));
        socket.set("nickname", "Anon");
        Console.log("Anon connected,", io.getAllClients().size(), "here");
        socket.joinRoom(id);
        socket.sendEvent("you", id);
        socket.sendEvent("my_rooms", rooms(socket));
        cluster.allRooms()
                .thenAccept(rooms -> tellNewcomer(socket, open(rooms)))
                .exceptionally(io::logException);
        if (isAlone) {
            socket.sendEvent("others_reachable", false);
        }
    }

    /** The secret of the page, or of its session: both are known to nobody else. */
    private static String token(SocketIOClient socket) {
        var auth = socket.getHandshakeData().getAuthToken();
        return Validation.token(auth).orElseGet(() -> socket.getSessionId().toString());
    }

    private void nickname(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement ack) {
        socket.set("nickname", Validation.nickname(sent.get(0)));
        rooms(socket).stream().skip(1).forEach(this::showMembers);
        ack.ok(Map.of("nickname", socket.get("nickname")));
    }

    private void enterRoom(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement ack) {
        var room = Validation.roomToEnter(sent.get(0), rooms(socket));
        var isNewHere = !socket.getAllRooms().contains(room);
        socket.joinRoom(room);
        cluster.countSockets(List.of(room))
                .thenAccept(count -> entered(socket, room, isNewHere, count, ack))
                .exceptionally(io::logException);
    }

    private void entered(SocketIOClient socket, String room, boolean isNewHere, int count, Acknowledgement ack) {
        if (!ack.isRequested()) {
            socket.sendEvent("room_entered", room, count);
        }
        if (isNewHere) {
            socket.sendEvent("my_rooms", rooms(socket));
            io.getRoomOperations(room).sendEvent("welcome", socket, socket.get("nickname"), count, room);
            showMembers(room);
        }
        ack.ok(Map.of("room", room, "count", count));
    }

    private void leaveRoom(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement ack) {
        var room = Validation.roomOf(sent.get(0), rooms(socket));
        leave(socket, room);
        if (!ack.isRequested()) {
            socket.sendEvent("room_left", room);
        }
        socket.sendEvent("my_rooms", rooms(socket));
        ack.ok(Map.of("room", room));
    }

    private void newMessage(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement ack) {
        var text = Validation.message(sent.get(0));
        var named = Validation.roomsOf(sent.get(1), rooms(socket));
        deliverOnce(socket, text, named, sent.get(2), () -> deliver(socket, text, named))
                .thenAccept(count -> ack.ok(Map.of("delivered", count - 1)))
                .exceptionally(io::logException);
    }

    private void deliver(SocketIOClient sender, String text, List<String> named) {
        io.getRoomOperations(named.toArray(String[]::new))
                .sendEvent("new_message", sender, sender.get("nickname") + ": " + text, named);
    }

    private void whisper(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement ack) {
        var id = Validation.idOfAnother(sent.get(0), rooms(socket));
        var text = Validation.message(sent.get(1));
        deliverOnce(socket, text, List.of(id), sent.get(2), () -> deliverTo(id, socket, text))
                .thenAccept(count -> answerWhisper(id, count, ack))
                .exceptionally(io::logException);
    }

    private void deliverTo(String id, SocketIOClient sender, String text) {
        io.getRoomOperations(id).sendEvent("new_message", sender.get("nickname") + ": " + text, List.of(id));
    }

    private static void answerWhisper(String id, int count, Acknowledgement ack) {
        if (count == 0) {
            ack.error(new InvalidInputException("Nobody here has the id %s any more.".formatted(id)));
        } else {
            ack.ok(Map.of("delivered", count));
        }
    }

    /** Without an id, a message is delivered each time that it comes. The result is how many are in the named rooms. */
    private CompletableFuture<Integer> deliverOnce(
            SocketIOClient sender, String text, List<String> named, JsonNode sentId, Runnable delivery) {
        var id = Validation.messageId(sentId);
        if (id.isEmpty()) {
            delivery.run();
            return cluster.countSockets(named);
        }
        var message = new Message(sender.get("token"), Set.copyOf(named), id.get(), text);
        return deduplicator.deliverOnce(message, () -> {
            var isDone = cluster.deliverOnce(message.key(), delivery);
            return isDone.thenCombine(cluster.countSockets(named), (isNew, count) -> count);
        });
    }

    /** Socket.IO's {@code socketsJoin}: the server puts everybody into a room. */
    private void gather(SocketIOClient socket, MultiTypeArgs nothing, Acknowledgement ack) {
        cluster.fetchSockets().thenAccept(all -> gathered(all, ack)).exceptionally(io::logException);
    }

    private void gathered(List<RemoteSocket> all, Acknowledgement ack) {
        var room = Validation.ANNOUNCEMENT;
        var newcomers = all.stream().filter(one -> !one.rooms().contains(room)).toList();
        cluster.socketsJoin(room);
        newcomers.forEach(one -> io.getRoomOperations(one.id()).sendEvent("room_entered", room, all.size()));
        newcomers.forEach(one -> io.getRoomOperations(one.id()).sendEvent("my_rooms", roomsWith(room, one)));
        if (!newcomers.isEmpty()) {
            showMembers(room);
        }
        ack.ok(Map.of("room", room, "count", all.size()));
    }

    private void longTask(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement ack) {
        var arguments = Validation.arguments(sent.getArgs());
        ack.require();
        Console.log("long_task", arguments);
        longTasks.start(socket, () -> ack.ok(Map.of("result", describe(arguments))));
    }

    /** The arguments that arrived, by JSON's own names: a function is not among them. */
    private static List<String> describe(List<JsonNode> arguments) {
        return arguments.stream()
                .map(argument -> argument.getNodeType().name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private void rollCall(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement ack) {
        var room = Validation.roomOf(sent.get(0), rooms(socket));
        ack.require();
        cluster.fetchSockets(room)
                .thenCompose(all -> RollCall.of(cluster, all, socket.get("id")))
                .thenAccept(call -> ack.ok(Map.of("room", room, "here", call.here(), "silent", call.silent())))
                .exceptionally(io::logException);
    }

    private void disconnecting(SocketIOClient socket) {
        Console.log(socket.get("nickname"), "left,", io.getAllClients().size() - 1, "here");
        longTasks.cancel(socket);
        rooms(socket).stream().skip(1).forEach(room -> leave(socket, room));
    }

    private void leave(SocketIOClient socket, String room) {
        String nickname = socket.get("nickname");
        socket.leaveRoom(room);
        cluster.countSockets(List.of(room))
                .thenAccept(count -> io.getRoomOperations(room).sendEvent("bye", socket, nickname, count, room))
                .thenRun(() -> showMembers(room))
                .exceptionally(io::logException);
    }

    /** The rooms of a socket: its own id first, then by name. */
    private static List<String> rooms(SocketIOClient socket) {
        return sorted(socket.get("id"), socket.getAllRooms().stream());
    }

    private static List<String> roomsWith(String room, RemoteSocket socket) {
        return sorted(socket.id(), Stream.concat(socket.rooms().stream(), Stream.of(room)));
    }

    private static List<String> sorted(String id, Stream<String> rooms) {
        return rooms.distinct()
                .sorted(Comparator.comparing(room -> room.equals(id) ? "" : room))
                .toList();
    }

    private static List<String> open(Collection<String> rooms) {
        return rooms.stream().filter(Validation::isOpen).sorted().toList();
    }

    /** Each server tells its own people, from what all servers answer: so a late answer never follows a later one. */
    private void showMembers(String room) {
        cluster.serverSideEmit("members_changed", room);
    }

    /** What another server sends may be anything. */
    private void membersChanged(List<JsonNode> sent) {
        if (!sent.isEmpty() && sent.get(0).isTextual()) {
            roomChange.run();
            showMembersHere(sent.get(0).textValue());
        }
    }

    private void showMembersHere(String room) {
        if (!io.getLocalRoomOperations(room).getClients().isEmpty()) {
            cluster.fetchSockets(room).thenAccept(all -> tellMembers(room, all)).exceptionally(io::logException);
        }
    }

    private void tellMembers(String room, List<RemoteSocket> all) {
        var members = all.stream()
                .map(one -> new Member(one.id(), String.valueOf(one.data().get("nickname"))))
                .sorted(Comparator.comparing(Member::nickname).thenComparing(Member::id))
                .toList();
        io.getLocalRoomOperations(room).sendEvent("room_members", room, members);
    }

    private void showOpenRooms() {
        cluster.allRooms().thenAccept(this::tellOpenRooms).exceptionally(io::logException);
    }

    /** If the others have not heard of a change yet, the next telling reaches all, also when it was undone meanwhile. */
    private void tellNewcomer(SocketIOClient socket, List<String> now) {
        socket.sendEvent("room_change", now);
        if (!now.equals(openRooms)) {
            openRooms = null;
        }
    }

    private void tellOpenRooms(Collection<String> rooms) {
        if (!open(rooms).equals(openRooms)) {
            openRooms = open(rooms);
            io.getLocalOperations().sendEvent("room_change", openRooms);
        }
    }

    /** A server came or went. One that crashed has told nobody. */
    private void showAllHere() {
        roomChange.run();
        io.getAllClients().stream()
                .flatMap(one -> one.getAllRooms().stream())
                .filter(room -> !Validation.isId(room))
                .distinct()
                .forEach(this::showMembersHere);
    }

    private void showReachable(boolean isReachable) {
        isAlone = !isReachable;
        io.getLocalOperations().sendEvent("others_reachable", isReachable);
        showAllHere();
    }

    private record Member(String id, String nickname) {}

    private interface Handler {
        void handle(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement ack);
    }

    /** Calls the handler for every such event. Invalid input is answered to its sender only. */
    private void on(String event, Handler handler) {
        MultiTypeEventListener listener = (socket, sent, request) -> {
            var ack = new Acknowledgement(socket, request);
            try {
                handler.handle(socket, sent, ack);
            } catch (InvalidInputException e) {
                ack.error(e);
            }
        };
        io.addMultiTypeEventListener(event, listener, ANY_ARGUMENTS);
    }

    /** The port it listens on. */
    public int port() {
        return io.port();
    }

    /** Frees the port, within a second. Browsers see their connection close, and reconnect. */
    public void stop() {
        io.stop();
        cluster.close();
        longTasks.stop();
    }
}
