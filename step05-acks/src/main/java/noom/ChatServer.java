package noom;

import com.corundumstudio.socketio.MultiTypeArgs;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.MultiTypeEventListener;
import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import noom.MessageDeduplicator.Message;
import noom.runtime.Console;
import noom.runtime.InvalidInputException;
import noom.socketio.HardenedSocketIOServer;
import noom.socketio.Throttle;

/** The chat: what happens when somebody connects, sends an event, and leaves. */
public final class ChatServer {
    /** As many as {@code long_task} may have, and one to see that there are more. */
    private static final Class<?>[] ANY_ARGUMENTS =
            Collections.nCopies(Validation.MAX_ARGUMENTS + 1, JsonNode.class).toArray(Class<?>[]::new);

    private final HardenedSocketIOServer io;
    private final Throttle roomChange;
    private final MessageDeduplicator deduplicator = new MessageDeduplicator(System::nanoTime);
    private final LongTasks<SocketIOClient> longTasks;

    private ChatServer(int port) {
        io = new HardenedSocketIOServer(port);
        roomChange = new Throttle(io, 4, () -> io.getBroadcastOperations().sendEvent("room_change", openRooms()));
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
    }

    /** Starts a chat on this port; 0 takes a free one. Throws {@link IllegalStateException} if it cannot be opened. */
    public static ChatServer start(int port) {
        var chat = new ChatServer(port);
        chat.io.start();
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
        socket.sendEvent("room_change", openRooms());
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
        var count = socket.getCurrentRoomSize(room);
        if (!ack.isRequested()) {
            socket.sendEvent("room_entered", room, count);
        }
        if (isNewHere) {
            socket.sendEvent("my_rooms", rooms(socket));
            io.getRoomOperations(room).sendEvent("welcome", socket, socket.get("nickname"), count, room);
            showMembers(room);
            if (count == 1) {
                roomChange.run();
            }
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
        var delivered = deliverOnce(socket, text, named, sent.get(2), () -> deliver(socket, text, named));
        ack.ok(Map.of("delivered", delivered));
    }

    private int deliver(SocketIOClient sender, String text, List<String> named) {
        var room = io.getRoomOperations(named.toArray(String[]::new));
        room.sendEvent("new_message", sender, sender.get("nickname") + ": " + text, named);
        return room.getClients().size() - 1;
    }

    private void whisper(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement ack) {
        var id = Validation.idOfAnother(sent.get(0), rooms(socket));
        var text = Validation.message(sent.get(1));
        var delivered = deliverOnce(socket, text, List.of(id), sent.get(2), () -> deliverTo(id, socket, text));
        ack.ok(Map.of("delivered", delivered));
    }

    private int deliverTo(String id, SocketIOClient sender, String text) {
        var room = io.getRoomOperations(id);
        if (room.getClients().isEmpty()) {
            throw new InvalidInputException("Nobody here has the id %s any more.".formatted(id));
        }
        room.sendEvent("new_message", sender.get("nickname") + ": " + text, List.of(id));
        return 1;
    }

    /** Without an id, a message is delivered each time that it comes. */
    private int deliverOnce(
            SocketIOClient sender, String text, List<String> named, JsonNode sentId, IntSupplier delivery) {
        return Validation.messageId(sentId)
                .map(id -> new Message(sender.get("token"), Set.copyOf(named), id, text))
                .map(message -> deduplicator.deliverOnce(message, delivery))
                .orElseGet(delivery::getAsInt);
    }

    /** Socket.IO's {@code socketsJoin}: the server puts everybody into a room. */
    private void gather(SocketIOClient socket, MultiTypeArgs nothing, Acknowledgement ack) {
        var room = Validation.ANNOUNCEMENT;
        var newcomers = io.getAllClients().stream()
                .filter(one -> !one.getAllRooms().contains(room))
                .toList();
        newcomers.forEach(one -> one.joinRoom(room));
        newcomers.forEach(one -> one.sendEvent("room_entered", room, one.getCurrentRoomSize(room)));
        newcomers.forEach(one -> one.sendEvent("my_rooms", rooms(one)));
        if (!newcomers.isEmpty()) {
            showMembers(room);
        }
        ack.ok(Map.of("room", room, "count", socket.getCurrentRoomSize(room)));
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
        var others = io.getRoomOperations(room).getClients().stream()
                .filter(one -> !one.equals(socket))
                .toList();
        RollCall.of(others)
                .thenAccept(call -> ack.ok(Map.of("room", room, "here", call.here(), "silent", call.silent())))
                .exceptionally(io::logException);
    }

    private void disconnecting(SocketIOClient socket) {
        Console.log(socket.get("nickname"), "left,", io.getAllClients().size() - 1, "here");
        longTasks.cancel(socket);
        rooms(socket).stream().skip(1).forEach(room -> leave(socket, room));
    }

    private void leave(SocketIOClient socket, String room) {
        socket.leaveRoom(room);
        var count = socket.getCurrentRoomSize(room);
        io.getRoomOperations(room).sendEvent("bye", socket, socket.get("nickname"), count, room);
        showMembers(room);
        if (count == 0) {
            roomChange.run();
        }
    }

    /** The rooms of a socket: its own id first, then by name. */
    private static List<String> rooms(SocketIOClient socket) {
        return socket.getAllRooms().stream()
                .sorted(Comparator.comparing(room -> room.equals(socket.get("id")) ? "" : room))
                .toList();
    }

    private List<String> openRooms() {
        var all = io.getAllClients().stream().flatMap(one -> one.getAllRooms().stream());
        return all.filter(Validation::isOpen).distinct().sorted().toList();
    }

    private void showMembers(String room) {
        var members = io.getRoomOperations(room).getClients().stream()
                .map(one -> new Member(one.get("id"), one.get("nickname")))
                .sorted(Comparator.comparing(Member::nickname).thenComparing(Member::id))
                .toList();
        io.getRoomOperations(room).sendEvent("room_members", room, members);
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
        longTasks.stop();
    }
}
