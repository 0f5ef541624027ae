package noom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import noom.runtime.InvalidInputException;

/** What a client may send. What breaks a rule is answered with a sentence, to that client alone. */
final class Validation {
    private static final int MAX_ROOM = 30;
    private static final int MAX_DESCRIPTION = 50_000;
    private static final int MAX_CANDIDATE = 1000;

    /** The fields of the browser's RTCIceCandidateInit. */
    private static final List<String> CANDIDATE = List.of("candidate", "sdpMid", "sdpMLineIndex", "usernameFragment");

    private Validation() {}

    /**
     * The name of a room without the blanks at its ends: 1 to 30 characters, and nobody's id, not even one's own.
     *
     * @throws InvalidInputException if it is invalid
     */
    static String room(JsonNode value) {
        var room = string("room", value).strip();
        if (room.isEmpty() || room.length() > MAX_ROOM) {
            throw new InvalidInputException("A room's name has 1 to %d characters.".formatted(MAX_ROOM));
        }
        if (Rooms.isId(room)) {
            throw new InvalidInputException("The room of an id belongs to one person.");
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
        var is = value == null ? JsonNodeFactory.instance.missingNode() : value;
        var sdp = is.path("sdp").asText();
        if (!is.path("type").asText().equals(type) || sdp.isEmpty() || sdp.length() > MAX_DESCRIPTION) {
            throw new InvalidInputException("An %s is {type: \"%s\", sdp: \"…\"}.".formatted(type, type));
        }
        return JsonNodeFactory.instance.objectNode().put("type", type).put("sdp", sdp);
    }

    /**
     * A way to reach a browser, as its RTCPeerConnection found it: {@code {candidate, sdpMid, …}}. An empty candidate
     * says that there are no more.
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

    private static String string(String what, JsonNode value) {
        if (value == null || !value.isTextual()) {
            throw new InvalidInputException("A %s is a string.".formatted(what));
        }
        return value.textValue();
    }
}
