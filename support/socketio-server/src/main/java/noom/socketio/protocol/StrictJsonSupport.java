package noom.socketio.protocol;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.protocol.AckArgs;
import com.corundumstudio.socketio.protocol.Event;
import com.corundumstudio.socketio.protocol.JacksonJsonSupport;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Reads the JSON of a packet to its end, and takes bytes out of what it writes. netty-socketio stops after the arguments
 * that a listener declares, and parses the rest as another packet; bytes inside of a {@link JsonNode} become a string. An
 * acknowledgement with unexpected arguments counts as one without arguments.
 *
 * <p>For the event loop only, as soon as the server is started.
 */
public final class StrictJsonSupport extends JacksonJsonSupport {
    private final AttachmentFactory attachments = new AttachmentFactory();
    private final ObjectMapper mapper = new ObjectMapper(attachments);

    public StrictJsonSupport() {
        configure(mapper);
    }

    /** The library's mapper is not used: it cannot be given a factory. */
    @Override
    protected void init(ObjectMapper unused) {
        // See the constructor.
    }

    private void configure(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule()
                .addDeserializer(Event.class, eventDeserializer)
                .addDeserializer(AckArgs.class, ackArgsDeserializer));
        mapper.setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
        mapper.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mapper.disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);
        attachments.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
    }

    @Override
    public <T> T readValue(String namespace, ByteBufInputStream json, Class<T> type) throws IOException {
        namespaceClass.set(namespace);
        return mapper.readValue(json.readAllBytes(), type);
    }

    /** Reads an event whose attachments are in their places. */
    Event readEvent(String namespace, JsonNode json) throws IOException {
        namespaceClass.set(namespace);
        return mapper.readValue(mapper.treeAsTokens(json), Event.class);
    }

    @Override
    public AckArgs readAckArgs(ByteBufInputStream json, AckCallback<?> callback) throws IOException {
        currentAckClass.set(callback);
        var all = json.readAllBytes();
        try {
            return mapper.readValue(all, AckArgs.class);
        } catch (IOException | RuntimeException unexpected) {
            return new AckArgs(List.of());
        }
    }

    /** Reads an acknowledgement whose attachments are in their places. */
    AckArgs readAckArgs(JsonNode json, AckCallback<?> callback) {
        currentAckClass.set(callback);
        try {
            return mapper.readValue(mapper.treeAsTokens(json), AckArgs.class);
        } catch (IOException | RuntimeException unexpected) {
            return new AckArgs(List.of());
        }
    }

    @Override
    public void writeValue(ByteBufOutputStream out, Object value) throws IOException {
        attachments.clear();
        mapper.writeValue((OutputStream) out, value);
    }

    /** The bytes that {@link #writeValue} has taken out. */
    @Override
    public List<byte[]> getArrays() {
        return attachments.taken();
    }
}
