package noom;

import com.fasterxml.jackson.databind.JsonNode;
import noom.runtime.InvalidInputException;

/** What a client may send. What breaks a rule is answered with a sentence, to that client alone. */
final class Validation {
    private static final int MAX_NICKNAME = 20;
    private static final int MAX_TEXT = 1000;

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

    private static String string(String what, JsonNode value) {
        if (value == null || !value.isTextual()) {
            throw new InvalidInputException("A %s is a string.".formatted(what));
        }
        return value.textValue();
    }
}
