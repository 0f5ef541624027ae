package noom.socketio;

import java.time.Duration;

/**
 * How long the server waits for a client. The tests wait less.
 *
 * @param toJoin from the handshake to the packet CONNECT
 * @param pingInterval between two pings
 * @param pingTimeout for the answer to a ping
 */
record Timeouts(Duration toJoin, Duration pingInterval, Duration pingTimeout) {
    static final Timeouts STANDARD =
            new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(10));
}
