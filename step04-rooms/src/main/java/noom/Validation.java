package noom;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import noom.runtime.InvalidInputException;

/** What a client may send. What breaks a rule is answered with a sentence, to that client alone. */
final class Validation {
    private static final int MAX_NICKNAME = 20;
    private static final int MAX_TEXT = 1000;
    private static final int MAX_ROOM = 30;

    private Validation() {}

    /**
     * A nickname without the blanks at its ends: 1 to 20 characters, and not the server's own name.
     *
     * @throws InvalidInputException if it is invalid
     */
    static String nickname(JsonNode value) {
        var nickname = string("nickname", value).strip();
        if (nickname.isEmpty() || nickname.length() > MAX_NICKNAME) {
            throw new InvalidInputException("A nickname has 1 to %d characters.".formatted(MAX_NICKNAME));
        }
        if (nickname.equalsIgnoreCase("Server")) {
            throw new InvalidInputException("The nickname %s is taken. Choose another.".formatted(nickname));
        }
        return nickname;
    }

    /**
     * A text as it was typed: 1 to 1000 characters, not all of them blanks.
     *
     * @throws InvalidInputException if it is invalid
     */
    static String text(JsonNode value) {
        var text = string("text", value);
        if (text.isBlank() || text.length() > MAX_TEXT) {
            throw new InvalidInputException("A text has 1 to %d characters, and not only blanks.".formatted(MAX_TEXT));
        }
        return text;
    }

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
            throw new InvalidInputException("The room of an id belongs to one person. Whisper to reach them.");
        }
        return room;
    }

    /**
     * The names of one room or of several: a string, or a list of strings that is not empty.
     *
     * @throws InvalidInputException if it is neither, or one of them is no room's name
     */
    static List<String> rooms(JsonNode value) {
        if (value == null || !value.isArray()) {
            return List.of(room(value));
        }
        if (value.isEmpty()) {
            throw new InvalidInputException("Name a room.");
        }
        var rooms = new ArrayList<String>();
        value.forEach(name -> rooms.add(room(name)));
        return rooms;
    }

    /**
     * Somebody's id, as {@code room_members} tells it.
     *
     * @throws InvalidInputException if it is invalid
     */
    static String id(JsonNode value) {
        var id = string("id", value);
        if (!Rooms.isId(id)) {
            throw new InvalidInputException("An id is the one that room_members tells.");
        }
        return id;
    }

    private static String string(String what, JsonNode value) {
        if (value == null || !value.isTextual()) {
            throw new InvalidInputException("A %s is a string.".formatted(what));
        }
        return value.textValue();
    }
}
