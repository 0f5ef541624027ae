package noom.socketio;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.protocol.AckArgs;
import com.corundumstudio.socketio.protocol.JacksonJsonSupport;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.util.List;

/**
 * netty-socketio stops reading where it has all arguments it wants, and takes the rest of the packet for the next
 * packet: this reads all of it. An acknowledgement with other arguments than expected counts as one without any.
 */
final class StrictJsonSupport extends JacksonJsonSupport {
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
