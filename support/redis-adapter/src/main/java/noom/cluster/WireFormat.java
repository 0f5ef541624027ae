package noom.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.msgpack.jackson.dataformat.MessagePackFactory;

/**
 * The bytes of {@code @socket.io/redis-adapter} 8: broadcasts are MessagePack, most requests and responses JSON. What comes
 * from Redis is untrusted: another program may publish there, too.
 */
final class WireFormat {
    private static final int MAX_SIZE = 1 << 20;
    private static final int MAX_DEPTH = 64;

    private static final ObjectMapper MSGPACK = configure(new ObjectMapper(new MessagePackFactory()));
    private static final ObjectMapper JSON = configure(new ObjectMapper());

    private WireFormat() {}

    private static ObjectMapper configure(ObjectMapper mapper) {
        // As the server's own JSON does.
        mapper.setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
        mapper.disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);
        return mapper;
    }

    static byte[] msgpack(Object value) {
        return write(MSGPACK, value);
    }

    static byte[] json(Object value) {
        return write(JSON, value);
    }

    private static byte[] write(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("These arguments cannot be sent to other servers: " + value, e);
        }
    }

    /**
     * Reads a message of another server.
     *
     * @throws MalformedMessageException if it is none, is larger than 1 MiB, or deeper than 64 levels
     */
    static JsonNode read(byte[] message) {
        if (message.length == 0 || message.length > MAX_SIZE) {
            throw new MalformedMessageException("it has " + message.length + " bytes");
        }
        try {
            // As Node's adapter does: a text begins with a brace.
            var tree = (message[0] == '{' ? JSON : MSGPACK).readTree(message);
            requireDepth(tree, MAX_DEPTH);
            return tree;
        } catch (IOException | RuntimeException e) {
            throw new MalformedMessageException("it cannot be read");
        }
    }

    private static void requireDepth(JsonNode node, int levels) {
        if (levels == 0) {
            throw new MalformedMessageException("it is too deep");
        }
        node.forEach(child -> requireDepth(child, levels - 1));
    }

    /** @throws MalformedMessageException if it is not a list of strings */
    static List<String> strings(JsonNode list) {
        require(list.isArray(), "a list of strings is missing");
        var strings = new ArrayList<String>();
        list.forEach(one -> strings.add(string(one)));
        return strings;
    }

    /** @throws MalformedMessageException if it is not a string */
    static String string(JsonNode value) {
        require(value.isTextual(), "a string is missing");
        return value.textValue();
    }

    static void require(boolean condition, String what) {
        if (!condition) {
            throw new MalformedMessageException(what);
        }
    }
}
