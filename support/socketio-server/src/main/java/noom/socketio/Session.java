package noom.socketio;

import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.handler.ClientHead;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.time.Duration;

/**
 * What netty-socketio does not know of a session, or keeps to itself. Read and written by the server's one thread only.
 */
final class Session {
    /** Stands at a WebSocket that was opened for a session which began on polling. */
    static final AttributeKey<Session> UPGRADING = AttributeKey.valueOf("noom.upgrading");

    final ClientHead client;
    private final long opened = System.nanoTime();

    /** When the client last sent a packet. */
    private long heard = opened;

    /** Whether the client followed up its handshake: it sent the Socket.IO packet CONNECT. */
    boolean joined;

    /** The request that asked for packets last; answered or not, or null. */
    Channel poll;

    /** The WebSocket, or the one that would become it, or null. */
    Channel webSocket;

    Session(ClientHead client) {
        this.client = client;
    }

    boolean polling() {
        return client.getCurrentTransport() == Transport.POLLING;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - opened);
    }

    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heard);
    }

    void hear() {
        heard = System.nanoTime();
    }
}
