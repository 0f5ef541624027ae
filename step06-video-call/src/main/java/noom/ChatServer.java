package noom;

import com.corundumstudio.socketio.MultiTypeArgs;
import com.corundumstudio.socketio.SocketIOClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import noom.runtime.InvalidInputException;
import noom.socketio.HardenedSocketIOServer;

/**
 * The signalling of a video call: who is in which room, and what the two in a room must tell each other before their
 * browsers can talk directly. Pictures, sound and chat never come here.
 */
public final class ChatServer {
    private static final int PEOPLE_IN_A_CALL = 2;

    private final HardenedSocketIOServer io;

    /** Every handler holds the lock of the rooms, so what people are told is in the order in which it happened. */
    private final Rooms<SocketIOClient> rooms = new Rooms<>();

    private volatile boolean isStopping;

    private ChatServer(int port) {
        io = new HardenedSocketIOServer(port);
        io.addConnectListener(this::connection);
        on("join_room", this::joinRoom);
        on("leave_room", this::leaveRoom);
        on("offer", this::offer);
        on("answer", this::answer);
        on("ice", this::ice);
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
            rooms.arrive(socket);
        }
    }

    private void joinRoom(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement done) {
        var room = Validation.room(sent.get(0));
        var isNewHere = !rooms.of(socket).contains(room);
        if (isNewHere && rooms.in(room).size() >= PEOPLE_IN_A_CALL) {
            throw new InvalidInputException("The room %s is full. Choose another.".formatted(room));
        }
        rooms.join(socket, room);
        if (isNewHere) {
            toTheOther(socket, room, "welcome");
        }
        done.ok(Map.of("room", room, "count", rooms.in(room).size()));
    }

    private void leaveRoom(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement done) {
        var room = Validation.room(sent.get(0));
        rooms.leave(socket, room);
        sayBye(room);
        done.ok(Map.of("room", room));
    }

    private void offer(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement done) {
        var offer = Validation.description("offer", sent.get(0));
        var room = Validation.room(sent.get(1));
        // If both made offers, they could meet half-way and neither would be answered.
        if (rooms.of(socket).contains(room) && !rooms.in(room).get(0).equals(socket)) {
            throw new InvalidInputException("The one who waited makes the offers.");
        }
        toTheOther(socket, room, "offer", offer, room);
        done.ok(Map.of());
    }

    private void answer(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement done) {
        var answer = Validation.description("answer", sent.get(0));
        var room = Validation.room(sent.get(1));
        toTheOther(socket, room, "answer", answer, room);
        done.ok(Map.of());
    }

    private void ice(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement done) {
        var candidate = Validation.candidate(sent.get(0));
        var room = Validation.room(sent.get(1));
        toTheOther(socket, room, "ice", candidate, room);
        done.ok(Map.of());
    }

    private void disconnect(SocketIOClient socket) {
        synchronized (rooms) {
            var left = rooms.vanish(socket);
            // When the server goes, nobody has left: the two in a call talk on without it.
            if (!isStopping) {
                left.forEach(this::sayBye);
            }
        }
    }

    private void toTheOther(SocketIOClient socket, String room, String event, Object... arguments) {
        rooms.to(socket, List.of(room)).keySet().forEach(other -> other.sendEvent(event, arguments));
    }

    private void sayBye(String room) {
        rooms.in(room).forEach(other -> other.sendEvent("bye", room));
    }

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
                JsonNode.class,
                JsonNode.class);
    }

    /** The port it listens on. */
    public int port() {
        return io.port();
    }

    /** Frees the port. Browsers see their connection go, and try to come back. Takes a second at most. */
    public void stop() {
        isStopping = true;
        io.stop();
    }
}
