package noom;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What bad input gets, and that the others never notice, the log neither. Alone, because it reads the log. */
@Isolated
class HostileInputTest {
    private static final String NICKNAME_RULE = "A nickname ";
    private static final String TEXT_RULE = "A text ";

    private static final BlockingQueue<String> HEARD = new LinkedBlockingQueue<>();
    private static final BlockingQueue<String> TROUBLE = new LinkedBlockingQueue<>();
    private static final PrintStream STANDARD_ERROR = System.err;
    private static final ByteArrayOutputStream LOG = new ByteArrayOutputStream();

    private static ChatServer chat;
    private static Socket bystander;

    @BeforeAll
    static void start() {
        System.setErr(new PrintStream(LOG, true, StandardCharsets.UTF_8));
        chat = ChatServer.start(0);
        var options =
                IO.Options.builder().setTransports(new String[] {"websocket"}).build();
        bystander = IO.socket(URI.create("http://localhost:" + chat.port()), options);
        bystander.on("new_message", line -> HEARD.add((String) line[0]));
        bystander.on("problem", reason -> TROUBLE.add("problem: " + reason[0]));
        bystander.on(Socket.EVENT_DISCONNECT, reason -> TROUBLE.add("disconnect: " + reason[0]));
        bystander.connect();
    }

    @AfterAll
    static void stop() {
        bystander.close();
        chat.stop();
        System.setErr(STANDARD_ERROR);
    }

    @AfterEach
    void theOthersKeepChattingAndTheLogIsEmpty() throws InterruptedException {
        bystander.emit("new_message", "the end");
        while (!"Anon: the end".equals(heard())) {
            // Whatever the test has said comes first.
        }
        assertAll(
                () -> assertEquals(List.of(), List.copyOf(TROUBLE)),
                () -> assertEquals("", LOG.toString(StandardCharsets.UTF_8)));
    }

    private static String heard() throws InterruptedException {
        var line = HEARD.poll(20, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("The bystander hears nothing any more.");
        }
        return line;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"nickname\"]",
                "[\"nickname\",null]",
                "[\"nickname\",12]",
                "[\"nickname\",true]",
                "[\"nickname\",{\"name\":\"Ann\"}]",
                "[\"nickname\",[\"Ann\"]]",
                "[\"nickname\",\"\"]",
                "[\"nickname\",\"  \\t\\n\"]",
                "[\"nickname\",\"123456789012345678901\"]",
                "[\"nickname\",\"Server\"]",
                "[\"nickname\",\" Server \"]",
                "[\"new_message\"]",
                "[\"new_message\",null]",
                "[\"new_message\",12]",
                "[\"new_message\",1e999]",
                "[\"new_message\",false]",
                "[\"new_message\",{}]",
                "[\"new_message\",{\"toString\":\"x\"}]",
                "[\"new_message\",[]]",
                "[\"new_message\",[\"hi\"]]",
                "[\"new_message\",\"\"]",
                "[\"new_message\",\" \\u2003 \"]",
            })
    void whoBreaksARuleIsToldSoAndNobodyElse(String event) {
        try (var client = WebSocketPackets.join(chat.port())) {
            client.send("42" + event);

            var reason = event.contains("Server")
                    ? "The nickname Server is taken."
                    : event.contains("nickname") ? NICKNAME_RULE : TEXT_RULE;
            var packet = client.awaitPacket("42");
            assertTrue(packet.startsWith("42[\"problem\",\"" + reason), packet);
            client.say("still Anon");
            client.awaitLine("Anon: still Anon");
        }
    }

    @Test
    void theLimitsAreWhereTheyAreSaidToBe() {
        try (var client = WebSocketPackets.join(chat.port())) {
            client.say("x".repeat(1_000));
            client.awaitLine("Anon: " + "x".repeat(1_000));
            client.say("x".repeat(1_001));
            client.awaitPacket("42[\"problem\",\"" + TEXT_RULE);

            client.send("42[\"nickname\",\"  12345678901234567890  \"]");
            client.say(" as typed ");
            client.awaitLine("12345678901234567890:  as typed ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42[\"new_message\",\"hi\",1,null,{\"a\":[]}]",
                "427[\"new_message\",\"hi\"]",
                "42 [ \"new_message\" , \"hi\" ] ",
                "42[\"new_mess\\u0061ge\",\"hi\"]",
            })
    void whatIsTooMuchIsIgnored(String packet) {
        try (var client = WebSocketPackets.join(chat.port())) {
            client.send(packet);

            client.awaitLine("Anon: hi");
        }
    }

    @Test
    void theRestOfALongPacketIsNotTakenForTheNextOne() {
        try (var client = WebSocketPackets.join(chat.port())) {
            for (var padding = 7_900; padding < 8_100; padding++) {
                client.send("42[\"new_message\",\"hi\",\"" + " ".repeat(padding) + "42\",\"new_message\",\"fake\"]");
                assertEquals("42[\"new_message\",\"Anon: hi\"]", client.awaitPacket("42"));
            }
            client.say("the next");
            client.awaitLine("Anon: the next");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42[\"no_such_event\",\"hi\"]",
                "42[\"no_such_event\"]",
                "42[\"connect\"]",
                "42[\"disconnect\"]",
                "42[\"problem\",\"hi\"]",
                "42[\"\"]",
                "42/admin,[\"new_message\",\"hi\"]",
                "41/admin,",
                "431[\"nobody asked\"]",
                "43999999999[]",
                "461-1[{\"_placeholder\":true,\"num\":0}]",
                "40",
                "40{\"token\":\"[again]\"}",
                "6",
                "3",
            })
    void whatMeansNothingIsMetWithSilence(String packet) {
        try (var client = WebSocketPackets.join(chat.port())) {
            client.send(packet);
            client.say("and on");

            assertEquals("42[\"new_message\",\"Anon: and on\"]", client.awaitPacket("4"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"40/admin,", "40/admin", "40/admin,{\"token\":[1]}"})
    void anotherNamespaceIsRefusedAsInNode(String packet) {
        try (var client = WebSocketPackets.join(chat.port())) {
            client.send(packet);

            assertEquals("44/admin,{\"message\":\"Invalid namespace\"}", client.awaitPacket("44"));
            client.say("and on");
            client.awaitLine("Anon: and on");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "0",
                "0{}",
                "1x",
                "2",
                "2probe",
                "3probe",
                "5",
                "7",
                "9",
                "4",
                "42",
                "42[",
                "42[]",
                "42[1]",
                "42[null]",
                "42[[\"new_message\"]]",
                "42{}",
                "42\"new_message\"",
                "42[\"new_message\"",
                "42[\"new_message\",]",
                "42[\"new_message\",\"hi\"]x",
                "42[\"new_message\",\"hi\"]42[\"new_message\",\"hi\"]",
                "42[\"new_message\",\"hi\"]\u001e42[\"new_message\",\"hi\"]",
                "42[\"new_message\",'hi']",
                "42[\"new_message\",\"\\uZZZZ\"]",
                "42[\"new_message\",NaN]",
                "42abc[\"new_message\",\"hi\"]",
                "42-1[\"new_message\",\"hi\"]",
                "429999999999[\"new_message\",\"hi\"]",
                "42/admin",
                "43[]",
                "43",
                "431",
                "44",
                "44{\"message\":\"x\"}",
                "45",
                "45-[\"new_message\"]",
                "45[\"new_message\"]",
                "459999999999-[\"new_message\",\"hi\"]",
                "46",
                "47",
                "48[]",
                "40[]",
                "40{",
                "40x",
                "401",
                "41x",
                "4:12",
                "6:42[\"x\"]",
                "\u0000\u0001\u00ff42",
                " 42[\"new_message\",\"hi\"]",
            })
    void whatIsNoPacketEndsTheConnectionOfWhoSentIt(String packet) throws Exception {
        try (var client = WebSocketPackets.join(chat.port())) {
            client.send(packet);

            client.awaitClosed();
        }
        var poller = PollingPackets.join(chat.port());
        var waiting = poller.pollInTheBackground();
        poller.post(packet.isEmpty() ? "4" : packet.replace('\u001e', 'x'));
        // The poll that waits is answered with CLOSE; one that comes too late finds no session.
        var answer = waiting.get(20, TimeUnit.SECONDS);
        assertTrue(answer.equals("1") || answer.equals("{\"code\":1,\"message\":\"Session ID unknown\"}"), answer);
        assertEquals(400, poller.statusOfPoll());
    }

    @Test
    void whoHasNotJoinedSaysNothing() throws Exception {
        try (var client = WebSocketPackets.handshake(chat.port())) {
            client.say("hi");

            client.awaitClosed();
        }
    }

    @Test
    void manyDigitsKeepNobodyWaiting() throws Exception {
        for (var before : List.of("42", "45", "43", "40/", "42/")) {
            for (var i = 0; i < 5; i++) {
                try (var client = WebSocketPackets.join(chat.port())) {
                    client.send(before + "9".repeat(64_000) + "[\"new_message\",\"hi\"]");

                    client.awaitClosed();
                }
            }
        }
    }

    @Test
    void jsonThatIsTooDeepEndsTheConnection() throws Exception {
        for (var open : List.of("[", "{\"a\":")) {
            try (var client = WebSocketPackets.join(chat.port())) {
                client.send("42[\"new_message\"," + open.repeat(5_000));

                client.awaitClosed();
            }
        }
    }

    @Test
    void seventyKilobytesAreRefused() throws Exception {
        var packet = "42[\"new_message\",\"" + "x".repeat(70_000) + "\"]";
        try (var client = WebSocketPackets.join(chat.port())) {
            client.send(packet);

            client.awaitClosed();
        }
        try (var client = WebSocketPackets.join(chat.port())) {
            for (var i = 0; i < 70; i++) {
                client.sendPart(packet.substring(i * 1_000, (i + 1) * 1_000));
            }

            client.awaitClosed();
        } catch (CompletionException cut) {
            // The connection is gone before all is sent.
        }
        try {
            assertEquals(413, PollingPackets.join(chat.port()).post(packet));
        } catch (IOException cut) {
            // So is this one, perhaps before the answer is read.
        }
    }

    @Test
    void manyMegabytesAreNotRead() throws Exception {
        var tenMegabytes = new byte[10_000_000];
        Arrays.fill(tenMegabytes, (byte) 'x');
        var head = "POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n";
        for (var length : List.of("Content-Length: 10000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n989680\r\n")) {
            try (var client = new RawConnection(chat.port())) {
                client.send(head + length);
                client.send(tenMegabytes);

                assertTrue(List.of(0, 413).contains(client.status()));
            }
        }
        try (var client = new RawConnection(chat.port())) {
            client.send("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nX-Long: ");
            client.send(tenMegabytes);

            assertTrue(List.of(0, 400, 431).contains(client.status()));
        }
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
    void aRequestThatIsNoneGetsAnAnswer(String method, String query, int status, int code) throws Exception {
        var answer = PollingPackets.send(method, PollingPackets.address(chat.port(), query), "");

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
    void whatIsNoRequestIsRefused(String bytes) throws IOException {
        try (var client = new RawConnection(chat.port())) {
            client.send(bytes);

            assertTrue(List.of(0, 400, 404, 505).contains(client.status()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x01, // not final, nothing follows
                0x80, // continues nothing
                0x83, // an operation that does not exist
                0x8f, 0xc1, // a reserved bit
                0xf1, 0x09, // a ping in pieces
            })
    void aFrameThatIsNoneEndsTheConnectionOrIsIgnored(int firstByte) throws IOException {
        try (var client = new RawConnection(chat.port()).webSocket()) {
            client.sendFrame(firstByte, "40".getBytes(StandardCharsets.UTF_8));
            client.sendFrame(0x88, new byte[0]);

            client.readToTheEnd();
        }
    }

    @Test
    void aFrameThatClaimsToBeEndlessEndsTheConnection() throws IOException {
        for (var length : List.of(0x7f, 0xff)) {
            try (var client = new RawConnection(chat.port()).webSocket()) {
                client.send(new byte[] {(byte) 0x81, length.byteValue(), 0x7f, -1, -1, -1, -1, -1, -1, -1});

                client.readToTheEnd();
            }
        }
    }

    @Test
    void textThatIsNotUtf8EndsTheConnection() throws IOException {
        try (var client = new RawConnection(chat.port()).webSocket()) {
            client.sendFrame(0x81, "40".getBytes(StandardCharsets.UTF_8));
            client.sendFrame(0x81, "42[\"new_message\",\"\u00c3\"]".getBytes(StandardCharsets.ISO_8859_1));

            var answer = new String(client.readToTheEnd(), StandardCharsets.UTF_8);
            assertFalse(answer.contains("42["), answer);
        }
    }

    @Test
    void binaryDataIsLeftOutAndWhoSendsItIsTold() throws Exception {
        try (var client = WebSocketPackets.join(chat.port())) {
            client.send("451-[\"new_message\",{\"_placeholder\":true,\"num\":0}]");
            client.sendBinary(new byte[] {1, 2, 3});
            client.awaitPacket("42[\"problem\",\"" + TEXT_RULE);

            client.send("45999999999-[\"new_message\",\"hi\"]");
            client.awaitLine("Anon: hi");
            client.sendBinary("42[\"new_message\",\"binary\"]".getBytes(StandardCharsets.UTF_8));
            client.say("and on");
            assertEquals("42[\"new_message\",\"Anon: and on\"]", client.awaitPacket("42"));
        }
        var poller = PollingPackets.join(chat.port());
        poller.post("451-[\"new_message\",{\"_placeholder\":true,\"num\":0}]", "bAQID", "42[\"new_message\",\"hi\"]");
        assertTrue(poller.poll().get(0).startsWith("42[\"problem\",\"" + TEXT_RULE));
    }

    @Test
    void manyPacketsInOneRequestAreAllHeardInOrder() throws Exception {
        var poller = PollingPackets.join(chat.port());
        var packets = IntStream.range(0, 2_000)
                .mapToObj(i -> "42[\"new_message\",\"" + i + "\"]")
                .toArray(String[]::new);
        assertEquals(200, poller.post(packets));

        for (var i = 0; i < packets.length; i++) {
            assertEquals("Anon: " + i, heard());
        }
        var polled = 0;
        while (polled < packets.length) {
            for (var packet : poller.poll()) {
                assertEquals("42[\"new_message\",\"Anon: " + polled + "\"]", packet);
                polled++;
            }
        }
    }

    @Test
    void afterGoodByeNothingIsHeard() throws Exception {
        var poller = PollingPackets.join(chat.port());
        poller.post("41", "40", "42[\"new_message\",\"a ghost\"]");
        assertEquals(400, poller.statusOfPoll());

        try (var client = WebSocketPackets.join(chat.port())) {
            client.send("41");
            client.awaitClosed();
        }
        bystander.emit("new_message", "no ghost");
        assertEquals("Anon: no ghost", heard());
    }

    @Test
    void ofTwoPollsAtOnceTheFirstIsAnsweredEmpty() throws Exception {
        var poller = PollingPackets.join(chat.port());
        var first = poller.pollInTheBackground();
        var second = poller.pollInTheBackground();

        // Which of them the server sees first is not known here.
        var answered = CompletableFuture.anyOf(first, second).get(20, TimeUnit.SECONDS);
        assertEquals("6", answered);
        var other = first.isDone() ? second : first;
        poller.post("42[\"new_message\",\"hi\"]");
        assertEquals("42[\"new_message\",\"Anon: hi\"]", other.get(20, TimeUnit.SECONDS));
    }

    @Test
    void whoKnowsTheSessionOfAWebSocketCannotTakeItOver() throws Exception {
        try (var victim = WebSocketPackets.handshake(chat.port())) {
            var session = victim.awaitPacket("0").replaceFirst(".*\"sid\":\"([^\"]*)\".*", "$1");
            victim.send("40");
            victim.awaitPacket("40");

            assertThrows(CompletionException.class, () -> WebSocketPackets.upgrade(chat.port(), session));
            var thief = PollingPackets.of(chat.port(), session);
            assertEquals(400, thief.statusOfPoll());
            assertEquals(400, thief.post("42[\"new_message\",\"a lie\"]"));
            assertEquals(400, thief.post("41"));

            victim.say("still mine");
            assertEquals("42[\"new_message\",\"Anon: still mine\"]", victim.awaitPacket("42"));
        }
    }

    @Test
    void aSecondUpgradeOfASessionIsRefused() throws Exception {
        var client = PollingPackets.join(chat.port());
        try (var first = WebSocketPackets.upgrade(chat.port(), client.session())) {
            assertThrows(CompletionException.class, () -> WebSocketPackets.upgrade(chat.port(), client.session()));

            first.send("2probe");
            first.awaitPacket("3probe");
            first.send("5");
            first.say("upgraded");
            first.awaitLine("Anon: upgraded");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"42[\"new_message\",\"too early\"]", "40", "3", "1", "x"})
    void onlyAProbeMayBeSaidBeforeTheUpgrade(String packet) throws Exception {
        var client = PollingPackets.join(chat.port());
        try (var webSocket = WebSocketPackets.upgrade(chat.port(), client.session())) {
            webSocket.send(packet);

            webSocket.awaitClosed();
        }
    }

    @Test
    void markupInNamesAndTextsIsPassedOnAsItIs() {
        try (var client = WebSocketPackets.join(chat.port())) {
            client.send("42[\"nickname\",\"<b>Ann</b>\"]");
            client.say("<script>alert(1)</script>&amp;");

            client.awaitLine("<b>Ann</b>: <script>alert(1)</script>&amp;");
        }
    }
}
