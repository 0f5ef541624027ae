package noom.support;

import java.time.Duration;

/**
 * How long the server waits for a client. The tests wait less.
 *
 * @param toJoin from the handshake to the packet CONNECT
 * @param pingInterval between two pings
 * @param pingTimeout for the answer to a ping
 */
record Patience(Duration toJoin, Duration pingInterval, Duration pingTimeout) {
    static final Patience STANDARD =
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(10));
}
