package noom;

import com.fasterxml.jackson.databind.JsonNode;
import noom.runtime.InvalidInputException;

/** Validates input: what a client may send. An invalid value is answered to its sender only. */
final class Validation {
    private static final int MAX_NICKNAME = 20;
    private static final int MAX_MESSAGE = 1000;

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
