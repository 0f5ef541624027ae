package noom;

import com.fasterxml.jackson.databind.JsonNode;

/** What a client may send. What breaks a rule is answered with a sentence, to that client alone. */
final class Rules {
    private static final int LONGEST_NICKNAME = 20;
    private static final int LONGEST_TEXT = 1000;

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
