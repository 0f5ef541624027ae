package noom.socketio.session;

import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.handler.EncoderHandler;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.UUID;
import noom.socketio.protocol.IncompletePacket;

/** The state of an Engine.IO session that netty-socketio does not keep or does not show. For the event loop only. */
public final class Session {
    /** The session for which a WebSocket was opened. */
    public static final AttributeKey<Session> OF_WEB_SOCKET = AttributeKey.valueOf("noom.session");

    private final ClientHead client;
    private final long openedAt = System.nanoTime();
    private long heardAt = openedAt;
    private long leftAt = openedAt;
    private int namespaces;
    private int connects;
    private IncompletePacket incomplete;
    private Channel poll;
    private Channel webSocket;
    private long upgradeBeganAt;
    private boolean isProbed;
    private long awaitedTurn;

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

    /** Whether the session is in a namespace: the client has sent the Socket.IO packet CONNECT. */
    public boolean isConnected() {
        return namespaces > 0;
    }

    void joined() {
        namespaces++;
    }

    void left() {
        namespaces--;
        leftAt = System.nanoTime();
    }

    /** Counts a CONNECT, and returns how many there were. */
    int countConnect() {
        return ++connects;
    }

    /** The packet whose attachments are awaited, or null. */
    public IncompletePacket incomplete() {
        return incomplete;
    }

    /** Sets the packet whose attachments are awaited. */
    public void incomplete(IncompletePacket packet) {
        incomplete = packet;
    }

    /** Notes that the client has sent a packet of any kind. */
    public void heard() {
        heardAt = System.nanoTime();
    }

    /** For how long the session has been in no namespace, if it is in none. */
    Duration loneliness() {
        return Duration.ofNanos(System.nanoTime() - leftAt);
    }

    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heardAt);
    }

    /** Sets the latest request that polls for packets. */
    public void poll(Channel connection) {
        poll = connection;
    }

    /** Whether a poll waits for its answer. */
    public boolean isPollWaiting() {
        return poll != null
                && poll.isActive()
                && poll.attr(EncoderHandler.WRITE_ONCE).get() == null;
    }

    /** The WebSocket of this session, also while it is only probed; or null. */
    public Channel webSocket() {
        return webSocket;
    }

    /** Sets the WebSocket on which the session has begun. */
    void webSocket(Channel connection) {
        webSocket = connection;
        connection.attr(OF_WEB_SOCKET).set(this);
    }

    /** Forgets the WebSocket of an upgrade that has failed. */
    void upgradeFailed() {
        webSocket = null;
    }

    /** Sets a WebSocket that the session is to be upgraded to. */
    public void upgrade(Channel connection) {
        webSocket(connection);
        upgradeBeganAt = System.nanoTime();
        isProbed = false;
    }

    /** Whether a WebSocket is open, and the session still uses polling. */
    boolean isUpgrading() {
        return webSocket != null && isPolling();
    }

    /** Whether this is the first probe of the WebSocket of an upgrade. */
    boolean isFirstProbe() {
        var isFirst = !isProbed;
        isProbed = true;
        return isFirst;
    }

    /** Notes that broadcasts of this turn wait for the session. */
    public void awaits(long turn) {
        awaitedTurn = turn;
    }

    /** Whether broadcasts of this turn wait for the session. */
    public boolean isAwaiting(long turn) {
        return awaitedTurn == turn;
    }

    Duration upgradeTime() {
        return Duration.ofNanos(System.nanoTime() - upgradeBeganAt);
    }
}
