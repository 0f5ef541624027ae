package noom.socketio;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import noom.testkit.StandardErrorCapture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A chat with a bystander. After each test the bystander still chats undisturbed, and the log is empty. */
abstract class HostileClientTest {
    private static final BlockingQueue<String> HEARD = new LinkedBlockingQueue<>();
    private static final BlockingQueue<String> TROUBLE = new LinkedBlockingQueue<>();

    static HardenedSocketIOServer server;
    static Socket bystander;
    private static StandardErrorCapture log;

    @BeforeAll
    static void start() {
        log = StandardErrorCapture.start();
        server = TestChat.start();
        var options = IO.Options.builder()
                .setForceNew(true)
                .setTransports(new String[] {"websocket"})
                .build();
        bystander = IO.socket(URI.create("http://localhost:" + server.port()), options);
        bystander.on("new_message", text -> HEARD.add((String) text[0]));
        bystander.on("problem", reason -> TROUBLE.add("problem: " + reason[0]));
        bystander.on(Socket.EVENT_DISCONNECT, reason -> TROUBLE.add("disconnect: " + reason[0]));
        bystander.connect();
    }

    @AfterAll
    static void stop() {
        bystander.off();
        bystander.close();
        server.stop();
        log.close();
        HEARD.clear();
        TROUBLE.clear();
    }

    @AfterEach
    void theBystanderChatsAndTheLogIsEmpty() throws InterruptedException {
        bystander.emit("new_message", "the end");
        while (!"Anon: the end".equals(heard())) {
            // The messages of the test come first.
        }
        assertAll(() -> assertEquals(List.of(), List.copyOf(TROUBLE)), () -> assertEquals("", log.text()));
    }

    /** The next message that the bystander hears. */
    static String heard() throws InterruptedException {
        var message = HEARD.poll(20, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("The bystander hears nothing any more.");
        }
        return message;
    }
}
