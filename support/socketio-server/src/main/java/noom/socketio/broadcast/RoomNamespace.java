package noom.socketio.broadcast;

import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SingleRoomBroadcastOperations;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.DisconnectListener;
import com.corundumstudio.socketio.namespace.Namespace;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The main namespace, with rooms as in Socket.IO's own server. In netty-socketio's namespace a socket is present before
 * its CONNECT, hears an event once for each room that it shares, lists the namespace itself among its rooms, and has
 * left all rooms when its disconnect listeners run.
 */
public final class RoomNamespace extends Namespace {
    private final Configuration configuration;
    private final List<DisconnectListener> disconnectingListeners = new CopyOnWriteArrayList<>();

    /** The sessions whose CONNECT is being handled. */
    private final Set<UUID> connecting = ConcurrentHashMap.newKeySet();

    public RoomNamespace(Configuration configuration) {
        super(DEFAULT_NAME, configuration);
        this.configuration = configuration;
    }

    /**
     * Calls the listener when a socket is about to leave, while it is still in its rooms: Socket.IO's "disconnecting".
     * Once for each socket, before the disconnect listeners, however the session ends.
     */
    public void addDisconnectingListener(DisconnectListener listener) {
        disconnectingListeners.add(listener);
    }

    /** Lets the session join: its CONNECT is valid, and the library handles it next (Socket.IO protocol v5). */
    public void connecting(UUID session) {
        connecting.add(session);
    }

    /** The library adds each socket twice: when its transport opens, which is too early, and on CONNECT. */
    @Override
    public void addClient(SocketIOClient socket) {
        if (connecting.remove(socket.getSessionId())) {
            super.addClient(socket);
        }
    }

    @Override
    public void onConnect(SocketIOClient socket) {
        if (isPresent(socket)) {
            super.onConnect(socket);
        }
    }

    @Override
    public void onDisconnect(SocketIOClient socket) {
        if (!isPresent(socket)) {
            return;
        }
        for (var listener : disconnectingListeners) {
            try {
                listener.onDisconnect(socket);
            } catch (Exception e) {
                configuration.getExceptionListener().onDisconnectException(e, socket);
            }
        }
        leave(getName(), socket.getSessionId());
        super.onDisconnect(socket);
    }

    private boolean isPresent(SocketIOClient socket) {
        return getClient(socket.getSessionId()) != null;
    }

    /** The rooms that a socket has joined, as a copy, without the library's own room of all sockets. */
    @Override
    public Set<String> getRooms(SocketIOClient socket) {
        var rooms = new HashSet<>(super.getRooms(socket));
        rooms.remove(getName());
        return rooms;
    }

    /** The sockets that are in at least one of the rooms now, each once. */
    @Override
    public BroadcastOperations getRoomOperations(String... rooms) {
        var sockets = new LinkedHashSet<SocketIOClient>();
        for (var room : rooms) {
            getRoomClients(room).forEach(sockets::add);
        }
        return new SingleRoomBroadcastOperations(
                getName(), String.join(",", rooms), sockets, configuration.getStoreFactory());
    }
}
