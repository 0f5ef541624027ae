package noom;

import com.corundumstudio.socketio.MultiTypeArgs;
import com.corundumstudio.socketio.SocketIOClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import noom.runtime.InvalidInputException;
import noom.socketio.HardenedSocketIOServer;

/** The chat: what happens when somebody connects, sends an event, and leaves. */
public final class ChatServer {
    /** As many as {@code long_task} may have, and one to see that there are more. */
    private static final Class<?>[] ANY_ARGUMENTS =
            Collections.nCopies(Validation.MAX_ARGUMENTS + 1, JsonNode.class).toArray(Class<?>[]::new);

    private final HardenedSocketIOServer io;

    /** Every handler holds the lock of the rooms, so what people are told is in the order in which it happened. */
    private final Rooms<SocketIOClient> rooms = new Rooms<>();

    private final MessageDeduplicator deduplicator = new MessageDeduplicator(System::nanoTime);
    private final LongTasks<SocketIOClient> longTasks = new LongTasks<>();
    private List<String> shownOpenRooms = List.of();

    private ChatServer(int port) {
        io = new HardenedSocketIOServer(port);
        io.addConnectListener(this::connection);
        on("nickname", this::nickname);
        on("enter_room", this::enterRoom);
        on("leave_room", this::leaveRoom);
        on("new_message", this::newMessage);
        on("whisper", this::whisper);
        on("gather", this::gather);
        on("long_task", this::longTask);
        on("roll_call", this::rollCall);
        io.addDisconnectListener(this::disconnect);
    }

    /**
     * A chat that is open for browsers.
     *
     * @param port where it listens; 0 takes a free port
     * @throws IllegalStateException if the port cannot be had
     */
    public static ChatServer start(int port) {
        var chat = new ChatServer(port);
        chat.io.start();
        return chat;
    }

    private void connection(SocketIOClient socket) {
        synchronized (rooms) {
            socket.set("nickname", "Anon");
            socket.sendEvent("you", rooms.arrive(socket));
            socket.sendEvent("my_rooms", rooms.of(socket));
            socket.sendEvent("room_change", rooms.open());
        }
    }

    private void nickname(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement done) {
        socket.set("nickname", Validation.nickname(sent.get(0)));
        rooms.shared(socket).forEach(this::showMembers);
        done.ok(Map.of("nickname", nickname(socket)));
    }

    private void enterRoom(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement done) {
        var room = Validation.room(sent.get(0));
        if (room.equals(Rooms.ANNOUNCEMENT)) {
            throw new InvalidInputException("Nobody enters %s. The server puts people there.".formatted(room));
        }
        var isNewHere = rooms.join(socket, room);
        var count = rooms.in(room).size();
        if (!done.isWanted()) {
            socket.sendEvent("room_entered", room, count);
        }
        if (isNewHere) {
            socket.sendEvent("my_rooms", rooms.of(socket));
            toOthers(socket, room, "welcome", count);
            showMembers(room);
            showOpenRooms();
        }
        done.ok(Map.of("room", room, "count", count));
    }

    private void leaveRoom(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement done) {
        var room = Validation.room(sent.get(0));
        rooms.leave(socket, room);
        if (!done.isWanted()) {
            socket.sendEvent("room_left", room);
        }
        socket.sendEvent("my_rooms", rooms.of(socket));
        sayBye(socket, room);
        done.ok(Map.of("room", room));
    }

    private void newMessage(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement done) {
        var line = nickname(socket) + ": " + Validation.text(sent.get(0));
        var named = Validation.rooms(sent.get(1));
        var id = Validation.messageId(sent.get(2));
        IntSupplier delivery = () -> deliver(socket, line, named);
        var delivered = id.isPresent() ? deduplicator.deliverOnce(id.get(), delivery) : delivery.getAsInt();
        done.ok(Map.of("delivered", delivered));
    }

    private int deliver(SocketIOClient socket, String line, List<String> named) {
        var receivers = rooms.to(socket, named);
        receivers.forEach((receiver, room) -> receiver.sendEvent("new_message", line, room));
        return receivers.size();
    }

    private void whisper(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement done) {
        var id = Validation.id(sent.get(0));
        var line = nickname(socket) + ": " + Validation.text(sent.get(1));
        if (id.equals(rooms.id(socket))) {
            throw new InvalidInputException("This is your own id.");
        }
        var receivers = rooms.in(id);
        if (receivers.isEmpty()) {
            throw new InvalidInputException("Nobody here has the id %s any more.".formatted(id));
        }
        receivers.forEach(receiver -> receiver.sendEvent("new_message", line, id));
        done.ok(Map.of("delivered", receivers.size()));
    }

    private void gather(SocketIOClient socket, MultiTypeArgs nothing, Acknowledgement done) {
        var room = Rooms.ANNOUNCEMENT;
        var newThere = rooms.joinAll(room);
        for (var one : newThere) {
            one.sendEvent("room_entered", room, rooms.in(room).size());
            one.sendEvent("my_rooms", rooms.of(one));
        }
        if (!newThere.isEmpty()) {
            showMembers(room);
        }
        done.ok(Map.of("room", room, "count", rooms.in(room).size()));
    }

    private void longTask(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement done) {
        var arguments = Validation.arguments(sent.getArgs());
        requireCallback(done);
        longTasks.start(socket, () -> done.ok(Map.of("result", describe(arguments))));
    }

    /** What arrived, by JSON's own names: a function is among what does not arrive. */
    private static List<String> describe(List<JsonNode> arguments) {
        return arguments.stream()
                .map(argument -> argument.getNodeType().name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private void rollCall(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement done) {
        var room = Validation.room(sent.get(0));
        var others = rooms.to(socket, List.of(room)).keySet();
        requireCallback(done);
        RollCall.of(others)
                .thenAccept(call -> done.ok(Map.of("room", room, "here", call.here(), "silent", call.silent())));
    }

    private static void requireCallback(Acknowledgement done) {
        if (!done.isWanted()) {
            throw new InvalidInputException("Send a function along. It gets the result.");
        }
    }

    private void disconnect(SocketIOClient socket) {
        longTasks.cancel(socket);
        synchronized (rooms) {
            rooms.vanish(socket).forEach(room -> sayBye(socket, room));
        }
    }

    private void sayBye(SocketIOClient socket, String room) {
        toOthers(socket, room, "bye", rooms.in(room).size());
        showMembers(room);
        showOpenRooms();
    }

    private void toOthers(SocketIOClient socket, String room, String event, int count) {
        for (var member : rooms.in(room)) {
            if (!member.equals(socket)) {
                member.sendEvent(event, nickname(socket), count, room);
            }
        }
    }

    private void showMembers(String room) {
        var members = rooms.in(room);
        var people = members.stream()
                .map(member -> new Person(rooms.id(member), nickname(member)))
                .toList();
        members.forEach(member -> member.sendEvent("room_members", room, people));
    }

    private void showOpenRooms() {
        var open = rooms.open();
        if (!open.equals(shownOpenRooms)) {
            shownOpenRooms = open;
            io.getBroadcastOperations().sendEvent("room_change", open);
        }
    }

    private static String nickname(SocketIOClient socket) {
        return socket.get("nickname");
    }

    private record Person(String id, String nickname) {}

    private interface Handler {
        void handle(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement done);
    }

    /** Calls the handler for every such event. Whoever breaks a rule is told so, and nobody else. */
    private void on(String event, Handler handler) {
        io.addMultiTypeEventListener(
                event,
                (socket, sent, request) -> {
                    var done = new Acknowledgement(socket, request);
                    try {
                        synchronized (rooms) {
                            handler.handle(socket, sent, done);
                        }
                    } catch (InvalidInputException rule) {
                        done.refused(rule);
                    }
                },
                ANY_ARGUMENTS);
    }

    /** The port it listens on. */
    public int port() {
        return io.port();
    }

    /** Frees the port. Browsers see their connection go, and try to come back. Takes a second at most. */
    public void stop() {
        io.stop();
        longTasks.stop();
    }
}
