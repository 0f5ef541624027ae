package noom.socketio.session;

import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.handler.ClientHead;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.UUID;

/** The state of an Engine.IO session that netty-socketio does not keep or does not show. For the event loop only. */
public final class Session {
    /** The session for which a WebSocket was opened that began on polling. */
    static final AttributeKey<Session> UPGRADING = AttributeKey.valueOf("noom.upgrading");

    private final ClientHead client;
    private final long openedAt = System.nanoTime();
    private long heardAt = openedAt;
    private boolean isConnected;
    private Channel poll;
    private Channel webSocket;
    private long upgradeBeganAt;

    Session(ClientHead client) {
        this.client = client;
    }

    /** The library's own object for this session. */
    public ClientHead client() {
        return client;
    }

    /** The session id. It is a credential: it must not reach another client. */
    public UUID id() {
        return client.getSessionId();
    }

    /** Whether the session uses HTTP long polling now. */
    public boolean isPolling() {
        return client.getCurrentTransport() == Transport.POLLING;
    }

    /** Whether the client has sent the Socket.IO packet CONNECT. */
    public boolean isConnected() {
        return isConnected;
    }

    /** Notes that the client has sent CONNECT. */
    public void connected() {
        isConnected = true;
    }

    /** Notes that the client has sent a packet of any kind. */
    public void heard() {
        heardAt = System.nanoTime();
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - openedAt);
    }

    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heardAt);
    }

    /** The latest request that polls for packets, answered or not; or null. */
    public Channel poll() {
        return poll;
    }

    /** Sets the latest request that polls for packets. */
    public void poll(Channel connection) {
        poll = connection;
    }

    /** The WebSocket of this session, also while it is only probed; or null. */
    public Channel webSocket() {
        return webSocket;
    }

    void webSocket(Channel connection) {
        webSocket = connection;
    }

    /** Sets a WebSocket that the session is to be upgraded to. */
    public void upgrade(Channel connection) {
        webSocket = connection;
        upgradeBeganAt = System.nanoTime();
        connection.attr(UPGRADING).set(this);
    }

    /** Whether a WebSocket is open, and the session still uses polling. */
    boolean isUpgrading() {
        return webSocket != null && isPolling();
    }

    Duration upgradeTime() {
        return Duration.ofNanos(System.nanoTime() - upgradeBeganAt);
    }
}
