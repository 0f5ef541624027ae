package noom.socketio;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import noom.socketio.session.Timeouts;
import noom.testkit.PollingPackets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several namespaces on one connection, and the {@code auth} that a client sends to each. */
class NamespacesTest {
    private static final Timeouts SHORT =
            new Timeouts(Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofMillis(10_000));

    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final HardenedSocketIOServer server = new HardenedSocketIOServer(0, SHORT);
    private SocketIONamespace news;

    @BeforeEach
    void start() {
        news = server.addNamespace("/news");
        for (var namespace : List.of(server.getNamespace(""), news, server.addNamespace("/secret"))) {
            namespace.addConnectListener(socket -> socket.sendEvent("auth", auth(socket)));
            namespace.addDisconnectListener(socket -> log.add("left " + namespace.getName()));
            namespace.addEventListener(
                    "whoami", String.class, (socket, nothing, ack) -> socket.sendEvent("you", auth(socket)));
        }
        server.getNamespace("/secret").addAuthTokenListener(NamespacesTest::checkPassword);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private static Object auth(SocketIOClient socket) {
        return socket.getHandshakeData().getAuthToken();
    }

    private static AuthTokenResult checkPassword(Object auth, SocketIOClient socket) {
        var isRight =
                auth instanceof JsonNode json && json.path("password").asText().equals("open");
        return isRight ? AuthTokenResult.AuthTokenResultSuccess : new AuthTokenResult(false, "Wrong password");
    }

    /** Joins a namespace, and reads the answer and the event {@code auth}. */
    private static void join(FrameClient client, String namespace, String auth) {
        client.send("40" + namespace + auth);
        assertTrue(client.next().startsWith("40" + namespace + "{\"sid\":"));
        client.next();
    }

    private String nextLogged() throws InterruptedException {
        return log.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void eachNamespaceOfAConnectionKeepsItsOwnAuth() {
        try (var client = FrameClient.handshake(server.port())) {
            join(client, "", "{\"name\":\"main, {or} [other]\"}");
            join(client, "/news,", "{\"name\":\"news\"}");
            join(client, "/secret,", "{\"password\":\"open\"}");

            client.send("42[\"whoami\",\"\"]");
            assertEquals("42[\"you\",{\"name\":\"main, {or} [other]\"}]", client.next());
            client.send("42/news,[\"whoami\",\"\"]");
            assertEquals("42/news,[\"you\",{\"name\":\"news\"}]", client.next());
            client.send("42/secret,[\"whoami\",\"\"]");
            assertEquals("42/secret,[\"you\",{\"password\":\"open\"}]", client.next());
        }
    }

    @Test
    void withoutAuthTheTokenIsEmpty() {
        try (var client = FrameClient.handshake(server.port())) {
            client.send("40");
            client.next();

            assertEquals("42[\"auth\",{}]", client.next());
        }
    }

    @Test
    void anAuthOfSixtyFourKilobytesArrivesWhole() {
        var before = "40{\"token\":\"";
        var token = "x".repeat(65_536 - before.length() - 2);
        try (var client = FrameClient.handshake(server.port())) {
            client.send(before + token + "\"}");
            client.next();
            assertEquals("42[\"auth\",{\"token\":\"" + token + "\"}]", client.next());
        }
        try (var client = FrameClient.handshake(server.port())) {
            client.send(before + token + "x\"}");
            client.awaitClosed();
        }
    }

    @Test
    void anAuthOfThousandsOfValuesEndsTheSession() {
        for (var values : List.of(400, 20_000)) {
            try (var client = FrameClient.handshake(server.port())) {
                client.send("40{\"list\":[" + "[],".repeat(values) + "1]}");
                if (values == 400) {
                    client.next();
                    assertTrue(client.next().startsWith("42[\"auth\",{\"list\":[[],"));
                } else {
                    client.awaitClosed();
                }
            }
        }
    }

    @Test
    void anEventReachesOnlyItsOwnNamespace() {
        try (var ann = FrameClient.handshake(server.port());
                var bob = FrameClient.handshake(server.port());
                var cem = FrameClient.handshake(server.port())) {
            join(ann, "", "");
            join(bob, "", "");
            join(bob, "/news,", "");
            join(cem, "/news,", "");
            assertEquals(2, server.getAllClients().size());
            assertEquals(2, news.getAllClients().size());

            news.getBroadcastOperations().sendEvent("headline", 1);
            server.getBroadcastOperations().sendEvent("hello", 2);
            news.getBroadcastOperations().sendEvent("headline", 3);

            assertEquals("42[\"hello\",2]", ann.next());
            assertEquals("42/news,[\"headline\",1]", bob.next());
            assertEquals("42[\"hello\",2]", bob.next());
            assertEquals("42/news,[\"headline\",1]", cem.next());
            assertEquals("42/news,[\"headline\",3]", cem.next());
        }
    }

    private record Counted(AtomicInteger encodings) {
        @JsonValue
        private int encode() {
            return encodings.incrementAndGet();
        }
    }

    @Test
    void aBroadcastToANamespaceIsEncodedOnce() {
        var encodings = new AtomicInteger();
        try (var ann = FrameClient.handshake(server.port());
                var bob = FrameClient.handshake(server.port())) {
            join(ann, "/news,", "");
            join(bob, "/news,", "");
            server.execute(() -> news.getBroadcastOperations().sendEvent("hi", new Counted(encodings)));

            assertEquals("42/news,[\"hi\",1]", ann.next());
            assertEquals("42/news,[\"hi\",1]", bob.next());
            assertEquals(1, encodings.get());
        }
    }

    @Test
    void anAcknowledgementWorksInEachNamespace() throws Exception {
        try (var client = FrameClient.handshake(server.port())) {
            join(client, "/news,", "");
            var socket = news.getAllClients().iterator().next();
            server.execute(() -> socket.sendEvent("ask", new AckCallback<>(String.class) {
                @Override
                public void onSuccess(String answer) {
                    log.add("answer " + answer);
                }
            }));

            var id = client.next().replaceFirst("42/news,([0-9]+)\\[\"ask\"]", "$1");
            client.send("43/news," + id + "[\"yes\"]");
            assertEquals("answer yes", nextLogged());
        }
    }

    @Test
    void aRefusedAuthIsAnsweredAndMayBeTriedAgain() {
        try (var client = FrameClient.handshake(server.port())) {
            for (var auth : List.of("", "{}", "{\"password\":\"wrong\"}")) {
                client.send("40/secret," + auth);
                assertEquals("44/secret,{\"message\":\"Wrong password\"}", client.next());
            }
            assertEquals(0, server.getNamespace("/secret").getAllClients().size());

            join(client, "/secret,", "{\"password\":\"open\"}");
            assertEquals(1, server.getNamespace("/secret").getAllClients().size());
        }
    }

    @Test
    void aSessionMayLeaveEveryNamespaceAndJoinAgain() throws Exception {
        try (var client = FrameClient.handshake(server.port())) {
            join(client, "", "");
            join(client, "/news,", "");
            client.send("41");
            client.send("41/news,");
            assertEquals("left ", nextLogged());
            assertEquals("left /news", nextLogged());
            assertEquals(1, server.sessions());

            join(client, "", "{\"name\":\"again\"}");
            client.send("42[\"whoami\",\"\"]");
            assertEquals("42[\"you\",{\"name\":\"again\"}]", client.next());
        }
        assertEquals("left ", nextLogged());
        await().until(() -> server.sessions() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling"})
    void aSessionThatJoinsNothingAgainIsEnded(String transport) throws Exception {
        var webSocket = FrameClient.handshake(server.port());
        if (transport.equals("websocket")) {
            join(webSocket, "/news,", "");
            webSocket.send("41/news,");
            webSocket.awaitClosedInSpiteOfPongs();
        } else {
            webSocket.close();
            var poller = PollingPackets.join(server.port());
            poller.post("41");
            await().until(() -> poller.post("3") == 400);
        }
        await().until(() -> server.sessions() == 0);
    }

    @Test
    void aWebSocketThatIsCutEndsASessionWithoutNamespace() throws Exception {
        var waiting = new HardenedSocketIOServer(0);
        waiting.addConnectListener(socket -> socket.sendEvent("auth", "none"));
        waiting.addDisconnectListener(socket -> log.add("left"));
        waiting.start();
        try {
            var client = FrameClient.handshake(waiting.port());
            join(client, "", "");
            client.send("41");
            assertEquals("left", nextLogged());
            assertEquals(1, waiting.sessions());
            client.close();

            // Its timeout comes after ten seconds.
            await().atMost(Duration.ofSeconds(5)).until(() -> waiting.sessions() == 0 && waiting.connections() == 0);
        } finally {
            waiting.stop();
        }
    }

    @Test
    void aSessionWithoutNamespaceUpgrades() throws Exception {
        var poller = PollingPackets.join(server.port());
        try (var webSocket = FrameClient.open(server.port(), "?EIO=4&transport=websocket&sid=" + poller.session())) {
            webSocket.send("2probe");
            assertEquals("3probe", webSocket.next());
            poller.post("41");
            webSocket.send("5");

            join(webSocket, "/news,", "");
        }
    }

    @Test
    void anOpenAcknowledgementTimesOutWhenItsSocketLeaves() throws Exception {
        try (var client = FrameClient.handshake(server.port())) {
            join(client, "/news,", "");
            var socket = news.getAllClients().iterator().next();
            server.execute(() -> socket.sendEvent("ask", new AckCallback<>(String.class) {
                @Override
                public void onSuccess(String answer) {
                    log.add("answer " + answer);
                }

                @Override
                public void onTimeout() {
                    log.add("no answer");
                }
            }));
            client.next();
            client.send("41/news,");

            assertEquals("left /news", nextLogged());
            assertEquals("no answer", nextLogged());
        }
    }

    @Test
    void theServerListsItsNamespaces() {
        assertEquals(3, server.getAllNamespaces().size());
        assertSame(news, server.addNamespace("/news"));
        assertSame(news, server.getNamespace("/news"));
        assertNull(server.getNamespace("/other"));
        assertThrows(IllegalArgumentException.class, () -> server.addNamespace("news"));
        assertThrows(IllegalArgumentException.class, () -> server.addNamespace("/a,b"));
        assertThrows(UnsupportedOperationException.class, () -> server.removeNamespace("/news"));
    }
}
