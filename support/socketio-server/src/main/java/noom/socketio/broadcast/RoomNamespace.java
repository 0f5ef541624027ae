package noom.socketio.broadcast;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.DisconnectListener;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.transport.NamespaceClient;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A namespace, with rooms as in Socket.IO's own server. In netty-socketio's namespace a socket is present before its
 * CONNECT, hears an event once for each room that it shares, lists the namespace itself among its rooms, and has left all
 * rooms when its disconnect listeners run.
 *
 * <p>The {@code auth} of a CONNECT belongs to one namespace, and the library keeps one for all namespaces of a client. So
 * each listener finds that of its own namespace in {@code getHandshakeData().getAuthToken()}, as a {@code JsonNode} that is
 * empty if the client sent none.
 */
public final class RoomNamespace extends Namespace {
    private final Configuration configuration;
    private final Supplier<BroadcastBatcher> batcher;
    private final BroadcastOperations everybodyHere;
    private final BroadcastOperations everybody;
    private final List<DisconnectListener> disconnectingListeners = new CopyOnWriteArrayList<>();

    private Adapter adapter = Adapter.THIS_SERVER_ONLY;

    /** What each session sent as {@code auth}. */
    private final Map<UUID, Object> auths = new ConcurrentHashMap<>();

    /** How often a socket has come, gone, joined a room or left one. */
    private final AtomicLong changes = new AtomicLong();

    /** Whom the latest broadcast was for. The next one is often for the same. */
    private volatile Latest latest = new Latest(List.of(), -1, Recipients.NONE);

    private record Latest(List<String> rooms, long changes, Recipients recipients) {}

    /** @param batcher is there when the server starts */
    RoomNamespace(String name, Configuration configuration, Supplier<BroadcastBatcher> batcher) {
        super(name, configuration);
        this.configuration = configuration;
        this.batcher = batcher;
        // Made here: when the server has no file left to open, it cannot load their classes.
        everybodyHere = operations(name, () -> recipients(List.of()));
        everybody = new AdapterOperations(List.of(), everybodyHere, () -> adapter);
    }

    /**
     * Calls the listener when a socket is about to leave, while it is still in its rooms: Socket.IO's "disconnecting".
     * Once for each socket, before the disconnect listeners, however the session ends.
     */
    public void addDisconnectingListener(DisconnectListener listener) {
        disconnectingListeners.add(listener);
    }

    /** Whether a session has joined this namespace. */
    public boolean isPresent(UUID session) {
        return getClient(session) != null;
    }

    /** Asks the listeners that may refuse a socket. The library asks them only if the client sent an {@code auth}. */
    @Override
    public AuthTokenResult onAuthData(SocketIOClient socket, Object auth) {
        socket.getHandshakeData().setAuthToken(auth);
        return super.onAuthData(socket, auth);
    }

    /**
     * Lets a socket join. Its connect listeners do not run yet.
     *
     * @param auth what the client sent
     */
    public void join(SocketIOClient socket, Object auth) {
        auths.put(socket.getSessionId(), auth);
        super.addClient(socket);
        changes.incrementAndGet();
    }

    /** The library adds a socket when its transport opens, which is too early. */
    @Override
    public void addClient(SocketIOClient socket) {
        // The socket joins on CONNECT.
    }

    @Override
    public void onConnect(SocketIOClient socket) {
        if (isPresent(socket.getSessionId())) {
            selectAuth(socket);
            super.onConnect(socket);
        }
    }

    @Override
    public void onEvent(NamespaceClient socket, String name, List<Object> arguments, AckRequest ack) {
        selectAuth(socket);
        super.onEvent(socket, name, arguments, ack);
    }

    private void selectAuth(SocketIOClient socket) {
        socket.getHandshakeData().setAuthToken(auths.get(socket.getSessionId()));
    }

    @Override
    public void onDisconnect(SocketIOClient socket) {
        if (!isPresent(socket.getSessionId())) {
            return;
        }
        selectAuth(socket);
        for (var listener : disconnectingListeners) {
            try {
                listener.onDisconnect(socket);
            } catch (Exception e) {
                configuration.getExceptionListener().onDisconnectException(e, socket);
            }
        }
        leave(getName(), socket.getSessionId());
        super.onDisconnect(socket);
        changes.incrementAndGet();
        auths.remove(socket.getSessionId());
    }

    @Override
    public void join(String room, UUID session) {
        super.join(room, session);
        changes.incrementAndGet();
    }

    @Override
    public void leave(String room, UUID session) {
        super.leave(room, session);
        changes.incrementAndGet();
    }

    /** The rooms that a socket has joined, as a copy, without the library's own room of all sockets. */
    @Override
    public Set<String> getRooms(SocketIOClient socket) {
        var rooms = new HashSet<>(super.getRooms(socket));
        rooms.remove(getName());
        return rooms;
    }

    /**
     * Hands broadcasts to an adapter from now on.
     *
     * @param adapter takes them to other servers
     */
    public void setAdapter(Adapter adapter) {
        this.adapter = adapter;
    }

    /** All sockets: on this server now, and on those that the adapter reaches. */
    @Override
    public BroadcastOperations getBroadcastOperations() {
        return everybody;
    }

    /** The sockets in at least one of the rooms, each once: on this server now, and on those that the adapter reaches. */
    @Override
    public BroadcastOperations getRoomOperations(String... rooms) {
        return rooms.length == 0
                ? getLocalRoomOperations(rooms)
                : new AdapterOperations(List.of(rooms), getLocalRoomOperations(rooms), () -> adapter);
    }

    /** All sockets of this server. */
    public BroadcastOperations getLocalOperations() {
        return everybodyHere;
    }

    /** The sockets of this server that are in at least one of the rooms now, each once. */
    public BroadcastOperations getLocalRoomOperations(String... rooms) {
        var recipients = rooms.length == 0 ? Recipients.NONE : recipients(List.of(rooms));
        return operations(String.join(",", rooms), () -> recipients);
    }

    private BroadcastOperations operations(String room, Supplier<Recipients> recipients) {
        return new BatchedOperations(getName(), room, recipients, batcher, configuration.getStoreFactory());
    }

    /** @param rooms none for all sockets */
    private Recipients recipients(List<String> rooms) {
        var now = changes.get();
        var known = latest;
        if (known.changes() != now
                || !known.rooms().equals(rooms)
                || known.recipients().isStale()) {
            known = new Latest(rooms, now, batcher.get().recipients(sockets(rooms)));
            latest = known;
        }
        return known.recipients();
    }

    private Iterable<SocketIOClient> sockets(List<String> rooms) {
        if (rooms.isEmpty()) {
            return getAllClients();
        }
        var sockets = new LinkedHashSet<SocketIOClient>();
        for (var room : rooms) {
            getRoomClients(room).forEach(sockets::add);
        }
        return sockets;
    }
}
