package noom.socketio.broadcast;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.Transport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import noom.socketio.session.Session;
import noom.socketio.session.SessionRegistry;

/** The sockets that a broadcast is for, by the transport that they use. */
final class Recipients {
    static final Recipients NONE = new Recipients(List.of(), null);

    private final List<SocketIOClient> sockets;
    private final List<Session> webSockets = new ArrayList<>();
    private final List<SocketIOClient> polling = new ArrayList<>();

    Recipients(Collection<SocketIOClient> sockets, SessionRegistry sessions) {
        this.sockets = List.copyOf(sockets);
        for (var socket : this.sockets) {
            var session = sessions.get(socket.getSessionId());
            if (session != null && !session.isPolling()) {
                webSockets.add(session);
            } else {
                polling.add(socket);
            }
        }
    }

    /** All of them. */
    List<SocketIOClient> sockets() {
        return sockets;
    }

    /** The sessions of those that are on a WebSocket. */
    List<Session> webSockets() {
        return webSockets;
    }

    /** Whether one of the others has upgraded since. */
    boolean isStale() {
        return polling.stream().anyMatch(socket -> socket.getTransport() == Transport.WEBSOCKET);
    }

    /** The others. They may have upgraded since. */
    List<SocketIOClient> polling() {
        return polling;
    }
}
