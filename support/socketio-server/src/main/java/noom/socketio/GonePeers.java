package noom.socketio;

import java.time.Duration;

/**
 * netty-socketio tells a client that it takes for gone to disconnect, and a browser that was only asleep reads that when
 * it wakes, and stays away for good; it does so on another thread than the one on which handlers run, too. This ends
 * such a session first: its client sees its transport close.
 */
final class GonePeers {
    private final Duration patience;

    GonePeers(Timeouts patience) {
        this.patience = patience.pingInterval().plus(patience.pingTimeout());
    }

    boolean gone(Session session) {
        return session.silence().compareTo(patience) > 0;
    }
}
