package noom.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import noom.testkit.PollingPackets;
import org.junit.jupiter.api.Test;

/**
 * The cases of the test suite of the Engine.IO protocol, version 4, for a Socket.IO server: a message of the suite is an
 * event here. The same expectations hold for our server and for Node's.
 *
 * @see <a href="https://github.com/socketio/engine.io-protocol/tree/main/test-suite">the suite</a>
 */
abstract class EngineIOProtocolCases extends ProtocolCases {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ONE_ATTACHMENT = "{\"_placeholder\":true,\"num\":0}";

    private PollingPackets handshake() throws Exception {
        return PollingPackets.handshake(server.port());
    }

    /** A session that has joined the main namespace, and polled everything so far. */
    private PollingPackets join() throws Exception {
        var client = handshake();
        client.post("40");
        poll(client, 2);
        return client;
    }

    /** Polls until this many packets have come. Pings are answered, and not counted. */
    private static List<String> poll(PollingPackets client, int count) throws Exception {
        var packets = new ArrayList<String>();
        while (packets.size() < count) {
            for (var packet : client.poll()) {
                if (packet.equals("2")) {
                    client.post("3");
                } else {
                    packets.add(packet);
                }
            }
        }
        return packets;
    }

    private int status(String method, String query) throws Exception {
        return PollingPackets.send(method, PollingPackets.address(server.port(), query), "")
                .statusCode();
    }

    private void assertOpen(String packet, List<String> upgrades) throws IOException {
        assertEquals('0', packet.charAt(0));
        var open = JSON.readTree(packet.substring(1));
        var names =
                open.properties().stream().map(property -> property.getKey()).collect(Collectors.toSet());
        assertEquals(Set.of("sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"), names);
        assertTrue(open.get("sid").isTextual());
        assertEquals(JSON.valueToTree(upgrades), open.get("upgrades"));
        assertEquals(EchoServer.PING_INTERVAL_MILLIS, open.get("pingInterval").intValue());
        assertEquals(EchoServer.PING_TIMEOUT_MILLIS, open.get("pingTimeout").intValue());
        assertEquals(EchoServer.MAX_PAYLOAD, open.get("maxPayload").intValue());
    }

    // Handshake

    @Test
    void aPollOpensASession() throws Exception {
        var address = PollingPackets.address(server.port(), "?EIO=4&transport=polling");
        var answer = PollingPackets.send("GET", address, "");

        assertEquals(200, answer.statusCode());
        assertOpen(answer.body(), List.of("websocket"));
    }

    @Test
    void aPollOfAnUnknownVersionIsRefused() throws Exception {
        assertEquals(400, status("GET", "?transport=polling"));
        assertEquals(400, status("GET", "?EIO=abc&transport=polling"));
    }

    @Test
    void aPollOfAnUnknownTransportIsRefused() throws Exception {
        assertEquals(400, status("GET", "?EIO=4"));
        assertEquals(400, status("GET", "?EIO=4&transport=abc"));
    }

    @Test
    void aHandshakeByAnotherMethodIsRefused() throws Exception {
        assertEquals(400, status("POST", "?EIO=4&transport=polling"));
        assertEquals(400, status("PUT", "?EIO=4&transport=polling"));
    }

    @Test
    void aWebSocketOpensASession() throws Exception {
        try (var client = FrameClient.open(server.port(), "?EIO=4&transport=websocket")) {
            assertOpen(client.next(), List.of());
        }
    }

    @Test
    void aWebSocketOfAnUnknownVersionIsRefused() {
        assertRefused("?transport=websocket");
        assertRefused("?EIO=abc&transport=websocket");
    }

    @Test
    void aWebSocketOfAnUnknownTransportIsRefused() {
        assertRefused("?EIO=4");
        assertRefused("?EIO=4&transport=abc");
    }

    /** Node accepts such a WebSocket in some cases, and closes it. */
    private void assertRefused(String query) {
        try (var client = FrameClient.open(server.port(), query)) {
            client.awaitClosed();
        } catch (CompletionException refused) {
            assertInstanceOf(WebSocketHandshakeException.class, refused.getCause());
        }
    }

    // Messages

    @Test
    void aTextComesBackByPolling() throws Exception {
        var client = join();

        assertEquals(200, client.post("42[\"message\",\"hello\"]"));
        assertEquals(List.of("42[\"message-back\",\"hello\"]"), poll(client, 1));
    }

    @Test
    void severalTextsOfOneRequestComeBack() throws Exception {
        var client = join();

        assertEquals(200, client.post("42[\"message\",1]", "42[\"message\",2]", "42[\"message\",3]"));
        assertEquals(
                List.of("42[\"message-back\",1]", "42[\"message-back\",2]", "42[\"message-back\",3]"), poll(client, 3));
    }

    @Test
    void textAndBytesComeBackByPolling() throws Exception {
        var client = join();

        assertEquals(
                200, client.post("42[\"message\",\"hello\"]", "451-[\"message\"," + ONE_ATTACHMENT + "]", "bAQIDBA=="));
        assertEquals(
                List.of("42[\"message-back\",\"hello\"]", "451-[\"message-back\"," + ONE_ATTACHMENT + "]", "bAQIDBA=="),
                poll(client, 3));
    }

    @Test
    void anInvalidPacketEndsAPollingSession() throws Exception {
        var client = handshake();

        postAndIgnoreTheAnswer(client, "abc");
        assertEquals(400, client.statusOfPoll());
    }

    @Test
    void twoPollsAtOnceEndTheSession() throws Exception {
        var client = join();
        var first = client.pollInTheBackground();
        var second = client.statusOfPoll();

        // Which of them the server sees first is not known here.
        if (second == 200) {
            assertTrue(first.get(20, TimeUnit.SECONDS).isEmpty() || first.join().startsWith("{"), first::join);
        } else {
            assertEquals(400, second);
            assertEquals("1", first.get(20, TimeUnit.SECONDS));
        }
        assertEquals(400, client.statusOfPoll());
    }

    @Test
    void aTextComesBackByWebSocket() {
        try (var client = FrameClient.join(server.port())) {
            client.send("42[\"message\",\"hello\"]");

            assertEquals("42[\"message-back\",\"hello\"]", client.next());
        }
    }

    @Test
    void bytesComeBackByWebSocket() {
        try (var client = FrameClient.join(server.port())) {
            client.send("451-[\"message\"," + ONE_ATTACHMENT + "]");
            client.sendBinary(1, 2, 3, 4);

            assertEquals("451-[\"message-back\"," + ONE_ATTACHMENT + "]", client.next());
            assertEquals("binary 01020304", client.next());
        }
    }

    @Test
    void anInvalidPacketEndsAWebSocketSession() {
        try (var client = FrameClient.handshake(server.port())) {
            client.send("abc");

            client.awaitClosed();
        }
    }

    // Heartbeat

    @Test
    void aPollingSessionGetsPings() throws Exception {
        var client = join();
        for (var i = 0; i < 3; i++) {
            assertEquals(List.of("2"), client.poll());
            assertEquals(200, client.post("3"));
        }
    }

    @Test
    void aPollAfterThePingTimeoutIsRefused() throws Exception {
        var client = handshake();
        awaitPingTimeout();

        assertEquals(400, client.statusOfPoll());
    }

    /** Another session lives for longer than a silent one may. */
    private void awaitPingTimeout() {
        try (var other = FrameClient.join(server.port())) {
            for (var waited = 0;
                    waited < EchoServer.PING_INTERVAL_MILLIS + EchoServer.PING_TIMEOUT_MILLIS;
                    waited += EchoServer.PING_INTERVAL_MILLIS) {
                assertEquals("2", other.nextOrPing());
                other.send("3");
            }
        }
    }

    @Test
    void aWebSocketSessionGetsPings() {
        try (var client = FrameClient.join(server.port())) {
            for (var i = 0; i < 3; i++) {
                assertEquals("2", client.nextOrPing());
                client.send("3");
            }
        }
    }

    @Test
    void aWebSocketWithoutPongsIsClosed() {
        try (var client = FrameClient.join(server.port())) {
            client.awaitClosed();
        }
    }

    // Close

    @Test
    void closingAnswersTheWaitingPoll() throws Exception {
        String answer;
        PollingPackets client;
        do {
            client = handshake();
            var waiting = client.pollInTheBackground();
            postAndIgnoreTheAnswer(client, "1");
            answer = waiting.get(20, TimeUnit.SECONDS);
            // The poll may reach the server after the packet that closes. Then it finds no session.
        } while (answer.startsWith("{"));

        assertEquals("6", answer);
        assertEquals(400, client.statusOfPoll());
    }

    @Test
    void closingEndsAWebSocket() {
        try (var client = FrameClient.handshake(server.port())) {
            client.send("1");

            client.awaitClosed();
        }
    }

    /** Node cuts the connection of such a request. */
    private static void postAndIgnoreTheAnswer(PollingPackets client, String packet) throws InterruptedException {
        try {
            client.post(packet);
        } catch (IOException cut) {
            // The next poll shows whether the session has ended.
        }
    }

    // Upgrade

    private FrameClient probe(PollingPackets client) {
        var webSocket = FrameClient.open(server.port(), "?EIO=4&transport=websocket&sid=" + client.session());
        webSocket.send("2probe");
        assertEquals("3probe", webSocket.next());
        return webSocket;
    }

    private static void assertEchoes(FrameClient webSocket) {
        webSocket.send("42[\"message\",\"hello\"]");
        assertEquals("42[\"message-back\",\"hello\"]", webSocket.next());
    }

    @Test
    void aPollingSessionUpgradesToWebSocket() throws Exception {
        var client = join();
        try (var webSocket = probe(client)) {
            assertEquals(List.of("6"), poll(client, 1));

            webSocket.send("5");
            assertEchoes(webSocket);
        }
    }

    @Test
    void afterAnUpgradeAPollIsRefused() throws Exception {
        var client = join();
        try (var webSocket = probe(client)) {
            webSocket.send("5");
            assertEchoes(webSocket);

            assertEquals(400, client.statusOfPoll());
            assertEchoes(webSocket);
        }
    }

    @Test
    void afterAnUpgradeASecondWebSocketIsClosed() throws Exception {
        var client = join();
        try (var webSocket = probe(client)) {
            webSocket.send("5");
            assertEchoes(webSocket);

            var second = FrameClient.open(server.port(), "?EIO=4&transport=websocket&sid=" + client.session());
            second.awaitClosed();
            assertEchoes(webSocket);
        }
    }
}
