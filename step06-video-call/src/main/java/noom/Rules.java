package noom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a client may send. What breaks a rule is answered with a sentence, to that client alone. */
final class Rules {
    private static final int LONGEST_ROOM = 30;
    private static final int LONGEST_DESCRIPTION = 50_000;
    private static final int LONGEST_CANDIDATE = 1000;

    /** The fields of the browser's RTCIceCandidateInit. */
    private static final List<String> CANDIDATE = List.of("candidate", "sdpMid", "sdpMLineIndex", "usernameFragment");

    private Rules() {}

    /**
     * The name of a room without the blanks at its ends: 1 to 30 characters, and nobody's id, not even one's own.
     *
     * @throws Broken if it is none
     */
    static String room(JsonNode value) {
        var room = string("room", value).strip();
        if (room.isEmpty() || room.length() > LONGEST_ROOM) {
            throw new Broken("A room's name has 1 to %d characters.".formatted(LONGEST_ROOM));
        }
        if (Rooms.isId(room)) {
            throw new Broken("The room of an id belongs to one person.");
        }
        return room;
    }

    /**
     * An offer or an answer, as a browser's RTCPeerConnection makes it: {@code {type, sdp}}, at most 50,000 characters.
     *
     * @param type {@code offer} or {@code answer}
     * @throws Broken if it is none
     */
    static JsonNode description(String type, JsonNode value) {
        var is = value == null ? JsonNodeFactory.instance.missingNode() : value;
        var sdp = is.path("sdp").asText();
        if (!is.path("type").asText().equals(type) || sdp.isEmpty() || sdp.length() > LONGEST_DESCRIPTION) {
            throw new Broken("An %s is {type: \"%s\", sdp: \"…\"}.".formatted(type, type));
        }
        return JsonNodeFactory.instance.objectNode().put("type", type).put("sdp", sdp);
    }

    /**
     * A way to reach a browser, as its RTCPeerConnection found it: {@code {candidate, sdpMid, …}}. An empty candidate
     * says that there are no more.
     *
     * @throws Broken if it is none
     */
    static JsonNode candidate(JsonNode value) {
        if (!(value instanceof ObjectNode object)
                || !object.path("candidate").isTextual()
                || object.toString().length() > LONGEST_CANDIDATE) {
            throw new Broken("A candidate is {candidate: \"…\", sdpMid: \"…\", …}.");
        }
        return object.deepCopy().retain(CANDIDATE);
    }

    private static String string(String what, JsonNode value) {
        if (value == null || !value.isTextual()) {
            throw new Broken("A %s is a string.".formatted(what));
        }
        return value.textValue();
    }

    /** A rule that a client broke. The message is for that client. */
    static final class Broken extends RuntimeException {
        Broken(String message) {
            // No stack trace: this is a client's mistake, no fault of the program, and must cost little.
            super(message, null, false, false);
        }
    }
}
