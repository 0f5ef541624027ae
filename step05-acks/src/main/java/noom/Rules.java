package noom;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a client may send. What breaks a rule is answered with a sentence, to that client alone. */
final class Rules {
    private static final int LONGEST_NICKNAME = 20;
    private static final int LONGEST_TEXT = 1000;
    private static final int LONGEST_ROOM = 30;
    private static final int LONGEST_MESSAGE_ID = 100;

    static final int MOST_ARGUMENTS = 10;

    private Rules() {}

    /**
     * A nickname without the blanks at its ends: 1 to 20 characters, and not the server's own name.
     *
     * @throws Broken if it is none
     */
    static String nickname(JsonNode value) {
        var nickname = string("nickname", value).strip();
        if (nickname.isEmpty() || nickname.length() > LONGEST_NICKNAME) {
            throw new Broken("A nickname has 1 to %d characters.".formatted(LONGEST_NICKNAME));
        }
        if (nickname.equalsIgnoreCase("Server")) {
            throw new Broken("The nickname %s is taken. Choose another.".formatted(nickname));
        }
        return nickname;
    }

    /**
     * A text as it was typed: 1 to 1000 characters, not all of them blanks.
     *
     * @throws Broken if it is none
     */
    static String text(JsonNode value) {
        var text = string("text", value);
        if (text.isBlank() || text.length() > LONGEST_TEXT) {
            throw new Broken("A text has 1 to %d characters, and not only blanks.".formatted(LONGEST_TEXT));
        }
        return text;
    }

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
            throw new Broken("The room of an id belongs to one person. Whisper to reach them.");
        }
        return room;
    }

    /**
     * The names of one room or of several: a string, or a list of strings that is not empty.
     *
     * @throws Broken if it is neither, or one of them is no room's name
     */
    static List<String> rooms(JsonNode value) {
        if (value == null || !value.isArray()) {
            return List.of(room(value));
        }
        if (value.isEmpty()) {
            throw new Broken("Name a room.");
        }
        var rooms = new ArrayList<String>();
        value.forEach(name -> rooms.add(room(name)));
        return rooms;
    }

    /**
     * Somebody's id, as {@code room_members} tells it.
     *
     * @throws Broken if it is none
     */
    static String id(JsonNode value) {
        var id = string("id", value);
        if (!Rooms.isId(id)) {
            throw new Broken("An id is the one that room_members tells.");
        }
        return id;
    }

    /**
     * The id that a client gave its message, so that it can send it again: 1 to 100 characters. Empty if it gave none.
     *
     * @throws Broken if it is something else
     */
    static Optional<String> messageId(JsonNode value) {
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        var id = string("message id", value);
        if (id.isEmpty() || id.length() > LONGEST_MESSAGE_ID) {
            throw new Broken("A message id has 1 to %d characters.".formatted(LONGEST_MESSAGE_ID));
        }
        return Optional.of(id);
    }

    /**
     * Up to 10 arguments of any kind.
     *
     * @throws Broken if there are more
     */
    static List<JsonNode> arguments(List<Object> values) {
        if (values.size() > MOST_ARGUMENTS) {
            throw new Broken("Send %d arguments at the most.".formatted(MOST_ARGUMENTS));
        }
        return values.stream().map(JsonNode.class::cast).toList();
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
