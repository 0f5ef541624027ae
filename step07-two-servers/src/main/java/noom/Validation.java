package noom;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import noom.runtime.InvalidInputException;

/** Validates input: what a client may send. An invalid value is answered to its sender only. */
final class Validation {
    private static final int MAX_NICKNAME = 20;
    private static final int MAX_MESSAGE = 1000;
    private static final int MAX_ROOM = 30;
    private static final int MAX_ROOMS = 20;
    private static final int MAX_MESSAGE_ID = 100;
    private static final int MAX_TOKEN = 100;

    static final int MAX_ARGUMENTS = 10;

    /** The room that the server puts people into. */
    static final String ANNOUNCEMENT = "announcement";

    private Validation() {}

    /**
     * A nickname, stripped: 1 to 20 characters, and not the server's own name.
     *
     * @throws InvalidInputException if it is invalid
     */
    static String nickname(JsonNode value) {
        var nickname = name("nickname", value);
        if (nickname.isEmpty() || nickname.length() > MAX_NICKNAME) {
            throw new InvalidInputException("A nickname has 1 to %d characters.".formatted(MAX_NICKNAME));
        }
        if (nickname.equalsIgnoreCase("Server")) {
            throw new InvalidInputException("The nickname %s is taken. Choose another.".formatted(nickname));
        }
        return nickname;
    }

    /**
     * A message as it was typed: 1 to 1000 characters, not only blanks.
     *
     * @throws InvalidInputException if it is invalid
     */
    static String message(JsonNode value) {
        var message = string("message", value);
        if (message.isBlank() || message.length() > MAX_MESSAGE) {
            throw new InvalidInputException(
                    "A message has 1 to %d characters, and not only blanks.".formatted(MAX_MESSAGE));
        }
        return message;
    }

    /** A room to enter: its name has 1 to 30 characters, stripped. A client is in 20 rooms at most. */
    static String roomToEnter(JsonNode value, List<String> mine) {
        var room = room(value);
        if (room.equals(ANNOUNCEMENT)) {
            throw new InvalidInputException("Nobody enters %s. The server puts people there.".formatted(room));
        }
        if (!mine.contains(room) && mine.stream().filter(Validation::isOpen).count() >= MAX_ROOMS) {
            throw new InvalidInputException("You are in %d rooms. Leave one first.".formatted(MAX_ROOMS));
        }
        return room;
    }

    /** One of the sender's own rooms. Nobody speaks in, or leaves, the room of an id. */
    static String roomOf(JsonNode value, List<String> mine) {
        var room = room(value);
        if (!mine.contains(room)) {
            throw new InvalidInputException("You are not in the room %s.".formatted(room));
        }
        return room;
    }

    /** One or several of the sender's own rooms, a string or a list of strings: all named rooms or nothing. */
    static List<String> roomsOf(JsonNode value, List<String> mine) {
        if (value == null || !value.isArray()) {
            return List.of(roomOf(value, mine));
        }
        if (value.isEmpty()) {
            throw new InvalidInputException("Name a room.");
        }
        return value.valueStream().map(name -> roomOf(name, mine)).toList();
    }

    /** Somebody else's id, as {@code room_members} tells it. */
    static String idOfAnother(JsonNode value, List<String> mine) {
        var id = string("id", value);
        if (!isId(id)) {
            throw new InvalidInputException("An id is the one that room_members tells.");
        }
        if (mine.contains(id)) {
            throw new InvalidInputException("This is your own id.");
        }
        return id;
    }

    /**
     * The secret of a page, in the {@code auth} of its CONNECT: {@code {token: "…"}}, up to 100 characters. Empty
     * without one, and without one that can be used.
     */
    static Optional<String> token(Object auth) {
        var token = auth instanceof JsonNode json ? json.path("token").asText() : "";
        return Optional.of(token).filter(text -> !text.isEmpty() && text.length() <= MAX_TOKEN);
    }

    /** The id that a client gives a message, so that it can send it again: 1 to 100 characters. Empty without one. */
    static Optional<String> messageId(JsonNode value) {
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        var id = string("message id", value);
        if (id.isEmpty() || id.length() > MAX_MESSAGE_ID) {
            throw new InvalidInputException("A message id has 1 to %d characters.".formatted(MAX_MESSAGE_ID));
        }
        return Optional.of(id);
    }

    /** Up to 10 arguments of any kind. */
    static List<JsonNode> arguments(List<Object> values) {
        if (values.size() > MAX_ARGUMENTS) {
            throw new InvalidInputException("Send %d arguments at the most.".formatted(MAX_ARGUMENTS));
        }
        return values.stream().map(JsonNode.class::cast).toList();
    }

    /** Whether this is, or could be, somebody's id. */
    static boolean isId(String name) {
        return name.matches("u-[0-9a-f]{16}");
    }

    /** Whether anybody may enter this room. */
    static boolean isOpen(String room) {
        return !isId(room) && !room.equals(ANNOUNCEMENT);
    }

    private static String room(JsonNode value) {
        var room = name("room", value);
        if (room.isEmpty() || room.length() > MAX_ROOM) {
            throw new InvalidInputException("A room's name has 1 to %d characters.".formatted(MAX_ROOM));
        }
        if (isId(room)) {
            throw new InvalidInputException("The room of an id belongs to one person. Whisper to reach them.");
        }
        return room;
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
