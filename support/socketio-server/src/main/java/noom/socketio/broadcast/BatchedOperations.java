package noom.socketio.broadcast;

import com.corundumstudio.socketio.SingleRoomBroadcastOperations;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import com.corundumstudio.socketio.store.StoreFactory;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Hands events to the {@link BroadcastBatcher}. What asks for acknowledgements or chooses its recipients by a predicate is
 * sent to one socket after the other, as by the library; so is everything from another thread than the event loop.
 */
final class BatchedOperations extends SingleRoomBroadcastOperations {
    private final String namespace;
    private final Supplier<Recipients> recipients;
    private final Supplier<BroadcastBatcher> batcher;

    /**
     * Creates the operations.
     *
     * @param room the name that the library gives them
     * @param recipients asked for each event
     */
    BatchedOperations(
            String namespace,
            String room,
            Supplier<Recipients> recipients,
            Supplier<BroadcastBatcher> batcher,
            StoreFactory stores) {
        super(namespace, room, () -> recipients.get().sockets().iterator(), stores);
        this.namespace = namespace;
        this.recipients = recipients;
        this.batcher = batcher;
    }

    @Override
    public void sendEvent(String name, Object... data) {
        if (batcher.get().isOnEventLoop()) {
            batcher.get().send(event(name, data), recipients.get(), null);
        } else {
            super.sendEvent(name, data);
        }
    }

    @Override
    public void sendEvent(String name, SocketIOClient excluded, Object... data) {
        if (batcher.get().isOnEventLoop()) {
            batcher.get().send(event(name, data), recipients.get(), excluded);
        } else {
            super.sendEvent(name, excluded, data);
        }
    }

    private Packet event(String name, Object... data) {
        var packet = new Packet(PacketType.MESSAGE, EngineIOVersion.V4);
        packet.setSubType(PacketType.EVENT);
        packet.setName(name);
        packet.setData(Arrays.asList(data));
        return packet.withNsp(namespace, EngineIOVersion.V4);
    }
}
