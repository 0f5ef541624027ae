package noom.websocket;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import noom.testkit.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first subprotocol that a client offers is taken, as in Node's ws. */
@Isolated("It reads the log.")
class SubprotocolTest extends HostileClientTest {
    private static final String HEADER = "Sec-WebSocket-Protocol: ";

    @ParameterizedTest
    @CsvSource(delimiter = '>', textBlock = """
            chat                  > chat
            chat, superchat       > chat
            superchat,chat        > superchat
            v1.chat.example.org   > v1.chat.example.org
            """)
    void theFirstOfferedSubprotocolIsTaken(String offer, String taken) throws IOException {
        try (var client = new RawConnection(chat.port())) {
            var response = client.handshake("/", HEADER + offer + "\r\n");

            assertAll(
                    () -> assertTrue(response.startsWith("HTTP/1.1 101 "), response),
                    () -> assertTrue(response.contains("\r\n" + HEADER + taken + "\r\n"), response));
            client.sendFrame(RawConnection.TEXT, "hi");
            assertEquals("hi", client.readFrame().text());
        }
    }

    @Test
    void aRepeatedHeaderIsOneOffer() throws IOException {
        try (var client = new RawConnection(chat.port())) {
            var response = client.handshake("/", HEADER + "one\r\n" + HEADER + "two\r\n");

            assertTrue(response.contains("\r\n" + HEADER + "one\r\n"), response);
        }
    }

    @Test
    void withoutAnOfferNoneIsTaken() throws IOException {
        try (var client = new RawConnection(chat.port())) {
            var response = client.handshake("/", "");

            assertAll(
                    () -> assertTrue(response.startsWith("HTTP/1.1 101 "), response),
                    () -> assertFalse(response.contains("Sec-WebSocket-Protocol"), response));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", ",", "chat,", "ch/at", "\"chat\"", "chät"})
    void anInvalidOfferIsRefused(String offer) throws IOException {
        try (var client = new RawConnection(chat.port())) {
            var response = client.handshake("/", HEADER + offer + "\r\n");

            assertTrue(response.startsWith("HTTP/1.1 404 "), response);
            client.readToTheEnd();
        }
    }
}
