package noom;

import com.corundumstudio.socketio.MultiTypeArgs;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.MultiTypeEventListener;
import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import noom.runtime.Console;
import noom.runtime.InvalidInputException;
import noom.socketio.HardenedSocketIOServer;
import noom.socketio.Throttle;

/** The chat: what happens when somebody connects, sends an event, and leaves. */
public final class ChatServer {
    private final HardenedSocketIOServer io;
    private final Throttle roomChange;

    private ChatServer(int port) {
        io = new HardenedSocketIOServer(port);
        roomChange = new Throttle(io, 4, () -> io.getBroadcastOperations().sendEvent("room_change", openRooms()));
        io.addConnectListener(this::connection);
        on("nickname", this::nickname);
        on("enter_room", this::enterRoom);
        on("leave_room", this::leaveRoom);
        on("new_message", this::newMessage);
        on("whisper", this::whisper);
        on("gather", this::gather);
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
        socket.set("nickname", "Anon");
        Console.log("Anon connected,", io.getAllClients().size(), "here");
        socket.joinRoom(id);
        socket.sendEvent("you", id);
        socket.sendEvent("my_rooms", rooms(socket));
        socket.sendEvent("room_change", openRooms());
    }

    private void nickname(SocketIOClient socket, MultiTypeArgs sent) {
        socket.set("nickname", Validation.nickname(sent.get(0)));
        rooms(socket).stream().skip(1).forEach(this::showMembers);
    }

    private void enterRoom(SocketIOClient socket, MultiTypeArgs sent) {
        var room = Validation.roomToEnter(sent.get(0), rooms(socket));
        var isNewHere = !socket.getAllRooms().contains(room);
        socket.joinRoom(room);
        var count = socket.getCurrentRoomSize(room);
        socket.sendEvent("room_entered", room, count);
        if (isNewHere) {
            socket.sendEvent("my_rooms", rooms(socket));
            io.getRoomOperations(room).sendEvent("welcome", socket, socket.get("nickname"), count, room);
            showMembers(room);
            if (count == 1) {
                roomChange.run();
            }
        }
    }

    private void leaveRoom(SocketIOClient socket, MultiTypeArgs sent) {
        var room = Validation.roomOf(sent.get(0), rooms(socket));
        leave(socket, room);
        socket.sendEvent("room_left", room);
        socket.sendEvent("my_rooms", rooms(socket));
    }

    private void newMessage(SocketIOClient socket, MultiTypeArgs sent) {
        var message = socket.get("nickname") + ": " + Validation.message(sent.get(0));
        var named = Validation.roomsOf(sent.get(1), rooms(socket));
        io.getRoomOperations(named.toArray(String[]::new)).sendEvent("new_message", socket, message, named);
    }

    private void whisper(SocketIOClient socket, MultiTypeArgs sent) {
        var id = Validation.idOfAnother(sent.get(0), rooms(socket));
        var message = socket.get("nickname") + ": " + Validation.message(sent.get(1));
        if (socket.getCurrentRoomSize(id) == 0) {
            throw new InvalidInputException("Nobody here has the id %s any more.".formatted(id));
        }
        io.getRoomOperations(id).sendEvent("new_message", message, List.of(id));
    }

    /** Socket.IO's {@code socketsJoin}: the server puts everybody into a room. */
    private void gather(SocketIOClient socket, MultiTypeArgs nothing) {
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
    }

    private void disconnecting(SocketIOClient socket) {
        Console.log(socket.get("nickname"), "left,", io.getAllClients().size() - 1, "here");
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

    /** Calls the handler for every such event. Invalid input is answered by a {@code problem}, to its sender only. */
    private void on(String event, BiConsumer<SocketIOClient, MultiTypeArgs> handler) {
        MultiTypeEventListener listener = (socket, sent, ack) -> {
            try {
                handler.accept(socket, sent);
            } catch (InvalidInputException e) {
                socket.sendEvent("problem", e.getMessage());
            }
        };
        io.addMultiTypeEventListener(event, listener, JsonNode.class, JsonNode.class);
    }

    /** The port it listens on. */
    public int port() {
        return io.port();
    }

    /** Frees the port, within a second. Browsers see their connection close, and reconnect. */
    public void stop() {
        io.stop();
    }
}
