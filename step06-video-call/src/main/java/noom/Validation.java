package noom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import noom.runtime.InvalidInputException;

/** Validates input: what a client may send. An invalid value is answered to its sender only. */
final class Validation {
    private static final int MAX_ROOM = 30;
    private static final int MAX_DESCRIPTION = 50_000;
    private static final int MAX_CANDIDATE = 1000;

    /** The fields of the browser's RTCIceCandidateInit. */
    private static final List<String> CANDIDATE = List.of("candidate", "sdpMid", "sdpMLineIndex", "usernameFragment");

    private Validation() {}

    /**
     * The name of a room, stripped: 1 to 30 characters.
     *
     * @throws InvalidInputException if it is invalid
     */
    static String room(JsonNode value) {
        var room = name("room", value);
        if (room.isEmpty() || room.length() > MAX_ROOM) {
            throw new InvalidInputException("A room's name has 1 to %d characters.".formatted(MAX_ROOM));
        }
        return room;
    }

    /**
     * An offer or an answer, as a browser's RTCPeerConnection makes it: {@code {type, sdp}}, at most 50,000 characters.
     *
     * @param type {@code offer} or {@code answer}
     * @throws InvalidInputException if it is invalid
     */
    static JsonNode description(String type, JsonNode value) {
        var description = value == null ? JsonNodeFactory.instance.missingNode() : value;
        var sdp = description.path("sdp").asText();
        if (!description.path("type").asText().equals(type) || sdp.isEmpty() || sdp.length() > MAX_DESCRIPTION) {
            throw new InvalidInputException("An %s is {type: \"%s\", sdp: \"…\"}.".formatted(type, type));
        }
        return JsonNodeFactory.instance.objectNode().put("type", type).put("sdp", sdp);
    }

    /**
     * An ICE candidate, a way to reach a browser: {@code {candidate, sdpMid, …}}, at most 1000 characters. An empty
     * candidate says that there are no more.
     *
     * @throws InvalidInputException if it is invalid
     */
    static JsonNode candidate(JsonNode value) {
        if (!(value instanceof ObjectNode object)
                || !object.path("candidate").isTextual()
                || object.toString().length() > MAX_CANDIDATE) {
            throw new InvalidInputException("A candidate is {candidate: \"…\", sdpMid: \"…\", …}.");
        }
        return object.deepCopy().retain(CANDIDATE);
    }

    /** A name is shown between other words, and a direction override would turn them around. */
    private static String name(String what, JsonNode value) {
        var name = string(what, value).strip();
        if (name.matches("(?s).*[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069].*")) {
            throw new InvalidInputException("A %s has no control characters.".formatted(what));
        }
        return name;
    }

    private static String string(String what, JsonNode value) {
        if (value == null || !value.isTextual()) {
            throw new InvalidInputException("A %s is a string.".formatted(what));
        }
        return value.textValue();
    }
}
