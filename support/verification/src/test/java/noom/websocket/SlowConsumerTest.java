package noom.websocket;

import java.io.IOException;
import noom.testkit.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A client that does not read is cut; the others chat on. */
@Isolated("It reads the log.")
class SlowConsumerTest extends HostileClientTest {
    private static final int MESSAGES = 10_000;

    @Test
    void aClientThatDoesNotReadIsCut() throws IOException {
        try (var slow = new RawConnection(chat.port()).webSocket("/");
                var busy = new RawConnection(chat.port()).webSocket("/")) {
            for (var i = 0; i < MESSAGES; i++) {
                busy.sendFrame(RawConnection.TEXT, "x".repeat(1000));
                busy.readFrame();
                bystander.readFrame();
            }

            // It reads what was in the buffers; then the connection ends without a close frame.
            slow.readToTheEnd();
        }
    }

    @Test
    void aClientThatDoesNotReadItsPongsIsCut() throws IOException {
        try (var slow = new RawConnection(chat.port()).webSocket("/")) {
            slow.sendUntilRefused(RawConnection.frame(RawConnection.PING, "x".repeat(125)), 200_000);

            slow.readToTheEnd();
        }
    }
}
