package noom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asks of a step's chat that only pages of its own host open a connection, over each of its transports (RFC 6455, section
 * 10.2). Programs, which send no {@code Origin}, may connect.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class OriginContract {
    private RunningServer chat;

    /** Starts the step's chat on a free port. */
    protected abstract RunningServer startChat();

    /** The transports that the chat speaks. */
    protected abstract List<Transport> transports();

    @BeforeAll
    final void start() {
        chat = startChat();
    }

    @AfterAll
    final void stop() {
        chat.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:3000", "https://localhost", "http://LOCALHOST:9"})
    void aPageOfTheSameHostMayConnect(String origin) throws IOException {
        for (var transport : transports()) {
            assertAccepted(transport, "Origin: " + origin + "\r\n");
        }
    }

    @Test
    void aProgramThatSendsNoOriginMayConnect() throws IOException {
        for (var transport : transports()) {
            assertAccepted(transport, "");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "http://evil.example:3000",
                "https://localhost.evil.example",
                "http://localhost.evil.example:3000",
                "http://localhost@evil.example",
                "http://notlocalhost",
                "http://127.0.0.1:3000",
                "http://[::1]",
                "http://localhost/",
                "http://",
                "null",
                "file://",
                "localhost",
                "nonsense",
                "\"><script>",
            })
    void aPageOfAnotherHostIsRefusedAndDisconnected(String origin) throws IOException {
        for (var transport : transports()) {
            var status = transport.connect(chat.port(), "Origin: " + origin + "\r\n");
            assertEquals(transport == Transport.WEBSOCKET ? 404 : 403, status, transport::name);
        }
    }

    private void assertAccepted(Transport transport, String headers) throws IOException {
        var status = transport.connect(chat.port(), headers);
        assertTrue(status == 101 || status == 200, () -> transport + ": " + status);
    }
}
