package noom.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import noom.testkit.RawConnection;
import noom.testkit.StandardErrorCapture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A chat with a bystander. After each test the bystander still chats, and the log is empty. */
abstract class HostileClientTest {
    static TestChat chat;
    static RawConnection bystander;
    private static StandardErrorCapture log;

    @BeforeAll
    static void start() throws IOException {
        log = StandardErrorCapture.start();
        chat = TestChat.start(0);
        bystander = new RawConnection(chat.port()).webSocket("/");
    }

    @AfterAll
    static void stop() {
        bystander.close();
        chat.stop();
        log.close();
    }

    @AfterEach
    void theBystanderChatsAndTheLogIsEmpty() throws IOException {
        bystander.sendFrame(RawConnection.TEXT, "the end");
        while (!bystander.readFrame().text().equals("the end")) {
            // The messages of the test come first.
        }
        assertEquals("", log.text());
    }
}
