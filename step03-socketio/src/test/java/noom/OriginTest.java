package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import noom.support.OriginRule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose pages may open a connection, by the rule and on both transports. */
class OriginTest {
    private static ChatServer chat;

    @BeforeAll
    static void start() {
        chat = ChatServer.start(0);
    }

    @AfterAll
    static void stop() {
        chat.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "http://teacher:3000, teacher:3001",
        "http://teacher, teacher:3001",
        "https://noom.example, noom.example",
        "HTTP://Teacher:3000, tEACHER:3001",
        "http://192.168.0.7:3000, 192.168.0.7:3001",
        "http://[::1]:3000, [::1]:3001",
        "http://[FE80::1]:3000, [fe80::1]:3001",
        "http://xn--bcher-kva.example, xn--bcher-kva.example:3001",
    })
    void aPageOfTheSameHostMay(String origin, String host) {
        assertTrue(OriginRule.allows(origin, host));
    }

    @Test
    void aProgramThatSendsNoOriginMay() {
        assertTrue(OriginRule.allows(null, "teacher:3001"));
        assertTrue(OriginRule.allows("", "teacher:3001"));
        assertTrue(OriginRule.allows(null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, teacher:3001",
        "http://teacher.evil.example, teacher:3001",
        "http://evil-teacher, teacher:3001",
        "http://teacher@evil.example, teacher:3001",
        "http://teacher:3001@evil.example, teacher:3001",
        "http://evil.example/teacher:3001, teacher:3001",
        "http://evil.example#teacher, teacher:3001",
        "http://evil.example\\@teacher, teacher:3001",
        "http://[::2]:3000, [::1]:3001",
        "http://127.0.0.1:3000, localhost:3001",
        "null, teacher:3001",
        "null, null",
        "file://, teacher:3001",
        "file://teacher, teacher:3001",
        "chrome-extension://teacher, teacher:3001",
        "javascript:alert(1), teacher:3001",
        "teacher:3000, teacher:3001",
        "http://, teacher:3001",
        "http://:3000, :3001",
        "http://[, [",
        "http://[]:3000, []:3001",
        "http://teacher:abc, teacher:3001",
        "http://teacher:999999, teacher:3001",
        "http://teacher http://evil.example, teacher:3001",
        "'http://teacher,http://evil.example', teacher:3001",
        "http://teacher:3000, http://teacher:3001",
        "http://teacher:3000, evil.example",
    })
    void anybodyElseMayNot(String origin, String host) {
        assertFalse(OriginRule.allows(origin, host));
    }

    @Test
    void whatIsNoHostAtAllIsRefusedAtOnce() {
        assertFalse(OriginRule.allows("http://teacher:3000", null));
        assertFalse(OriginRule.allows("http://teacher:3000", ""));
        assertFalse(OriginRule.allows(" ", "teacher"));
        assertFalse(OriginRule.allows("http://" + "[".repeat(100_000), "[".repeat(100_000)));
        assertFalse(OriginRule.allows("http://" + ":1".repeat(100_000), ":1".repeat(100_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:3000", "https://localhost", "http://LOCALHOST:9"})
    void ourOwnPageConnectsOnBothTransports(String origin) throws Exception {
        var answer = handshake("Origin", origin);

        assertEquals(200, answer.statusCode());
        assertEquals(
                origin,
                answer.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
        WebSocketPackets.open(chat.port(), "&transport=websocket", "Origin", origin)
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
    void aForeignPageCannotTakeOverASessionEither() throws Exception {
        var client = PollingPackets.join(chat.port());
        var address = PollingPackets.address(chat.port(), "?EIO=4&transport=polling&sid=" + client.session());

        assertEquals(
                403,
                PollingPackets.send("POST", address, "41", "Origin", "http://evil.example")
                        .statusCode());
        assertRefused("&transport=websocket&sid=" + client.session(), "http://evil.example");

        client.post("42[\"new_message\",\"still here\"]");
        assertEquals("42[\"new_message\",\"Anon: still here\"]", client.poll().get(0));
    }

    private static HttpResponse<String> handshake(String... headers) throws Exception {
        return PollingPackets.send("GET", PollingPackets.address(chat.port(), "?EIO=4&transport=polling"), "", headers);
    }

    private static void assertRefused(String query, String origin) {
        var failure = assertThrows(
                CompletionException.class, () -> WebSocketPackets.open(chat.port(), query, "Origin", origin));
        assertEquals(
                403,
                ((WebSocketHandshakeException) failure.getCause()).getResponse().statusCode());
    }
}
