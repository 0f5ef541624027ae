package noom.socketio;

import com.corundumstudio.socketio.DisconnectableHub;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * netty-socketio has no way to end a session from the server's side, except one after which a browser stays away: this
 * knows all sessions and ends them so that the client sees its transport close, and comes back.
 */
final class SessionRegistry {
    /** The server's one thread writes; the library's timer may take out what it gave up itself. */
    private final Map<UUID, Session> open = new ConcurrentHashMap<>();

    private final DisconnectableHub library;

    SessionRegistry(DisconnectableHub library) {
        this.library = library;
    }

    Session open(ClientHead client) {
        return open.computeIfAbsent(client.getSessionId(), id -> new Session(client));
    }

    /** The session, or null if there is none or no longer. */
    Session get(UUID id) {
        return open.get(id);
    }

    boolean has(Session session) {
        return open.get(session.client.getSessionId()) == session;
    }

    int count() {
        return open.size();
    }

    void end(Session session) {
        session.client.onChannelDisconnect();
        // The library forgets only clients that it had put into a namespace, unless it is told.
        library.onDisconnect(session.client);
    }

    void endIf(Predicate<Session> condition) {
        open.values().stream().filter(condition).forEach(this::end);
    }

    /** The library has ended it, for whatever reason, and leaves its timers running and its connections open. */
    void ended(ClientHead client) {
        client.cancelPing();
        client.cancelPingTimeout();
        var session = open.remove(client.getSessionId());
        if (session != null) {
            // Answers the poll that waits, if one does.
            client.send(new Packet(PacketType.CLOSE, EngineIOVersion.V4));
            if (session.webSocket != null) {
                // Without a Close frame, for which the Java client waits until it has answered it, which it never does.
                session.webSocket.close();
            }
        }
    }
}
