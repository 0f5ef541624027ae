package noom.socketio.session;

import java.time.Duration;

/**
 * How long the server waits for a client.
 *
 * @param connect from the Engine.IO handshake to the packet CONNECT, and from a request to upgrade to its completion
 * @param pingInterval between two pings; whole milliseconds
 * @param pingTimeout from a ping to its answer; whole milliseconds
 */
public record Timeouts(Duration connect, Duration pingInterval, Duration pingTimeout) {
    /** The timeouts of every server outside of tests. */
    public static final Timeouts STANDARD =
            new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(10));
}
