package noom.socketio.broadcast;

import com.corundumstudio.socketio.BroadcastAckCallback;
import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.protocol.Packet;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Sends events through the adapter. All else reaches this server's sockets only: {@code getClients} and
 * {@code disconnect}, and events that ask for acknowledgements. An excluded socket is one of this server, so other servers
 * exclude nobody.
 */
final class AdapterOperations implements BroadcastOperations {
    private final List<String> rooms;
    private final BroadcastOperations local;
    private final Supplier<Adapter> adapter;

    /**
     * Creates the operations.
     *
     * @param rooms no rooms for all sockets
     * @param local this server's sockets in these rooms
     * @param adapter asked for each event
     */
    AdapterOperations(List<String> rooms, BroadcastOperations local, Supplier<Adapter> adapter) {
        this.rooms = rooms;
        this.local = local;
        this.adapter = adapter;
    }

    @Override
    public void sendEvent(String name, Object... data) {
        adapter.get().broadcast(rooms, name, Arrays.asList(data), () -> local.sendEvent(name, data));
    }

    @Override
    public void sendEvent(String name, SocketIOClient excluded, Object... data) {
        adapter.get().broadcast(rooms, name, Arrays.asList(data), () -> local.sendEvent(name, excluded, data));
    }

    @Override
    public void sendEvent(String name, Predicate<SocketIOClient> excluded, Object... data) {
        adapter.get().broadcast(rooms, name, Arrays.asList(data), () -> local.sendEvent(name, excluded, data));
    }

    @Override
    public Collection<SocketIOClient> getClients() {
        return local.getClients();
    }

    @Override
    public void disconnect() {
        local.disconnect();
    }

    @Override
    public void send(Packet packet) {
        local.send(packet);
    }

    @Override
    public <T> void send(Packet packet, BroadcastAckCallback<T> callback) {
        local.send(packet, callback);
    }

    @Override
    public <T> void sendEvent(String name, Object data, BroadcastAckCallback<T> callback) {
        local.sendEvent(name, data, callback);
    }

    @Override
    public <T> void sendEvent(String name, Object data, SocketIOClient excluded, BroadcastAckCallback<T> callback) {
        local.sendEvent(name, data, excluded, callback);
    }

    @Override
    public <T> void sendEvent(
            String name, Object data, Predicate<SocketIOClient> excluded, BroadcastAckCallback<T> callback) {
        local.sendEvent(name, data, excluded, callback);
    }
}
