package noom.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The load generator fails on a lost, doubled, damaged or reordered message. */
class LoadGeneratorTest {
    private static final int CLIENTS = 3;
    private static final int SIZE = Protocol.TCP.encodeReceived(LoadGenerator.message(0)).length;

    @Test
    void everyDeliveryIsCounted() throws IOException {
        try (var server = new FanOut((number, message) -> message);
                var load = LoadGenerator.connect(Protocol.TCP, server.port(), CLIENTS)) {
            var result = load.saturate(8, Duration.ofMillis(100));

            assertEquals(server.received() * CLIENTS, result.deliveries());
            assertTrue(result.perSecond() > 0);
        }
    }

    @Test
    void latencyStartsAtTheScheduledTime() throws IOException {
        try (var server = new FanOut((number, message) -> message);
                var load = LoadGenerator.connect(Protocol.TCP, server.port(), CLIENTS)) {
            var result = load.atRate(300, Duration.ofMillis(200));

            assertEquals(20 * CLIENTS, result.deliveries(), CLIENTS);
            assertTrue(result.latency(50) > 0);
            assertTrue(result.latency(99) >= result.latency(50));
        }
    }

    @Test
    void aMessageIsCompleteWhenTheLastClientHasIt() throws IOException {
        try (var server = new FanOut((number, message) -> message);
                var load = LoadGenerator.connect(Protocol.TCP, server.port(), CLIENTS)) {
            var result = load.saturateWithCompletions(4, Duration.ofMillis(100));

            assertEquals(server.received(), result.completions().getTotalCount());
            assertTrue(result.completions().getMinValue() > 0);
        }
    }

    @Test
    void aLostMessageIsAFailure() throws IOException {
        assertFails((number, message) -> number == 5 ? new byte[0] : message);
    }

    @Test
    void aDoubledMessageIsAFailure() throws IOException {
        assertFails((number, message) -> number == 5 ? twice(message) : message);
    }

    @Test
    void aDamagedMessageIsAFailure() throws IOException {
        assertFails((number, message) -> {
            message[SIZE - 1] = (byte) (number == 5 ? 'y' : 'x');
            return message;
        });
    }

    @Test
    void aClosedConnectionIsAFailure() throws IOException {
        assertFails((number, message) -> {
            if (number == 5) {
                throw new IllegalStateException("The server ends.");
            }
            return message;
        });
    }

    private static void assertFails(BiFunction<Integer, byte[], byte[]> fault) throws IOException {
        try (var server = new FanOut(fault);
                var load = LoadGenerator.connect(Protocol.TCP, server.port(), CLIENTS)) {
            assertThrows(UncheckedIOException.class, () -> load.saturate(8, Duration.ofSeconds(5)));
        }
    }

    private static byte[] twice(byte[] message) {
        var both = new byte[2 * message.length];
        System.arraycopy(message, 0, both, 0, message.length);
        System.arraycopy(message, 0, both, message.length, message.length);
        return both;
    }

    /** Sends the messages of the first client to all, after a fault has changed them. */
    private static final class FanOut implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final CopyOnWriteArrayList<Socket> clients = new CopyOnWriteArrayList<>();
        private volatile int received;

        FanOut(BiFunction<Integer, byte[], byte[]> fault) throws IOException {
            var thread = new Thread(() -> run(fault));
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return listener.getLocalPort();
        }

        long received() {
            return received;
        }

        private void run(BiFunction<Integer, byte[], byte[]> fault) {
            try {
                for (var i = 0; i < CLIENTS; i++) {
                    clients.add(listener.accept());
                    clients.get(i).getOutputStream().write('!');
                }
                var speaker = clients.get(0).getInputStream();
                for (var message = speaker.readNBytes(SIZE); message.length == SIZE; ) {
                    received++;
                    var out = fault.apply(received, message);
                    for (var client : clients) {
                        client.getOutputStream().write(out);
                    }
                    message = speaker.readNBytes(SIZE);
                }
            } catch (IOException | IllegalStateException e) {
                close();
            }
        }

        @Override
        public void close() {
            try {
                listener.close();
                for (var client : clients) {
                    client.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
