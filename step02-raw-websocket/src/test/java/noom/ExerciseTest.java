package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Run it with {@code mvn -pl step02-raw-websocket test -Dgroups=exercise}: it fails until the exercises of
 * {@code docs/step02-raw-websocket.md} are solved, and speaks to your server over WebSocket only.
 */
@Tag("exercise")
class ExerciseTest {
    private static ChatServer chat;
    private final List<Person> people = new ArrayList<>();

    @BeforeAll
    static void start() {
        chat = ChatServer.start(0);
    }

    @AfterAll
    static void stop() {
        chat.stop();
    }

    @AfterEach
    void everybodyLeaves() {
        people.forEach(Person::leave);
    }

    /** Roll the dice. */
    @Nested
    class Exercise1 {
        @Test
        void everybodyReadsWhoRolledWhat() throws Exception {
            var ann = connect("");
            var bob = connect("");
            ann.send("{\"type\":\"nickname\",\"payload\":\"Ann\"}");

            ann.send("{\"type\":\"roll\"}");

            var line = ann.nextLine();
            assertTrue(line.matches("Ann rolls [1-6]"), line);
            assertEquals(line, bob.nextLine());
        }

        @Test
        void theServerRollsAndNotThePage() throws Exception {
            var ann = connect("");
            var lines = new TreeSet<String>();

            for (var i = 0; i < 200; i++) {
                ann.send("{\"type\":\"roll\",\"payload\":6}");
                lines.add(ann.nextLine());
            }

            assertEquals(
                    Set.of(
                            "Anon rolls 1",
                            "Anon rolls 2",
                            "Anon rolls 3",
                            "Anon rolls 4",
                            "Anon rolls 5",
                            "Anon rolls 6"),
                    lines);
        }
    }

    /** A name at the door. */
    @Nested
    class Exercise2 {
        @Test
        void theHandshakeMayBringTheNickname() throws Exception {
            var name = "앤 & Bob + 1";
            var ann = connect("?room=1&nickname=" + URLEncoder.encode(name, StandardCharsets.UTF_8));

            ann.send("{\"type\":\"new_message\",\"payload\":\"hi\"}");

            assertEquals(name + ": hi", ann.nextLine());
        }

        @Test
        void whoBringsNoGoodNicknameIsToldAndLetIn() throws Exception {
            for (var name : List.of("", "Server", "n".repeat(21))) {
                var ann = connect("?nickname=" + name);

                ann.send("{\"type\":\"new_message\",\"payload\":\"hi\"}");

                var line = ann.nextLine();
                assertTrue(line.startsWith("Server: ") && line.contains("nickname"), line);
                assertEquals("Anon: hi", ann.nextLine());
                ann.leave();
            }
        }
    }

    private Person connect(String query) {
        var person = new Person();
        person.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + chat.port() + "/" + query), person)
                .join();
        people.add(person);
        return person;
    }

    private static final class Person implements WebSocket.Listener {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private WebSocket socket;

        void send(String frame) {
            socket.sendText(frame, true).join();
        }

        String nextLine() throws InterruptedException {
            var line = lines.poll(5, TimeUnit.SECONDS);
            assertNotNull(line, "no line came");
            return line;
        }

        void leave() {
            socket.abort();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence line, boolean isLast) {
            lines.add(line.toString());
            from.request(1);
            return null;
        }
    }
}
