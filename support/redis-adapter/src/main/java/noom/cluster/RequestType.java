package noom.cluster;

import com.fasterxml.jackson.databind.JsonNode;

/** The types of requests and responses. On the wire each is its number in this order. */
enum RequestType {
    SOCKETS,
    ALL_ROOMS,
    REMOTE_JOIN,
    REMOTE_LEAVE,
    REMOTE_DISCONNECT,
    REMOTE_FETCH,
    SERVER_SIDE_EMIT,
    BROADCAST,
    BROADCAST_CLIENT_COUNT,
    BROADCAST_ACK;

    /** @throws MalformedMessageException if the message has none of these types */
    static RequestType of(JsonNode message) {
        var number = message.path("type").asInt(-1);
        WireFormat.require(number >= 0 && number < values().length, "its type is unknown");
        return values()[number];
    }
}
