package noom.socketio;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import noom.socketio.session.Timeouts;
import noom.testkit.PollingPackets;
import noom.testkit.RawConnection;
import noom.testkit.WebSocketPackets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start and the stop of the server, and the end of sessions and connections. */
@Order(3)
class HardenedSocketIOServerTest {
    private static final Timeouts SHORT =
            new Timeouts(Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofMillis(1_000));

    /** One server for the tests that do not stop it, with timeouts of about a second. */
    private static HardenedSocketIOServer server;

    @BeforeAll
    static void start() {
        server = echo(0, SHORT);
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    private static HardenedSocketIOServer echo(int port, Timeouts timeouts) {
        var server = new HardenedSocketIOServer(port, timeouts);
        server.addEventListener(
                "new_message", JsonNode.class, (client, text, ack) -> client.sendEvent("new_message", text.asText()));
        server.addEventListener(
                "a_text_of", JsonNode.class, (client, length, ack) -> client.sendEvent("h".repeat(length.asInt())));
        return server;
    }

    @Test
    void aPortInUseIsReportedWithoutLeavingThreads() throws Exception {
        try (var other = new ServerSocket(0)) {
            var threads = new ThreadGroup("threads of the server");
            var failure = assertThrows(
                    CompletionException.class,
                    () -> startIn(threads, new HardenedSocketIOServer(other.getLocalPort())));

            assertInstanceOf(IllegalStateException.class, failure.getCause());
            assertInstanceOf(BindException.class, failure.getCause().getCause());
            await().until(() -> threads.activeCount() == 0);
        }
    }

    /** From Java 24 on this needs a JVM flag that tests do not have. */
    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    @EnabledForJreRange(max = JRE.JAVA_23)
    void linuxServesClientsByEpoll() {
        var names = Thread.getAllStackTraces().keySet().stream().map(Thread::getName);

        assertTrue(names.anyMatch(name -> name.startsWith("epollEventLoopGroup")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling"})
    void afterAStopClientsReconnectToTheNextServer(String transport) throws Exception {
        var threads = new ThreadGroup("threads of the server");
        var first = echo(0, Timeouts.STANDARD);
        startIn(threads, first);
        assertTrue(threads.activeCount() > 0);
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        var options = IO.Options.builder()
                .setTransports(new String[] {transport})
                .setReconnectionDelay(100)
                .build();
        var client = IO.socket(URI.create("http://localhost:" + first.port()), options);
        client.on(Socket.EVENT_CONNECT, nothing -> events.add("connect"));
        client.on(Socket.EVENT_DISCONNECT, reason -> events.add("disconnect: " + reason[0]));
        client.on("new_message", text -> events.add("heard: " + text[0]));
        client.connect();
        try {
            assertEquals("connect", events.poll(20, TimeUnit.SECONDS));
            client.emit("new_message", "hi");
            assertEquals("heard: hi", events.poll(20, TimeUnit.SECONDS));

            var asked = System.nanoTime();
            first.stop();
            var taken = Duration.ofNanos(System.nanoTime() - asked);
            assertTrue(taken.toMillis() < 2_000, () -> "It took " + taken);
            var reason = events.poll(20, TimeUnit.SECONDS);
            assertTrue(
                    List.of("disconnect: transport close", "disconnect: transport error")
                            .contains(reason),
                    reason);

            client.emit("new_message", "typed meanwhile");
            var second = echo(first.port(), Timeouts.STANDARD);
            startIn(threads, second);
            assertEquals("connect", events.poll(20, TimeUnit.SECONDS));
            assertEquals("heard: typed meanwhile", events.poll(20, TimeUnit.SECONDS));
            second.stop();
        } finally {
            client.close();
        }
        await().until(() -> threads.activeCount() == 0);
    }

    /** RFC 6455, section 5.2: a length of up to 125 takes one byte, up to 65,535 three, and above nine. */
    @ParameterizedTest
    @ValueSource(ints = {125, 126, 65_535, 65_536, 200_000})
    void aFrameOfAnyLengthArrivesWhole(int length) {
        try (var client = WebSocketPackets.join(server.port())) {
            var text = "h".repeat(length - "42[\"\"]".length());
            client.send("42[\"a_text_of\"," + text.length() + "]");

            assertEquals("42[\"" + text + "\"]", client.awaitPacket("42"));
        }
    }

    @Test
    void aSessionWithoutConnectIsEnded() throws Exception {
        var poller = PollingPackets.handshake(server.port());
        try (var webSocket = WebSocketPackets.handshake(server.port());
                var connection = new RawConnection(server.port()).webSocket()) {
            // It answers pings, but it has not sent CONNECT.
            await().until(() -> poller.post("3") == 400);
            webSocket.awaitClosed();
            connection.readToTheEnd();
        }
        awaitNoSession();
    }

    @Test
    void anUpgradeThatIsNotCompletedLeavesItsSession() throws Exception {
        var client = PollingPackets.join(server.port());
        try (var webSocket = WebSocketPackets.upgrade(server.port(), client.session())) {
            webSocket.send("2probe");
            webSocket.awaitPacket("3probe");

            while (webSocket.isOpen()) {
                assertEquals(200, client.post("3"));
            }
        }
        client.post("42[\"new_message\",\"still here\"]");
        assertTrue(client.poll().contains("42[\"new_message\",\"still here\"]"));
        client.post("1");
    }

    @Test
    void aDrippingOrSilentRequestIsCutAfterFiveSeconds() throws Exception {
        var drips = Executors.newSingleThreadScheduledExecutor();
        var opened = System.nanoTime();
        try (var dripping = new RawConnection(server.port());
                var silent = new RawConnection(server.port())) {
            dripping.send("POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nContent-Length: 999\r\n\r\n");
            drips.scheduleAtFixedRate(() -> drip(dripping), 0, 100, TimeUnit.MILLISECONDS);

            assertEquals(0, dripping.readToTheEnd().length);
            assertEquals(0, silent.readToTheEnd().length);
            var seconds = (System.nanoTime() - opened) / 1e9;
            assertTrue(seconds > 4.5 && seconds < 10, () -> "It took " + seconds + " s.");
        } finally {
            drips.shutdownNow();
        }
    }

    private static void drip(RawConnection connection) {
        try {
            connection.send("x");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aConnectionOpensOneSessionAtMost() throws Exception {
        awaitNoSession();
        try (var connection = new RawConnection(server.port())) {
            connection.send("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(100));

            connection.readToTheEnd();
            assertEquals(1, server.sessions());
        }
    }

    @Test
    void aRefusedHandshakeLeavesNothingBehind() throws Exception {
        for (var query : List.of("?EIO=4&transport=polling", "?EIO=4&transport=websocket", "?EIO=4", "?")) {
            for (var method : List.of("POST", "OPTIONS", "PUT", "HEAD")) {
                PollingPackets.send(method, PollingPackets.address(server.port(), query), "");
            }
        }
        awaitNoSession();
    }

    @Test
    void aSilentPeerIsNoticedOnBothTransports() throws Exception {
        var poller = PollingPackets.join(server.port());
        try (var silent = WebSocketPackets.join(server.port());
                var answering = WebSocketPackets.join(server.port())) {
            // The client that answers pings outlives the silent one.
            while (silent.isOpen()) {
                answering.awaitPacket("2");
                answering.send("3");
            }
            answering.send("42[\"new_message\",\"still here\"]");
            answering.awaitLine("still here");
        }
        await().until(() -> poller.post("3") == 400);
        awaitNoSession();
    }

    @Test
    void aDisconnectEndsTheSessionOnBothTransports() throws Exception {
        var poller = PollingPackets.join(server.port());
        var waiting = poller.pollInTheBackground();
        poller.post("41");
        waiting.get(20, TimeUnit.SECONDS);
        try (var webSocket = WebSocketPackets.join(server.port())) {
            webSocket.send("41");
            webSocket.awaitClosed();
        }
        awaitNoSession();
    }

    @Test
    void aWebSocketPingIsAnswered() throws Exception {
        try (var client = WebSocketPackets.join(server.port())) {
            assertEquals("are you there", client.ping("are you there"));
        }
    }

    @Test
    void theHandshakeTellsTheLargestPayload() {
        try (var client = WebSocketPackets.handshake(server.port())) {
            var open = client.awaitPacket("0");

            assertTrue(open.contains("\"pingInterval\":500,\"pingTimeout\":1000,\"maxPayload\":65536"), open);
        }
    }

    @Test
    void anAnswerAnnouncesThatItsConnectionCloses() throws Exception {
        var client = PollingPackets.join(server.port());
        var address = PollingPackets.address(server.port(), "?EIO=4&transport=polling&sid=" + client.session());
        var answer = PollingPackets.send("POST", address, "3");

        assertEquals("close", answer.headers().firstValue("Connection").orElse(""));
    }

    @Test
    void noCookieIsSet() throws Exception {
        var address = PollingPackets.address(server.port(), "?EIO=4&transport=polling");
        var answer = PollingPackets.send("GET", address, "", "Cookie", "io=00000000-0000-0000-0000-000000000000");

        assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty());
        assertTrue(!answer.body().contains("00000000-0000-0000-0000-000000000000"));
    }

    private static void awaitNoSession() {
        await().atMost(Duration.ofSeconds(20)).until(() -> server.sessions() == 0 && server.connections() == 0);
    }

    /** A thread belongs to the group of the thread that starts it, so a group holds the threads of one server. */
    private static void startIn(ThreadGroup group, HardenedSocketIOServer server) {
        var started = new CompletableFuture<Void>();
        var start = new Thread(group, () -> {
            try {
                server.start();
                started.complete(null);
            } catch (RuntimeException failure) {
                started.completeExceptionally(failure);
            }
        });
        start.start();
        started.join();
    }
}
