package noom.websocket;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;

/**
 * Pings every connection once an interval, and closes those that have not answered the last ping. Time counts while the server
 * runs only. Java-WebSocket compares the time of day before it reads the pongs that wait, so a server that was paused cuts
 * every client.
 */
final class Heartbeat {
    private final RunningTime time;

    /** Connections that were pinged and have not answered. The maintenance thread adds, the decoder thread removes. */
    private final Set<WebSocket> unanswered =
            Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

    /** Zero or less: no heartbeat. */
    private volatile long intervalNanos;

    private long lastBeat;

    Heartbeat(RunningTime time) {
        this.time = time;
    }

    void setInterval(int seconds) {
        intervalNanos = TimeUnit.SECONDS.toNanos(seconds);
    }

    int interval() {
        return (int) TimeUnit.NANOSECONDS.toSeconds(intervalNanos);
    }

    void pong(WebSocket socket) {
        unanswered.remove(socket);
    }

    /** Whether it is time to {@link #check} all connections. Begins the next interval then. */
    boolean isDue() {
        var due = intervalNanos > 0 && time.nanos() - lastBeat >= intervalNanos;
        if (due) {
            lastBeat = time.nanos();
        }
        return due;
    }

    void check(WebSocketImpl socket) {
        if (!socket.isOpen()) {
            return;
        }
        if (!unanswered.add(socket)) {
            socket.closeConnection(CloseFrame.ABNORMAL_CLOSE, "The client did not answer a ping.");
            return;
        }
        try {
            socket.sendPing();
        } catch (WebsocketNotConnectedException e) {
            // The client has just left.
        }
    }
}
