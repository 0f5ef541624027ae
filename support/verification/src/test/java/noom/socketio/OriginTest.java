package noom.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import noom.testkit.PollingPackets;
import noom.testkit.WebSocketPackets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that may open a session, on both transports. */
class OriginTest {
    private static HardenedSocketIOServer server;

    @BeforeAll
    static void start() {
        server = TestChat.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:3000", "https://localhost", "http://LOCALHOST:9"})
    void aPageOfThisHostConnectsOnBothTransports(String origin) throws Exception {
        var answer = handshake("Origin", origin);

        assertEquals(200, answer.statusCode());
        assertEquals(
                origin,
                answer.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
        WebSocketPackets.open(server.port(), "&transport=websocket", "Origin", origin)
                .close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://localhost.evil.example:3000", "null", "nonsense"})
    void aForeignPageIsRefusedOnBothTransports(String origin) throws Exception {
        var answer = handshake("Origin", origin);

        assertEquals(403, answer.statusCode());
        assertEquals("{\"code\":4,\"message\":\"Forbidden\"}", answer.body());
        assertTrue(answer.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
        assertRefused("&transport=websocket", origin);
    }

    @Test
    void aForeignPageCannotTakeOverASession() throws Exception {
        var client = PollingPackets.join(server.port());
        var address = PollingPackets.address(server.port(), "?EIO=4&transport=polling&sid=" + client.session());

        assertEquals(
                403,
                PollingPackets.send("POST", address, "41", "Origin", "http://evil.example")
                        .statusCode());
        assertRefused("&transport=websocket&sid=" + client.session(), "http://evil.example");

        client.post("42[\"new_message\",\"still here\"]");
        assertEquals("42[\"new_message\",\"Anon: still here\"]", client.poll().get(0));
    }

    @Test
    void ourOwnPageMaySendHeadersOfItsOwn() throws Exception {
        var answer = preflight("http://localhost:3000");

        assertEquals(204, answer.statusCode());
        assertEquals(
                "x-trace",
                answer.headers().firstValue("Access-Control-Allow-Headers").orElse(""));
        assertEquals(
                "http://localhost:3000",
                answer.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
        assertEquals(
                "true",
                answer.headers().firstValue("Access-Control-Allow-Credentials").orElse(""));
        assertEquals(
                200,
                handshake("Origin", "http://localhost:3000", "x-trace", "1").statusCode());
    }

    @Test
    void theHeadersOfAForeignPageAreRefused() throws Exception {
        assertEquals(403, preflight("http://evil.example").statusCode());
    }

    private static HttpResponse<String> preflight(String origin) throws Exception {
        return PollingPackets.send(
                "OPTIONS",
                PollingPackets.address(server.port(), "?EIO=4&transport=polling"),
                "",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "GET",
                "Access-Control-Request-Headers",
                "x-trace");
    }

    private static HttpResponse<String> handshake(String... headers) throws Exception {
        return PollingPackets.send(
                "GET", PollingPackets.address(server.port(), "?EIO=4&transport=polling"), "", headers);
    }

    private static void assertRefused(String query, String origin) {
        var failure = assertThrows(
                CompletionException.class, () -> WebSocketPackets.open(server.port(), query, "Origin", origin));
        assertEquals(
                403,
                ((WebSocketHandshakeException) failure.getCause()).getResponse().statusCode());
    }
}
