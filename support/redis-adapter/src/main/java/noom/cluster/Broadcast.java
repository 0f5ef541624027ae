package noom.cluster;

import static noom.cluster.WireFormat.require;
import static noom.cluster.WireFormat.string;
import static noom.cluster.WireFormat.strings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An event on its way to another server's sockets: a packet of the Socket.IO protocol v5, and Socket.IO's options. On the
 * wire {@code {type: 2, data: [event, …], nsp: "/"}} and {@code {rooms: […], except: […], flags: {}}}.
 *
 * @param rooms one of them is enough; empty for all sockets
 * @param except rooms whose sockets do not get it
 * @param timeoutMillis how long the sender waits for acknowledgements; 0 if it asks for none
 */
record Broadcast(String event, List<Object> arguments, List<String> rooms, List<String> except, int timeoutMillis) {
    private static final int EVENT = 2;
    private static final int BINARY_EVENT = 5;
    private static final String NAMESPACE = "/";
    private static final int MAX_TIMEOUT_MILLIS = 60_000;

    Map<String, Object> packet() {
        var data = new ArrayList<>();
        data.add(event);
        data.addAll(arguments);
        return Map.of("type", EVENT, "data", data, "nsp", NAMESPACE);
    }

    Map<String, Object> options() {
        var flags = timeoutMillis == 0 ? Map.of() : Map.of("timeout", timeoutMillis);
        return Map.of("rooms", rooms, "except", except, "flags", flags);
    }

    /**
     * Reads a packet and its options.
     *
     * @throws MalformedMessageException if they are none, or of another namespace
     */
    static Broadcast read(JsonNode packet, JsonNode options) {
        var type = packet.path("type").asInt();
        require(type == EVENT || type == BINARY_EVENT, "its packet is not an event");
        require(NAMESPACE.equals(packet.path("nsp").asText(NAMESPACE)), "its packet is of another namespace");
        var data = packet.path("data");
        require(data.isArray() && data.path(0).isTextual(), "its event has no name");
        var arguments = new ArrayList<Object>();
        data.forEach(arguments::add);
        var event = string((JsonNode) arguments.remove(0));
        var timeout = options.path("flags").path("timeout").asInt(0);
        return new Broadcast(
                event,
                arguments,
                strings(options.path("rooms")),
                strings(options.path("except")),
                Math.max(0, Math.min(timeout, MAX_TIMEOUT_MILLIS)));
    }
}
