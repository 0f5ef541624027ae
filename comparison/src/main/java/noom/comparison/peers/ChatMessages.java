package noom.comparison.peers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.regex.Pattern;
import noom.runtime.InvalidInputException;

/** What a client may send to a chat of this package: as in the steps and in Node's servers. */
final class ChatMessages {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069]");
    private static final int MAX_NICKNAME = 20;
    private static final int MAX_MESSAGE = 1000;

    private ChatMessages() {}

    /** The JSON of a frame of step 2. */
    static JsonNode parse(String frame) {
        try {
            return JSON.readTree(frame);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException("A message is JSON: {\"type\": \"new_message\", \"payload\": \"hi\"}.");
        }
    }

    static String nickname(JsonNode value) {
        var name = string("nickname", value).strip();
        require(!CONTROL.matcher(name).find(), "A nickname has no control characters.");
        require(
                !name.isEmpty() && name.length() <= MAX_NICKNAME,
                "A nickname has 1 to %d characters.".formatted(MAX_NICKNAME));
        require(!name.equalsIgnoreCase("server"), "The nickname %s is taken. Choose another.".formatted(name));
        return name;
    }

    static String message(JsonNode value) {
        var text = string("message", value);
        require(
                !text.isBlank() && text.length() <= MAX_MESSAGE,
                "A message has 1 to %d characters, and not only blanks.".formatted(MAX_MESSAGE));
        return text;
    }

    private static String string(String what, JsonNode value) {
        require(value != null && value.isTextual(), "A %s is a string.".formatted(what));
        return value.textValue();
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new InvalidInputException(problem);
        }
    }
}
