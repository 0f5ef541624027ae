package noom;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What bad input gets, and that the others never notice. */
class HostileInputTest {
    private static ChatServer chat;
    private static ChatClient ann;
    private static ChatClient bob;
    private static int linesOfAnn;

    @BeforeAll
    static void twoPeopleChat() {
        chat = ChatServer.start(0);
        ann = ChatClient.connect(chat.port());
        bob = ChatClient.connect(chat.port());
        ann.nickname("Ann");
    }

    @AfterAll
    static void stop() {
        ann.close();
        bob.close();
        chat.stop();
    }

    @AfterEach
    void theyNeverNotice() {
        linesOfAnn++;
        ann.say("line " + linesOfAnn);
        bob.awaitLine("Ann: line " + linesOfAnn);
        assertAll(
                () -> assertEquals(
                        linesOfAnn,
                        bob.lines().stream()
                                .filter(line -> line.startsWith("Ann: "))
                                .count()),
                () -> assertEquals(List.of(), ann.problems()),
                () -> assertEquals(List.of(), bob.problems()));
    }

    static Stream<String> messagesThatAreNone() {
        return Stream.of(
                "",
                " ",
                "nonsense",
                "{",
                "{\"type\":\"new_message\",\"payload\":\"hi\"} and more",
                "\"new_message\"",
                "null",
                "42",
                "[]",
                "[\"new_message\",\"hi\"]",
                "{}",
                "{\"payload\":\"hi\"}",
                "{\"type\":\"new_message\"}",
                "{\"type\":\"nickname\"}",
                "{\"type\":\"shout\",\"payload\":\"hi\"}",
                "{\"type\":\"NEW_MESSAGE\",\"payload\":\"hi\"}",
                "{\"type\":null,\"payload\":\"hi\"}",
                "{\"type\":7,\"payload\":\"hi\"}",
                "{\"type\":[\"new_message\"],\"payload\":\"hi\"}",
                "{\"type\":\"new_message\",\"payload\":null}",
                "{\"type\":\"new_message\",\"payload\":42}",
                "{\"type\":\"new_message\",\"payload\":true}",
                "{\"type\":\"new_message\",\"payload\":{\"text\":\"hi\"}}",
                "{\"type\":\"new_message\",\"payload\":[\"hi\"]}",
                "{\"type\":\"nickname\",\"payload\":1e999}",
                "{'type':'new_message','payload':'hi'}",
                "{\"type\":\"new_message\",\"payload\":\"" + "x".repeat(1001) + "\"}",
                "{\"type\":\"nickname\",\"payload\":\"" + "x".repeat(21) + "\"}",
                "[".repeat(5000),
                "{\"type\":".repeat(2000),
                "{\"type\":\"new_message\",\"payload\":" + "[".repeat(5000) + "]".repeat(5000) + "}");
    }

    @ParameterizedTest
    @MethodSource("messagesThatAreNone")
    void whatIsNoMessageIsToldToItsSenderAndTheConnectionStays(String message) throws IOException {
        try (var client = RawWebSocket.connect(chat.port())) {
            client.send(RawWebSocket.frame(RawWebSocket.TEXT, message));
            assertTrue(client.read().text().startsWith("Server: "));

            client.send(RawWebSocket.frame(RawWebSocket.TEXT, "{\"type\":\"new_message\",\"payload\":\"sorry\"}"));
            assertEquals("Anon: sorry", client.read().text());
        }
    }

    /** Bytes after the handshake, and the code that they are closed with (RFC 6455, section 7.4.1). */
    static Stream<BadBytes> brokenFrames() {
        return Stream.of(
                new BadBytes("binary", 1003, RawWebSocket.frame(RawWebSocket.BINARY, "hi")),
                new BadBytes("empty binary", 1003, RawWebSocket.frame(RawWebSocket.BINARY, "")),
                new BadBytes("17 KiB", 1009, RawWebSocket.frame(RawWebSocket.TEXT, new byte[17 * 1024])),
                new BadBytes(
                        "one byte over 16 KiB", 1009, RawWebSocket.frame(RawWebSocket.TEXT, new byte[16 * 1024 + 1])),
                new BadBytes("2 GB declared", 1009, 0x81, 0xFF, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4),
                new BadBytes("2^63 declared", 1009, 0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4),
                new BadBytes(
                        "invalid UTF-8", 1007, RawWebSocket.frame(RawWebSocket.TEXT, new byte[] {'h', (byte) 0xFF})),
                new BadBytes("half a surrogate", 1007, RawWebSocket.frame(RawWebSocket.TEXT, new byte[] {
                    (byte) 0xED, (byte) 0xA0, (byte) 0x80
                })),
                new BadBytes("no mask", 1002, 0x81, 0x02, 'h', 'i'),
                new BadBytes("a reserved opcode", 1002, RawWebSocket.frame(0x83, "hi")),
                new BadBytes("a reserved bit", 1002, RawWebSocket.frame(0xC1, "hi")),
                new BadBytes("a fragmented ping", 1002, RawWebSocket.frame(0x09, "hi")),
                new BadBytes("a ping of 126 bytes", 1002, RawWebSocket.frame(RawWebSocket.PING, new byte[126])),
                new BadBytes("a continuation of nothing", 1002, RawWebSocket.frame(RawWebSocket.LAST_FRAGMENT, "hi")),
                new BadBytes("a close code that is none", 1002, RawWebSocket.frame(RawWebSocket.CLOSE, new byte[] {
                    0x03, (byte) 0xED
                })));
    }

    @ParameterizedTest
    @MethodSource("brokenFrames")
    void aBrokenFrameIsClosedWithItsCode(BadBytes bad) throws IOException {
        try (var client = RawWebSocket.connect(chat.port())) {
            client.send(bad.bytes());

            assertEquals(bad.closeCode(), client.readCloseCode());
            client.readToTheEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 4096})
    void fragmentsWithoutEndAreClosedWith1009(int size) throws IOException {
        try (var client = RawWebSocket.connect(chat.port())) {
            client.send(RawWebSocket.frame(RawWebSocket.FIRST_FRAGMENT_OF_TEXT, ""));
            client.sendUntilRefused(RawWebSocket.frame(RawWebSocket.FRAGMENT, "x".repeat(size)), 20_000);

            assertEquals(1009, client.readCloseCode());
        }
    }

    @Test
    void aHandshakeThatIsNotFinishedIsEnded() throws IOException {
        try (var silent = RawWebSocket.dial(chat.port());
                var oneLetter = RawWebSocket.dial(chat.port());
                var half = RawWebSocket.dial(chat.port())) {
            oneLetter.send("G");
            half.send("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n");

            for (var client : List.of(silent, oneLetter, half)) {
                client.readToTheEnd();
            }
        }
    }

    @Test
    void aHandshakeWithoutEndIsEnded() throws IOException {
        try (var client = RawWebSocket.dial(chat.port())) {
            client.send("GET / HTTP/1.1\r\n");
            client.sendUntilRefused(
                    "X-Long: ".concat("x".repeat(1000)).concat("\r\n").getBytes(), 10_000);

            client.readToTheEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST / HTTP/1.1\r\n\r\n",
                "\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n"
            })
    void whatAsksForNoWebSocketGetsNone(String request) throws IOException {
        try (var client = RawWebSocket.dial(chat.port())) {
            client.send(request);

            client.readToTheEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "https://localhost.evil.example",
                "http://evil.example:3000",
                "http://localhost@evil.example",
                "http://notlocalhost",
                "null",
                "file://",
                "localhost",
                "http://",
                "http://[::1]",
                "http://localhost/",
                "\"><script>",
            })
    void aPageOfAnotherHostIsRefusedAndItsSocketClosed(String origin) throws IOException {
        try (var client = RawWebSocket.dial(chat.port())) {
            var answer = client.handshake("Origin: " + origin + "\r\n");

            assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
            client.readToTheEnd();
        }
    }

    @Test
    void whoNeverReadsIsCutOffWhileTheOthersChatOn() throws IOException {
        try (var deaf = RawWebSocket.connect(chat.port());
                var eve = ChatClient.connect(chat.port())) {
            for (var i = 0; i < 10_000; i++) {
                eve.say("x".repeat(1000));
            }
            eve.awaitLines(10_000);

            // What was under way can still be read; then the connection is broken, without a close frame.
            deaf.readToTheEnd();
        }
    }

    @Test
    void whoSendsPingsAndNeverReadsThePongsIsCutOff() throws IOException {
        try (var deaf = RawWebSocket.connect(chat.port())) {
            deaf.sendUntilRefused(RawWebSocket.frame(RawWebSocket.PING, "x".repeat(125)), 200_000);

            deaf.readToTheEnd();
        }
    }

    @Test
    void aSmallHeapIsEnoughForAllOfThisAndTheConsoleStaysEmpty() throws Exception {
        try (var noom = NoomProcess.start(Map.of("PORT", "0", "SOCKET_PORT", "0"), "-Xmx64m")) {
            var port = noom.portAfter("Listening on ws://localhost:");
            try (var eve = ChatClient.connect(port)) {
                for (var bad : brokenFrames().toList()) {
                    try (var client = RawWebSocket.connect(port)) {
                        client.send(bad.bytes());
                        assertEquals(bad.closeCode(), client.readCloseCode(), bad::toString);
                    }
                }
                floodWithFragments(port);
                eve.say("still here");
                eve.awaitLine("Anon: still here");
            }
            assertEquals(List.of(), noom.errors());
        }
    }

    private static void floodWithFragments(int port) throws IOException {
        for (var i = 0; i < 20; i++) {
            try (var client = RawWebSocket.connect(port)) {
                client.send(RawWebSocket.frame(RawWebSocket.FIRST_FRAGMENT_OF_TEXT, ""));
                client.sendUntilRefused(RawWebSocket.frame(RawWebSocket.FRAGMENT, "x".repeat(16_000)), 1_000);
            }
        }
    }

    private record BadBytes(String name, int closeCode, byte[] bytes) {
        BadBytes(String name, int closeCode, int... bytes) {
            this(name, closeCode, toBytes(bytes));
        }

        private static byte[] toBytes(int[] values) {
            var bytes = new byte[values.length];
            for (var i = 0; i < values.length; i++) {
                bytes[i] = (byte) values[i];
            }
            return bytes;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
