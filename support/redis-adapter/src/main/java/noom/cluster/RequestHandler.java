package noom.cluster;

import static noom.cluster.WireFormat.require;
import static noom.cluster.WireFormat.strings;

import com.corundumstudio.socketio.SocketIOClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Does what other servers ask of this one. Used on the server's event loop. */
final class RequestHandler {
    private final SingleServer server;
    private final RedisConnection redis;

    /** @param server this server's own sockets */
    RequestHandler(SingleServer server, RedisConnection redis) {
        this.server = server;
        this.redis = redis;
    }

    /** @throws MalformedMessageException if it is not a request of Socket.IO's Redis adapter */
    void handle(JsonNode request) {
        switch (RequestType.of(request)) {
            case SOCKETS -> {
                var sockets = server.describeLocal(strings(request.path("rooms")), List.of());
                respond(
                        request,
                        "sockets",
                        sockets.stream().map(RemoteSocket::id).toList());
            }
            case ALL_ROOMS -> respond(request, "rooms", server.localRooms());
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
                var sockets = server.describeLocal(strings(options.path("rooms")), strings(options.path("except")));
                respond(
                        request,
                        "sockets",
                        sockets.stream().map(RequestHandler::onTheWire).toList());
            }
            case SERVER_SIDE_EMIT -> {
                var data = request.path("data");
                require(data.isArray() && data.path(0).isTextual(), "its event has no name");
                var arguments = new ArrayList<JsonNode>();
                data.forEach(arguments::add);
                server.callListeners(arguments.remove(0).textValue(), arguments);
            }
            case BROADCAST -> acknowledge(request, Broadcast.read(request.path("packet"), request.path("opts")));
            default -> throw new MalformedMessageException("it is not a request");
        }
    }

    private List<SocketIOClient> selected(JsonNode request) {
        var options = request.path("opts");
        return List.copyOf(server.localSockets(strings(options.path("rooms")), strings(options.path("except"))));
    }

    /** Node's servers expect a handshake. Ours would tell addresses and cookies. */
    private static Map<String, Object> onTheWire(RemoteSocket socket) {
        return Map.of("id", socket.id(), "handshake", Map.of(), "rooms", socket.rooms(), "data", socket.data());
    }

    private void respond(JsonNode request, String name, Object value) {
        var response = Map.of("requestId", request.path("requestId").asText(), name, value);
        redis.publish(RedisAdapter.RESPONSES, WireFormat.json(response));
    }

    private void acknowledge(JsonNode request, Broadcast broadcast) {
        var id = request.path("requestId").asText();
        var sockets = List.copyOf(server.localSockets(broadcast.rooms(), broadcast.except()));
        redis.publish(
                RedisAdapter.RESPONSES,
                WireFormat.json(Map.of(
                        "type", RequestType.BROADCAST_CLIENT_COUNT.ordinal(),
                        "requestId", id,
                        "clientCount", sockets.size())));
        var timeout = Duration.ofMillis(broadcast.timeoutMillis());
        for (var socket : sockets) {
            SingleServer.ask(
                            socket,
                            timeout,
                            broadcast.event(),
                            broadcast.arguments().toArray())
                    .thenAccept(answer -> passOn(id, answer));
        }
    }

    private void passOn(String id, JsonNode answer) {
        if (answer != null) {
            redis.publish(
                    RedisAdapter.RESPONSES,
                    WireFormat.msgpack(
                            Map.of("type", RequestType.BROADCAST_ACK.ordinal(), "requestId", id, "packet", answer)));
        }
    }
}
