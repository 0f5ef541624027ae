package noom.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import noom.testkit.PollingPackets;
import noom.testkit.RawConnection;
import noom.testkit.WebSocketPackets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and frames that no proper client sends, and too large ones. Alone, because of the log. */
@Isolated
class HostileRequestTest extends HostileClientTest {
    private static final int CONTINUATION = 0x00;
    private static final int TEXT = 0x01;
    private static final int FINAL_TEXT = 0x81;

    @Test
    void manyMegabytesAreRefused() throws Exception {
        var tenMegabytes = new byte[10_000_000];
        Arrays.fill(tenMegabytes, (byte) 'x');
        var head = "POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n";
        try (var whole = new RawConnection(server.port());
                var chunked = new RawConnection(server.port());
                var header = new RawConnection(server.port())) {
            whole.send(head + "Content-Length: 10000000\r\n\r\n");
            whole.send(tenMegabytes);
            chunked.send(head + "Transfer-Encoding: chunked\r\n\r\n989680\r\n");
            chunked.send(tenMegabytes);
            header.send("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nX-Long: ");
            header.send(tenMegabytes);

            assertEquals(413, whole.status());
            assertEquals(413, chunked.status());
            // The connection may be reset before the answer is read.
            assertTrue(List.of(0, 400, 431).contains(header.status()));
        }
    }

    @Test
    void cookiesOfOtherProgramsOnThisHostDoNotHarm() throws Exception {
        var address = PollingPackets.address(server.port(), "?EIO=4&transport=polling");
        var cookies = "other=" + "x".repeat(14_000);

        assertEquals(
                200, PollingPackets.send("GET", address, "", "Cookie", cookies).statusCode());
        WebSocketPackets.open(server.port(), "&transport=websocket", "Cookie", cookies)
                .close();
    }

    @Test
    void moreThan16KilobytesOfHeadersAreRefusedWith431() throws Exception {
        var address = PollingPackets.address(server.port(), "?EIO=4&transport=polling");

        var answer = PollingPackets.send("GET", address, "", "Cookie", "other=" + "x".repeat(17_000));

        assertEquals(431, answer.statusCode());
        assertTrue(answer.body().contains("16384 bytes"), answer.body());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, '?EIO=4', 400, 0",
        "GET, '?EIO=4&transport=', 400, 0",
        "GET, '?EIO=4&transport=POLLING', 400, 0",
        "GET, '?EIO=4&transport=flashsocket', 400, 0",
        "GET, '?EIO=4&transport=websocket', 400, 3",
        "GET, '?EIO=4&transport=polling&sid=', 400, 1",
        "GET, '?EIO=4&transport=polling&sid=abc', 400, 1",
        "GET, '?EIO=4&transport=polling&sid=00000000-0000-0000-0000-000000000000', 400, 1",
        "GET, '?EIO=4&transport=polling&sid=1-1-1-1-1', 400, 1",
        "POST, '?EIO=4&transport=polling', 400, 2",
        "PUT, '?EIO=4&transport=polling', 400, 2",
        "OPTIONS, '?EIO=4&transport=polling', 400, 2",
        "BREW, '?EIO=4&transport=polling', 400, 2",
        "GET, '?EIO=3&transport=polling', 400, 5",
        "GET, '?EIO=5&transport=polling', 400, 5",
        "GET, '?transport=polling', 400, 5",
        "GET, '?EIO=4&transport=polling&j=abc', 400, 3",
        "GET, '?EIO=4&transport=polling&b64=abc', 400, 3",
        "GET, '?EIO=4&transport=polling&disconnect', 400, 3",
        "GET, '', 400, 0",
        "GET, 'socket.io.js', 404, 3",
        "GET, 'x?EIO=4&transport=polling', 404, 3",
        "GET, '../?EIO=4&transport=polling', 404, 3",
        "POST, '../', 404, 3",
    })
    void aRequestOutsideTheProtocolIsRefusedWithACode(String method, String query, int status, int code)
            throws Exception {
        var answer = PollingPackets.send(method, PollingPackets.address(server.port(), query), "");

        assertEquals(status, answer.statusCode());
        assertTrue(answer.body().startsWith("{\"code\":" + code + ",\"message\":"), answer::body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET\r\n\r\n",
                "GET /socket.io/?EIO=4&transport=polling&%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /socket.io/?EIO=4&transport=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
                "POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
                "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 99\r\n\r\n",
                "POST /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n",
            })
    void malformedHttpIsRefused(String bytes) throws IOException {
        try (var client = new RawConnection(server.port())) {
            client.send(bytes);

            assertTrue(List.of(0, 400, 404, 505).contains(client.status()));
        }
    }

    @Test
    void aFrameOfEndlessLengthEndsTheConnection() throws IOException {
        for (var length : List.of(0x7f, 0xff)) {
            try (var client = new RawConnection(server.port()).webSocket()) {
                client.send(new byte[] {(byte) 0x81, length.byteValue(), 0x7f, -1, -1, -1, -1, -1, -1, -1});

                client.readToTheEnd();
            }
        }
    }

    @Test
    void textThatIsNotUtf8EndsTheConnection() throws IOException {
        try (var client = new RawConnection(server.port()).webSocket()) {
            client.sendFrame(0x81, "40".getBytes(StandardCharsets.UTF_8));
            client.sendFrame(0x81, "42[\"new_message\",\"\u00c3\"]".getBytes(StandardCharsets.ISO_8859_1));

            var answer = new String(client.readToTheEnd(), StandardCharsets.UTF_8);
            assertFalse(answer.contains("42["), answer);
        }
    }

    @Test
    void twoPollsAtOnceEndTheSession() throws Exception {
        var poller = PollingPackets.join(server.port());
        var first = poller.pollInTheBackground();
        var second = poller.pollInTheBackground();

        // Which of them the server sees first is not known here.
        var answers = Set.of(first.get(20, TimeUnit.SECONDS), second.get(20, TimeUnit.SECONDS));
        assertEquals(Set.of("1", "{\"code\":3,\"message\":\"Bad request\"}"), answers);
        assertEquals(400, poller.post("42[\"new_message\",\"hi\"]"));
    }

    @Test
    void aSessionOnWebSocketCannotBeTakenOver() throws Exception {
        try (var victim = WebSocketPackets.handshake(server.port())) {
            var session = victim.awaitPacket("0").replaceFirst(".*\"sid\":\"([^\"]*)\".*", "$1");
            victim.send("40");
            victim.awaitPacket("40");

            try (var second = WebSocketPackets.upgrade(server.port(), session)) {
                second.awaitClosed();
            }
            var thief = PollingPackets.of(server.port(), session);
            assertEquals(400, thief.statusOfPoll());
            assertEquals(400, thief.post("42[\"new_message\",\"a lie\"]"));
            assertEquals(400, thief.post("41"));

            victim.say("still mine");
            assertEquals("42[\"new_message\",\"Anon: still mine\"]", victim.awaitPacket("42"));
        }
    }

    @Test
    void aSecondUpgradeOfASessionIsRefused() throws Exception {
        var client = PollingPackets.join(server.port());
        try (var first = WebSocketPackets.upgrade(server.port(), client.session())) {
            assertThrows(CompletionException.class, () -> WebSocketPackets.upgrade(server.port(), client.session()));

            first.send("2probe");
            first.awaitPacket("3probe");
            first.send("5");
            first.say("upgraded");
            first.awaitLine("Anon: upgraded");
        }
    }

    @Test
    void seventyKilobytesAreRefused() throws Exception {
        var packet = "42[\"new_message\",\"" + "x".repeat(70_000) + "\"]";
        try (var client = WebSocketPackets.join(server.port())) {
            client.send(packet);

            client.awaitClosed();
        }
        try (var client = new RawConnection(server.port()).webSocket()) {
            client.sendFrame(FINAL_TEXT, "40".getBytes(StandardCharsets.UTF_8));
            for (var i = 0; i < 700; i++) {
                var part = packet.substring(i * 100, (i + 1) * 100);
                client.sendFrame(i == 0 ? TEXT : CONTINUATION, part.getBytes(StandardCharsets.UTF_8));
            }

            var answer = new String(client.readToTheEnd(), StandardCharsets.UTF_8);
            assertTrue(answer.contains("40{\"sid\":"), answer);
            assertFalse(answer.contains("42["), answer);
        }
        assertEquals(413, PollingPackets.join(server.port()).post(packet));
    }

    @Test
    void sixtyKilobytesAreAllowed() throws Exception {
        var text = "x".repeat(60_000);
        try (var client = WebSocketPackets.join(server.port())) {
            client.say(text);
            client.awaitLine("Anon: " + text);
        }
        var poller = PollingPackets.join(server.port());
        assertEquals(200, poller.post("42[\"new_message\",\"" + text + "\"]"));
        assertEquals(List.of("42[\"new_message\",\"Anon: " + text + "\"]"), poller.poll());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x80, // a continuation of nothing
                0x83, // an unknown opcode
                0x8f, // an unknown opcode of a control frame
                0xc1, // a reserved bit
                0xf1, // all reserved bits
                0x09, // a ping in fragments
            })
    void anInvalidFrameEndsTheConnection(int firstByte) throws IOException {
        try (var client = new RawConnection(server.port()).webSocket()) {
            client.sendFrame(FINAL_TEXT, "40".getBytes(StandardCharsets.UTF_8));
            client.sendFrame(firstByte, "42[\"new_message\",\"hi\"]".getBytes(StandardCharsets.UTF_8));

            var answer = new String(client.readToTheEnd(), StandardCharsets.UTF_8);
            assertFalse(answer.contains("42["), answer);
        }
    }

    @Test
    void anUnfinishedMessageIsNotHandled() throws IOException {
        try (var client = new RawConnection(server.port()).webSocket()) {
            client.sendFrame(FINAL_TEXT, "40".getBytes(StandardCharsets.UTF_8));
            client.sendFrame(TEXT, "42[\"new_message\",\"hi\"]".getBytes(StandardCharsets.UTF_8));
            // RFC 6455, section 5.4: another message must not begin before this one is finished.
            client.sendFrame(FINAL_TEXT, "42[\"new_message\",\"hi\"]".getBytes(StandardCharsets.UTF_8));

            var answer = new String(client.readToTheEnd(), StandardCharsets.UTF_8);
            assertFalse(answer.contains("42["), answer);
        }
    }
}
