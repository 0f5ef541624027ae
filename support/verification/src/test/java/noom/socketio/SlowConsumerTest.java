package noom.socketio;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import noom.socketio.session.SlowConsumerHandler;
import noom.testkit.PollingPackets;
import noom.testkit.RawConnection;
import noom.testkit.WebSocketPackets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A client that does not read is cut, and nobody else; one that is only behind is not. */
@Order(2)
class SlowConsumerTest {
    private static final int BUSY_MESSAGES = 4_096;
    private static final String LONG_TEXT = "x".repeat(1_000);

    private HardenedSocketIOServer server;

    @BeforeEach
    void start() {
        server = TestChat.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    /** A client for which the system keeps little, so that the rest waits in the server. */
    private RawConnection connectSleeper() throws IOException {
        var sleeper = new RawConnection(server.port(), 4_096).webSocket();
        sleeper.sendFrame(0x81, "40".getBytes(StandardCharsets.UTF_8));
        await().until(() -> server.getAllClients().size() == 2);
        return sleeper;
    }

    private void broadcast(String text) {
        server.getBroadcastOperations().sendEvent("new_message", text);
    }

    /** What waits when the server has written all that the system takes now. */
    private long pendingBytesAfterFlush() {
        var bytes = new CompletableFuture<Long>();
        server.execute(() -> bytes.complete(server.pendingBytes()));
        return bytes.join();
    }

    /** Sends 100 messages in one go, and returns when the other client has them. */
    private void broadcastHundred(WebSocketPackets listener, int batch) {
        server.execute(() -> {
            for (var i = 0; i < 100; i++) {
                broadcast(LONG_TEXT + batch);
            }
            broadcast("end of " + batch);
        });
        listener.awaitLine("end of " + batch);
    }

    @Test
    void aClientThatDoesNotReadIsCut() throws Exception {
        try (var listener = WebSocketPackets.join(server.port());
                var sleeper = connectSleeper()) {
            var batches = 0;
            while (server.getAllClients().size() == 2) {
                assertTrue(batches < 1_000, "100 MB are sent, and the client is not cut.");
                broadcastHundred(listener, batches++);
                assertTrue(server.pendingBytes() <= 2 * SlowConsumerHandler.WATER_MARK.high());
            }

            var received = sleeper.readToTheEnd();
            assertTrue(new String(received, StandardCharsets.UTF_8).contains(LONG_TEXT + "0"));
            // Everything that the system has not taken waited in the server, but for the last batch.
            var sent = (batches - 1) * 100L * LONG_TEXT.length();
            assertTrue(sent - received.length < SlowConsumerHandler.WATER_MARK.high(), () -> sent + " were sent.");
            await().until(() -> server.pendingBytes() == 0);
            broadcast("and on");
            listener.awaitLine("and on");
        }
    }

    @Test
    void aClientThatIsFourThousandMessagesBehindSurvives() throws Exception {
        try (var listener = WebSocketPackets.join(server.port());
                var sleeper = connectSleeper()) {
            for (var batch = 0; pendingBytesAfterFlush() < LONG_TEXT.length(); batch++) {
                broadcastHundred(listener, batch);
            }
            var filled = pendingBytesAfterFlush();
            var sent = new CountDownLatch(1);
            server.execute(() -> {
                for (var i = 0; i < BUSY_MESSAGES; i++) {
                    broadcast("Somebody: a short message, such as people write, number " + i);
                }
                sent.countDown();
            });
            sent.await();
            listener.awaitLine("Somebody: a short message, such as people write, number " + (BUSY_MESSAGES - 1));
            assertTrue(server.pendingBytes() - filled > BUSY_MESSAGES * 75L, "It is not behind.");
            assertEquals(2, server.getAllClients().size());

            // It reads on, and then leaves by itself.
            sleeper.sendFrame(0x81, "42[\"new_message\",\"still here\"]".getBytes(StandardCharsets.UTF_8));
            listener.awaitLine("Anon: still here");
            sleeper.sendFrame(0x88, new byte[0]);
            var received = new String(sleeper.readToTheEnd(), StandardCharsets.UTF_8);
            assertTrue(received.contains("number " + (BUSY_MESSAGES - 1) + "\"]"));
            assertTrue(received.contains("Anon: still here"));
        }
    }

    @Test
    void aClientThatDoesNotPollIsEnded() throws Exception {
        var idle = PollingPackets.join(server.port());
        try (var listener = WebSocketPackets.join(server.port())) {
            server.execute(() -> {
                for (var i = 0; i < BUSY_MESSAGES; i++) {
                    broadcast("short " + i);
                }
            });
            listener.awaitLine("short " + (BUSY_MESSAGES - 1));
            // The sweep comes once a second. The session that is only just not too far behind survives two of them.
            var swept = new CountDownLatch(1);
            server.schedule(swept::countDown, Duration.ofMillis(2_100));
            swept.await();
            assertEquals(200, idle.post("3"));

            broadcast("one too many");
            listener.awaitLine("one too many");
            await().atMost(Duration.ofSeconds(20)).until(() -> server.sessions() == 1);
            assertEquals(400, idle.post("3"));
            assertFalse(server.getAllClients().isEmpty());
        }
    }
}
