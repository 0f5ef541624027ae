package noom.socketio.session;

import com.corundumstudio.socketio.DisconnectableHub;
import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows all sessions, and ends them so that the client sees its transport close and reconnects. netty-socketio ends a
 * session with a DISCONNECT packet, after which a client stays away, and leaks the connections of the session.
 */
public final class SessionRegistry {
    /** Only the event loop changes it; tests count it from their own threads. */
    private final Map<UUID, Session> sessions = new ConcurrentHashMap<>();

    private final DisconnectableHub library;

    /** @param library is told when a session ends, and then calls {@link #closed} */
    public SessionRegistry(DisconnectableHub library) {
        this.library = library;
    }

    Session open(ClientHead client) {
        return sessions.computeIfAbsent(client.getSessionId(), id -> new Session(client));
    }

    /** The open session with this id, or null. */
    public Session get(UUID id) {
        return sessions.get(id);
    }

    /** Whether this session is still open. */
    public boolean isOpen(Session session) {
        return sessions.get(session.id()) == session;
    }

    /** How many sessions are open. */
    public int count() {
        return sessions.size();
    }

    /** Ends a session. Its disconnecting and disconnect listeners run before this returns. */
    public void end(Session session) {
        session.client().onChannelDisconnect();
        // The library forgets a session by itself only if it is in a namespace.
        library.onDisconnect(session.client());
    }

    /** Ends a session whose client has closed it. A poll that waits is answered with NOOP, as in Node. */
    public void endByClient(Session session) {
        if (session.isPollWaiting()) {
            session.client().send(new Packet(PacketType.NOOP, EngineIOVersion.V4), Transport.POLLING);
        }
        end(session);
    }

    /** Ends all sessions. */
    public void endAll() {
        sessions.values().forEach(this::end);
    }

    Iterable<Session> all() {
        return sessions.values();
    }

    /** Cleans up after a session that the library has ended: its timers, its waiting poll and its WebSocket. */
    public void closed(ClientHead client) {
        client.cancelPing();
        client.cancelPingTimeout();
        var session = sessions.remove(client.getSessionId());
        if (session != null) {
            client.send(new Packet(PacketType.CLOSE, EngineIOVersion.V4));
            if (session.webSocket() != null) {
                // Without a Close frame: the Java client never answers one, and waits for its own answer.
                session.webSocket().close();
            }
        }
    }
}
