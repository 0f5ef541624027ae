package noom.socketio.session;

import com.corundumstudio.socketio.Transport;
import java.time.Duration;

/**
 * Ends sessions that are in no namespace, that have fallen silent, whose packets wait for a poll that does not come, or
 * whose attachments do not come. netty-socketio keeps the first and the last for ever; on a ping timeout it sends DISCONNECT, so a laptop that slept
 * never reconnects. It also closes a WebSocket whose upgrade is not completed: that session stays on polling.
 */
public final class SessionReaper {
    /** Packets that may wait for the next poll. Netty's watermarks see only what waits for a socket. */
    static final int MAX_WAITING_PACKETS = 4_096;

    private final SessionRegistry sessions;
    private final Duration connectTimeout;
    private final Duration silenceTimeout;

    public SessionReaper(SessionRegistry sessions, Timeouts timeouts) {
        this.sessions = sessions;
        connectTimeout = timeouts.connect();
        silenceTimeout = timeouts.pingInterval().plus(timeouts.pingTimeout());
    }

    /** Looks at every session once. Called once a second, on the event loop. */
    public void sweep() {
        for (var session : sessions.all()) {
            if (isAbandoned(session) || isSilent(session) || isBehind(session) || isIncomplete(session)) {
                sessions.end(session);
            } else if (session.isUpgrading() && session.upgradeTime().compareTo(connectTimeout) > 0) {
                session.webSocket().close();
            }
        }
    }

    /** Whether a session has fallen silent, and ends now. A request must not wait for the next sweep. */
    public boolean endIfSilent(Session session) {
        if (isSilent(session)) {
            sessions.end(session);
            return true;
        }
        return false;
    }

    private boolean isAbandoned(Session session) {
        return !session.isConnected() && session.loneliness().compareTo(connectTimeout) > 0;
    }

    private boolean isSilent(Session session) {
        return session.silence().compareTo(silenceTimeout) > 0;
    }

    private boolean isIncomplete(Session session) {
        var packet = session.incomplete();
        return packet != null && packet.age().compareTo(silenceTimeout) > 0;
    }

    private static boolean isBehind(Session session) {
        return session.client().getPacketsQueue(Transport.POLLING).size() > MAX_WAITING_PACKETS;
    }
}
