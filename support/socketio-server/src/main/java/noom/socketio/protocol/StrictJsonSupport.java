package noom.socketio.protocol;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.protocol.AckArgs;
import com.corundumstudio.socketio.protocol.JacksonJsonSupport;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.util.List;

/**
 * Reads the JSON of a packet to its end. netty-socketio stops after the arguments that a listener declares, and parses
 * the rest as another packet. An acknowledgement with unexpected arguments counts as one without arguments.
 */
public final class StrictJsonSupport extends JacksonJsonSupport {
    @Override
    public <T> T readValue(String namespace, ByteBufInputStream json, Class<T> type) throws IOException {
        namespaceClass.set(namespace);
        return objectMapper.readValue(json.readAllBytes(), type);
    }

    @Override
    public AckArgs readAckArgs(ByteBufInputStream json, AckCallback<?> callback) throws IOException {
        currentAckClass.set(callback);
        var all = json.readAllBytes();
        try {
            return objectMapper.readValue(all, AckArgs.class);
        } catch (IOException | RuntimeException unexpected) {
            return new AckArgs(List.of());
        }
    }
}
