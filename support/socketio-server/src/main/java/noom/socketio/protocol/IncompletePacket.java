package noom.socketio.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import noom.socketio.session.Session;

/**
 * A packet whose attachments have not all arrived (Socket.IO protocol v5, "Sending and receiving data"). A packet and its
 * attachments have at most 64 KiB together, as a packet without attachments has, and each attachment has one place: so a
 * client cannot make the server keep or send more than that.
 */
public final class IncompletePacket {
    /** Attachments of one packet, as in Node's parser. */
    public static final int MAX_ATTACHMENTS = 10;

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_SIZE = 64 * 1024;

    private final String namespace;
    private final boolean isAck;
    private final Long ack;
    private final String json;
    private final int count;
    private final List<byte[]> attachments = new ArrayList<>();
    private final long beganAt = System.nanoTime();
    private int size;

    /**
     * @param ack the acknowledgement id, or null
     * @param json the arguments, with placeholders: valid JSON
     * @param count how many attachments follow
     */
    public IncompletePacket(String namespace, boolean isAck, Long ack, String json, int count) {
        this.namespace = namespace;
        this.isAck = isAck;
        this.ack = ack;
        this.json = json;
        size = json.length();
        this.count = count;
    }

    /** Adds the next attachment. False if the packet is too large now. */
    public boolean add(byte[] attachment) {
        attachments.add(attachment);
        size += attachment.length;
        return size <= MAX_SIZE;
    }

    /** Whether all attachments are there. */
    public boolean isComplete() {
        return attachments.size() == count;
    }

    /** How long the attachments have been awaited. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - beganAt);
    }

    /**
     * Puts the attachments in their places.
     *
     * @return null if there is a place without an attachment, or a second place for one
     */
    public BinaryPacket complete(Session session) {
        try {
            return new BinaryPacket(session, namespace, isAck, ack, replace(JSON.readTree(json)));
        } catch (JsonProcessingException | IllegalArgumentException noSuchAttachment) {
            return null;
        }
    }

    private JsonNode replace(JsonNode node) {
        if (node instanceof ArrayNode array) {
            for (var i = 0; i < array.size(); i++) {
                array.set(i, replace(array.get(i)));
            }
        } else if (node instanceof ObjectNode object) {
            if (object.path("_placeholder").asBoolean()) {
                return BinaryNode.valueOf(take(object.path("num")));
            }
            object.properties().forEach(property -> property.setValue(replace(property.getValue())));
        }
        return node;
    }

    private byte[] take(JsonNode number) {
        var index = number.isInt() ? number.intValue() : -1;
        if (index < 0 || index >= count || attachments.get(index) == null) {
            throw new IllegalArgumentException();
        }
        return attachments.set(index, null);
    }
}
