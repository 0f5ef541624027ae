package noom;

import com.corundumstudio.socketio.MultiTypeArgs;
import com.corundumstudio.socketio.SocketIOClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.BiConsumer;
import noom.runtime.InvalidInputException;
import noom.socketio.HardenedSocketIOServer;

/** The chat: what happens when somebody connects, sends an event, and leaves. */
public final class ChatServer {
    private final HardenedSocketIOServer io;

    /** Every handler holds the lock of the rooms, so what people are told is in the order in which it happened. */
    private final Rooms<SocketIOClient> rooms = new Rooms<>();

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

    private void nickname(SocketIOClient socket, MultiTypeArgs sent) {
        socket.set("nickname", Validation.nickname(sent.get(0)));
        rooms.shared(socket).forEach(this::showMembers);
    }

    private void enterRoom(SocketIOClient socket, MultiTypeArgs sent) {
        var room = Validation.room(sent.get(0));
        if (room.equals(Rooms.ANNOUNCEMENT)) {
            throw new InvalidInputException("Nobody enters %s. The server puts people there.".formatted(room));
        }
        var isNewHere = rooms.join(socket, room);
        var count = rooms.in(room).size();
        socket.sendEvent("room_entered", room, count);
        if (isNewHere) {
            socket.sendEvent("my_rooms", rooms.of(socket));
            toOthers(socket, room, "welcome", count);
            showMembers(room);
            showOpenRooms();
        }
    }

    private void leaveRoom(SocketIOClient socket, MultiTypeArgs sent) {
        var room = Validation.room(sent.get(0));
        rooms.leave(socket, room);
        socket.sendEvent("room_left", room);
        socket.sendEvent("my_rooms", rooms.of(socket));
        sayBye(socket, room);
    }

    private void newMessage(SocketIOClient socket, MultiTypeArgs sent) {
        var line = nickname(socket) + ": " + Validation.text(sent.get(0));
        var receivers = rooms.to(socket, Validation.rooms(sent.get(1)));
        receivers.forEach((receiver, room) -> receiver.sendEvent("new_message", line, room));
    }

    private void whisper(SocketIOClient socket, MultiTypeArgs sent) {
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
    }

    private void gather(SocketIOClient socket, MultiTypeArgs nothing) {
        var room = Rooms.ANNOUNCEMENT;
        var newThere = rooms.joinAll(room);
        for (var one : newThere) {
            one.sendEvent("room_entered", room, rooms.in(room).size());
            one.sendEvent("my_rooms", rooms.of(one));
        }
        if (!newThere.isEmpty()) {
            showMembers(room);
        }
    }

    private void disconnect(SocketIOClient socket) {
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

    /** Calls the handler for every such event. Whoever breaks a rule is told so by a {@code problem}, and nobody else. */
    private void on(String event, BiConsumer<SocketIOClient, MultiTypeArgs> handler) {
        io.addMultiTypeEventListener(
                event,
                (socket, sent, ack) -> {
                    try {
                        synchronized (rooms) {
                            handler.accept(socket, sent);
                        }
                    } catch (InvalidInputException rule) {
                        socket.sendEvent("problem", rule.getMessage());
                    }
                },
                JsonNode.class,
                JsonNode.class);
    }

    /** The port it listens on. */
    public int port() {
        return io.port();
    }

    /** Frees the port. Browsers see their connection go, and try to come back. Takes a second at most. */
    public void stop() {
        io.stop();
    }
}
