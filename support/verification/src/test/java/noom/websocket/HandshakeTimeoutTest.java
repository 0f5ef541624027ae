package noom.websocket;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import noom.testkit.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that never becomes a WebSocket does not stay open. */
@Isolated("It reads the log.")
class HandshakeTimeoutTest extends HostileClientTest {
    @Test
    void anUnfinishedHandshakeIsClosed() throws IOException {
        try (var silent = new RawConnection(chat.port());
                var oneLetter = new RawConnection(chat.port());
                var half = new RawConnection(chat.port())) {
            oneLetter.send("G");
            half.send("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n");

            for (var client : List.of(silent, oneLetter, half)) {
                client.readToTheEnd();
            }
        }
    }

    @Test
    void anEndlessHandshakeIsClosed() throws IOException {
        try (var client = new RawConnection(chat.port())) {
            client.send("GET / HTTP/1.1\r\n");
            var header = "X-Long: " + "x".repeat(1000) + "\r\n";
            client.sendUntilRefused(header.getBytes(StandardCharsets.US_ASCII), 10_000);

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
    void anotherRequestIsClosed(String request) throws IOException {
        try (var client = new RawConnection(chat.port())) {
            client.send(request);

            client.readToTheEnd();
        }
    }

    @Test
    void aRefusedPageIsClosed() throws IOException {
        try (var client = new RawConnection(chat.port())) {
            var response = client.handshake("/", "Origin: http://evil.example\r\n");

            assertTrue(response.startsWith("HTTP/1.1 404 "), response);
            client.readToTheEnd();
        }
    }
}
