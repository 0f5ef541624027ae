package noom;

import static noom.testkit.Exercises.assertPredicted;
import static noom.testkit.Exercises.assertStarted;
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
import noom.testkit.RawConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The exercises of {@code docs/step02-raw-websocket.md}. {@code mvn -q -pl step02-raw-websocket test -Dexercise=1} runs the first one. It fails until you
 * have solved it.
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

    /** A nickname that is refused. */
    @Nested
    class Exercise1 {
        @Test
        void yourPredictionIsWhatBobReads() throws Exception {
            var ann = connect("");
            var bob = connect("");
            ann.send("{\"type\":\"nickname\",\"payload\":\"Ann\"}");
            ann.send("{\"type\":\"nickname\",\"payload\":\"Server\"}");
            ann.send("{\"type\":\"new_message\",\"payload\":\"hi\"}");

            assertPredicted(1, bob.nextLine(), "Send the three messages with wscat, and look at a second window.");
        }
    }

    /** The head of a frame. */
    @Nested
    class Exercise2 {
        @Test
        void yourPredictionIsWhatTheServerSends() throws Exception {
            try (var ann = new RawConnection(chat.port()).webSocket("/")) {
                ann.sendFrame(RawConnection.TEXT, "{\"type\":\"nickname\",\"payload\":\"Ann\"}");
                ann.sendFrame(RawConnection.TEXT, "{\"type\":\"new_message\",\"payload\":\"안녕\"}");
                var frame = ann.readFrame();

                assertEquals("Ann: 안녕", frame.text());
                assertPredicted(
                        2,
                        "%02X %02X".formatted(frame.firstByte(), frame.payload().length),
                        "A letter of Hangul has three bytes in UTF-8. The second byte counts the bytes of the text.");
            }
        }
    }

    /** Who is here. */
    @Nested
    class Exercise3 {
        @Test
        void onlyTheAskerReadsHowManyAreHere() throws Exception {
            var other = ChatServer.start(0);
            try {
                var ann = connect(other, "");
                var bob = connect(other, "");
                ann.send("{\"type\":\"who\"}");
                assertEquals("Server: 2 here", ann.nextLine(), "The server does not say how many are here.");

                ann.send("{\"type\":\"new_message\",\"payload\":\"two\"}");
                assertEquals("Anon: two", bob.nextLine(), "Bob reads a line that is for Ann only.");
            } finally {
                other.stop();
            }
        }
    }

    /** A bug: the name that changed by itself. */
    @Nested
    class Exercise4 {
        @Test
        void aMessageChangesNoNickname() throws Exception {
            assertStarted(4);
            var ann = connect("");
            ann.send("{\"type\":\"nickname\",\"payload\":\"Ann\"}");
            ann.send("{\"type\":\"new_message\",\"payload\":\"Hello\"}");
            ann.send("{\"type\":\"new_message\",\"payload\":\"How are you?\"}");

            assertEquals("Ann: Hello", ann.nextLine(), "Ann's first message comes out wrong.");
            assertEquals("Ann: How are you?", ann.nextLine(), "Ann's second message comes out wrong.");
        }
    }

    /** A bug: the answer that never comes. */
    @Nested
    class Exercise5 {
        @Test
        void aTextThatIsNoJsonIsAnswered() throws Exception {
            assertStarted(5);
            var ann = connect("");
            for (var text : List.of("hello", "{", "{\"type\":\"new_message\"} hello")) {
                ann.send(text);
                ann.send("{\"type\":\"new_message\",\"payload\":\"sorry\"}");

                var line = ann.nextLine();
                assertTrue(line.startsWith("Server: "), "The text " + text + " gets no answer.");
                assertEquals("Anon: sorry", ann.nextLine(), "After the text " + text + " Ann cannot go on.");
            }
        }
    }

    /** A port: the last messages, for those who ask. */
    @Nested
    class Exercise6 {
        @Test
        void aNewcomerCanReadTheLastThreeMessages() throws Exception {
            var other = ChatServer.start(0);
            try {
                var ann = connect(other, "");
                for (var text : List.of("one", "two", "three", "four")) {
                    ann.send("{\"type\":\"new_message\",\"payload\":\"" + text + "\"}");
                    ann.nextLine();
                }
                var bob = connect(other, "");
                bob.send("{\"type\":\"recent\"}");
                bob.send("{\"type\":\"new_message\",\"payload\":\"five\"}");

                for (var text : List.of("two", "three", "four", "five")) {
                    assertEquals("Anon: " + text, bob.nextLine(), "Bob asks for the recent messages.");
                }
                assertEquals("Anon: five", ann.nextLine(), "Ann reads old messages for which Bob asked.");
            } finally {
                other.stop();
            }
        }
    }

    /** Roll the dice. */
    @Nested
    class Exercise7 {
        @Order(1)
        @Test
        void everybodyReadsWhoRolledWhat() throws Exception {
            var ann = connect("");
            var bob = connect("");
            ann.send("{\"type\":\"nickname\",\"payload\":\"Ann\"}");

            ann.send("{\"type\":\"roll\"}");

            var line = ann.nextLine();
            assertTrue(line.matches("Ann rolls [1-6]"), "Ann rolls, and reads something else: " + line);
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
    class Exercise8 {
        @Order(1)
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
                assertTrue(
                        line.startsWith("Server: ") && line.contains("nickname"),
                        "The nickname \"" + name + "\" at the door gets no answer of the server: " + line);
                assertEquals("Anon: hi", ann.nextLine());
                ann.leave();
            }
        }
    }

    private Person connect(String query) {
        return connect(chat, query);
    }

    private Person connect(ChatServer server, String query) {
        var person = new Person();
        person.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + server.port() + "/" + query), person)
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
            assertNotNull(line, "No line comes within five seconds.");
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
