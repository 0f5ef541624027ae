package noom;

import com.corundumstudio.socketio.MultiTypeArgs;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.MultiTypeEventListener;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import noom.runtime.Console;
import noom.runtime.InvalidInputException;
import noom.socketio.HardenedSocketIOServer;

/**
 * The signalling of a video call: it brings two browsers together in a room, and passes on what they must know of each
 * other before they can talk directly. Pictures, sound and messages never pass through it.
 */
public final class SignalingServer {
    private static final int MAX_MEMBERS = 2;
    private static final int MAX_ROOMS = 20;

    private final HardenedSocketIOServer io;

    private volatile boolean isStopping;

    private SignalingServer(int port) {
        io = new HardenedSocketIOServer(port);
        io.addConnectListener(this::connection);
        on("join_room", this::joinRoom);
        on("leave_room", this::leaveRoom);
        on("offer", this::offer);
        on("answer", this::answer);
        on("ice", this::ice);
        io.addDisconnectingListener(this::disconnecting);
    }

    /** Starts a signalling server on this port; 0 takes a free one. Throws {@link IllegalStateException} if it cannot be opened. */
    public static SignalingServer start(int port) {
        var server = new SignalingServer(port);
        server.io.start();
        return server;
    }

    private void connection(SocketIOClient socket) {
        Console.log("Somebody connected,", io.getAllClients().size(), "here");
    }

    private void joinRoom(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement ack) {
        var room = Validation.room(sent.get(0));
        if (!socket.getAllRooms().contains(room)) {
            var waiting = socket.getCurrentRoomSize(room);
            if (waiting >= MAX_MEMBERS) {
                throw new InvalidInputException("The room %s is full. Choose another.".formatted(room));
            }
            if (socket.getAllRooms().size() >= MAX_ROOMS) {
                throw new InvalidInputException("You are in %d rooms. Leave one first.".formatted(MAX_ROOMS));
            }
            socket.joinRoom(room);
            setCaller(socket, room, waiting == 0);
            sendToPeer(socket, room, "welcome");
        }
        ack.ok(Map.of("room", room, "count", socket.getCurrentRoomSize(room)));
    }

    private void leaveRoom(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement ack) {
        var room = Validation.room(sent.get(0));
        requireMember(socket, room);
        leave(socket, room);
        sendToPeer(socket, room, "bye", room);
        ack.ok(Map.of("room", room));
    }

    private void offer(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement ack) {
        var offer = Validation.description("offer", sent.get(0));
        var room = Validation.room(sent.get(1));
        requireMember(socket, room);
        requireCaller(socket, room);
        sendToPeer(socket, room, "offer", offer, room);
        ack.ok(Map.of());
    }

    private void answer(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement ack) {
        var answer = Validation.description("answer", sent.get(0));
        var room = Validation.room(sent.get(1));
        requireMember(socket, room);
        sendToPeer(socket, room, "answer", answer, room);
        ack.ok(Map.of());
    }

    private void ice(SocketIOClient socket, MultiTypeArgs sent, Acknowledgement ack) {
        var candidate = Validation.candidate(sent.get(0));
        var room = Validation.room(sent.get(1));
        requireMember(socket, room);
        sendToPeer(socket, room, "ice", candidate, room);
        ack.ok(Map.of());
    }

    private void disconnecting(SocketIOClient socket) {
        Console.log("Somebody left,", io.getAllClients().size() - 1, "here");
        for (var room : socket.getAllRooms()) {
            leave(socket, room);
            // When the server stops, nobody has left: the two in a call talk on without it.
            if (!isStopping) {
                sendToPeer(socket, room, "bye", room);
            }
        }
    }

    /** The one who stays waits for the next, and will call. */
    private void leave(SocketIOClient socket, String room) {
        socket.leaveRoom(room);
        io.getRoomOperations(room).getClients().forEach(peer -> setCaller(peer, room, true));
    }

    private void sendToPeer(SocketIOClient socket, String room, String event, Object... arguments) {
        io.getRoomOperations(room).sendEvent(event, socket, arguments);
    }

    private static void setCaller(SocketIOClient socket, String room, boolean isCaller) {
        socket.set("caller in " + room, isCaller);
    }

    private static void requireMember(SocketIOClient socket, String room) {
        if (!socket.getAllRooms().contains(room)) {
            throw new InvalidInputException("You are not in the room %s.".formatted(room));
        }
    }

    /** If both made offers, these could cross, and neither would be answered. */
    private static void requireCaller(SocketIOClient socket, String room) {
        if (!socket.<Boolean>get("caller in " + room)) {
            throw new InvalidInputException("The one who waited makes the offers.");
        }
    }

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
        io.addMultiTypeEventListener(event, listener, JsonNode.class, JsonNode.class);
    }

    /** The port it listens on. */
    public int port() {
        return io.port();
    }

    /** Frees the port, within a second. Browsers see their connection close, and reconnect. */
    public void stop() {
        isStopping = true;
        io.stop();
    }
}
