package noom.socketio.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import noom.socketio.session.Session;

/**
 * An event or an acknowledgement with attachments, whole.
 *
 * @param namespace empty for the main namespace
 * @param ack the acknowledgement id, or null
 * @param json the arguments, with the attachments in their places
 */
public record BinaryPacket(Session session, String namespace, boolean isAck, Long ack, JsonNode json) {}
