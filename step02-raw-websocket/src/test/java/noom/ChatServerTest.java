package noom;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The protocol that carries the chat: handshake, frames, ping, close. */
class ChatServerTest {
    private static ChatServer chat;

    @BeforeAll
    static void start() {
        chat = ChatServer.start(0);
    }

    @AfterAll
    static void stop() {
        chat.stop();
    }

    @Test
    void theHandshakeIsAnswered101WithTheKeyOfTheRfc() throws IOException {
        try (var client = RawWebSocket.dial(chat.port())) {
            var answer = client.handshake("");

            assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
            // The key and its answer are those of RFC 6455, section 1.3.
            assertTrue(answer.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), answer);
        }
    }

    @Test
    void aMessageIsOneTextFrameEachWay() throws IOException {
        try (var client = RawWebSocket.connect(chat.port())) {
            client.send(RawWebSocket.frame(RawWebSocket.TEXT, "{\"type\":\"new_message\",\"payload\":\"hi\"}"));

            var frame = client.read();

            assertAll(
                    () -> assertEquals(RawWebSocket.TEXT, frame.firstByte()),
                    () -> assertEquals("Anon: hi", frame.text()));
        }
    }

    @Test
    void aMessageMayComeInFragmentsWithAPingBetween() throws IOException {
        try (var client = RawWebSocket.connect(chat.port())) {
            client.send(RawWebSocket.frame(RawWebSocket.FIRST_FRAGMENT_OF_TEXT, "{\"type\":\"new_message\","));
            client.send(RawWebSocket.frame(RawWebSocket.PING, "are you there?"));
            client.send(RawWebSocket.frame(RawWebSocket.FRAGMENT, "\"payload\":"));
            client.send(RawWebSocket.frame(RawWebSocket.LAST_FRAGMENT, "\"hi\"}"));

            var pong = client.read();
            var line = client.read();

            assertAll(
                    () -> assertEquals(RawWebSocket.PONG, pong.firstByte()),
                    () -> assertEquals("are you there?", pong.text()),
                    () -> assertEquals("Anon: hi", line.text()));
        }
    }

    @Test
    void aHundredMessagesInOnePacketAreAHundredLines() throws IOException {
        try (var client = RawWebSocket.connect(chat.port())) {
            var packet = new ByteArrayOutputStream();
            for (var i = 0; i < 100; i++) {
                packet.writeBytes(
                        RawWebSocket.frame(RawWebSocket.TEXT, "{\"type\":\"new_message\",\"payload\":\"" + i + "\"}"));
            }
            client.send(packet.toByteArray());

            for (var i = 0; i < 100; i++) {
                assertEquals("Anon: " + i, client.read().text());
            }
        }
    }

    @Test
    void aMessageByteByByteIsOneLine() throws IOException {
        try (var client = RawWebSocket.connect(chat.port())) {
            var frame = RawWebSocket.frame(
                    RawWebSocket.TEXT, "{\"type\":\"new_message\",\"payload\":\"" + "x".repeat(200) + "\"}");
            for (var oneByte : frame) {
                client.send(oneByte);
            }

            assertEquals("Anon: " + "x".repeat(200), client.read().text());
        }
    }

    @Test
    void aCloseIsAnsweredWithTheSameCode() throws IOException {
        try (var client = RawWebSocket.connect(chat.port())) {
            client.send(RawWebSocket.frame(RawWebSocket.CLOSE, new byte[] {0x03, (byte) 0xE8}));

            var close = client.read();

            assertAll(
                    () -> assertEquals(RawWebSocket.CLOSE, close.firstByte()),
                    () -> assertArrayEquals(new byte[] {0x03, (byte) 0xE8}, close.payload()));
            client.readToTheEnd();
        }
    }

    @Test
    void aPageOfThisHostMayConnectFromAnyPort() throws IOException {
        try (var client = RawWebSocket.dial(chat.port())) {
            assertTrue(client.handshake("Origin: http://localhost:3000\r\n").startsWith("HTTP/1.1 101 "));
        }
    }

    @Test
    void whenTheServerGoesAwayItsClientsSee1001() throws IOException {
        var other = ChatServer.start(0);
        try (var client = RawWebSocket.connect(other.port())) {
            other.stop();

            assertEquals(1001, client.readCloseCode());
        }
    }

    @Test
    void whoeverLeavesWhileTheServerStopsDoesNotDisturbIt() throws Exception {
        for (var round = 0; round < 20; round++) {
            var other = ChatServer.start(0);
            var clients = new ArrayList<RawWebSocket>();
            for (var i = 0; i < 50; i++) {
                clients.add(RawWebSocket.connect(other.port()));
            }
            var leaving = new Thread(() -> clients.forEach(RawWebSocket::close));
            leaving.start();

            other.stop();

            // The port is free at once.
            ChatServer.start(other.port()).stop();
            leaving.join();
        }
    }

    @Test
    void aPeerThatIsMuteIsPingedAndThenRemoved() throws IOException {
        var other = ChatServer.start(0);
        other.setConnectionLostTimeout(1);
        try (var mute = RawWebSocket.connect(other.port());
                var ann = ChatClient.connect(other.port())) {
            assertEquals(RawWebSocket.PING, mute.read().firstByte());
            mute.readToTheEnd();

            ann.say("still here");
            ann.awaitLine("Anon: still here");
            assertEquals(1, other.getConnections().size());
        } finally {
            other.stop();
        }
    }
}
