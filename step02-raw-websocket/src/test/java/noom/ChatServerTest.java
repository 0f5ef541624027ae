package noom;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import noom.testkit.RawConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The protocol that carries the chat, byte for byte: handshake, frames, close. */
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
    void theHandshakeIsAnsweredWithTheKeyOfTheRfc() throws IOException {
        try (var client = new RawConnection(chat.port())) {
            var response = client.handshake("/", "");

            assertTrue(response.startsWith("HTTP/1.1 101 "), response);
            // The key and its answer are those of RFC 6455, section 1.3.
            assertTrue(response.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), response);
        }
    }

    @Test
    void aMessageIsOneTextFrameEachWay() throws IOException {
        try (var client = new RawConnection(chat.port()).webSocket("/")) {
            client.sendFrame(RawConnection.TEXT, "{\"type\":\"new_message\",\"payload\":\"hi\"}");

            var frame = client.readFrame();

            assertAll(
                    () -> assertEquals(RawConnection.TEXT, frame.firstByte()),
                    () -> assertEquals("Anon: hi", frame.text()));
        }
    }

    @Test
    void aCloseIsAnsweredWithTheSameCode() throws IOException {
        try (var client = new RawConnection(chat.port()).webSocket("/")) {
            client.sendFrame(RawConnection.CLOSE, new byte[] {0x03, (byte) 0xE8});

            var close = client.readFrame();

            assertAll(
                    () -> assertEquals(RawConnection.CLOSE, close.firstByte()),
                    () -> assertArrayEquals(new byte[] {0x03, (byte) 0xE8}, close.payload()));
            client.readToTheEnd();
        }
    }

    @Test
    void whenTheServerStopsItsClientsSee1001() throws IOException {
        var other = ChatServer.start(0);
        try (var client = new RawConnection(other.port()).webSocket("/")) {
            other.stop();

            assertEquals(1001, client.readCloseCode());
        }
    }
}
