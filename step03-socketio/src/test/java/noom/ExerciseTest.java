package noom;

import static noom.testkit.Exercises.assertPredicted;
import static noom.testkit.Exercises.assertStarted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import noom.testkit.WebSocketPackets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The exercises of {@code docs/step03-socketio.md}. {@code mvn -q -pl step03-socketio test -Dexercise=1} runs the first one. It fails until you
 * have solved it.
 */
@Tag("exercise")
class ExerciseTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String LINE = "42[\"new_message\",";
    private static ChatServer chat;
    private final List<WebSocketPackets> people = new ArrayList<>();

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
        people.forEach(WebSocketPackets::close);
    }

    /** Two events. */
    @Nested
    class Exercise1 {
        @Test
        void yourPredictionIsWhatBobReceives() {
            var ann = join(chat);
            var bob = join(chat);
            ann.send("42[\"nickname\",\"Ann\"]");
            ann.send("42[\"new_message\",\"hi\"]");

            assertPredicted(1, bob.awaitPacket(LINE), "Open \"On the wire\" in Bob's window, and chat as Ann.");
        }
    }

    /** A number for a text. */
    @Nested
    class Exercise2 {
        @Test
        void yourPredictionIsWhatAnnReceives() {
            var ann = join(chat);
            ann.send("42[\"new_message\",42]");

            assertPredicted(2, ann.awaitPacket("42"), "Read ChatServer.on(…), and then Validation.message(…).");
        }
    }

    /** Who is here. */
    @Nested
    class Exercise3 {
        @Test
        void onlyTheAskerIsToldHowManyAreHere() {
            var other = ChatServer.start(0);
            try {
                var ann = join(other);
                var bob = join(other);
                ann.send("42[\"who\"]");
                ann.send("42[\"new_message\",\"two\"]");

                assertEquals("42[\"who\",2]", ann.awaitPacket("42"), "The server does not say how many are here.");
                assertEquals(
                        "42[\"new_message\",\"Anon: two\"]",
                        bob.awaitPacket("42"),
                        "Bob receives an event that is for Ann only.");
            } finally {
                other.stop();
            }
        }
    }

    /** A bug: two people with one name. */
    @Nested
    class Exercise4 {
        @Test
        void everyoneKeepsTheirOwnNickname() {
            assertStarted(4);
            var ann = join(chat);
            var bob = join(chat);
            ann.send("42[\"nickname\",\"Ann\"]");
            ann.say("one");
            bob.awaitPacket(LINE);
            bob.send("42[\"nickname\",\"Bob\"]");
            bob.say("two");
            ann.awaitPacket("42[\"new_message\",\"Bob: two\"]");
            ann.say("three");

            assertEquals("42[\"new_message\",\"Bob: two\"]", bob.awaitPacket(LINE), "Bob's message is signed wrong.");
            assertEquals("42[\"new_message\",\"Ann: three\"]", bob.awaitPacket(LINE), "Ann's message is signed wrong.");
        }
    }

    /** A bug: Eve writes in Ann's name. */
    @Nested
    class Exercise5 {
        @Test
        void nobodyElseLearnsASessionId() {
            assertStarted(5);
            var bob = join(chat);
            var ann = WebSocketPackets.handshake(chat.port());
            people.add(ann);
            var session = parse(ann.awaitPacket("0").substring(1)).get("sid").asText();
            ann.send("40");
            ann.say("hi");

            var packet = bob.awaitPacket("42");
            while (!packet.contains("new_message")) {
                assertFalse(packet.contains(session), "Bob receives Ann's session id: " + packet);
                packet = bob.awaitPacket("42");
            }
            assertEquals("42[\"new_message\",\"Anon: hi\"]", packet);
        }
    }

    /** A port: what somebody does, for the others. */
    @Nested
    class Exercise6 {
        @Order(1)
        @Test
        void theOthersReadWhatSomebodyDoes() {
            var ann = join(chat);
            var bob = join(chat);
            ann.send("42[\"nickname\",\"Ann\"]");
            ann.send("42[\"me\",\"waves\"]");
            ann.say("done");

            assertEquals(
                    "42[\"new_message\",\"* Ann waves\"]", bob.awaitPacket("42"), "Bob does not read that Ann waves.");
            assertEquals("42[\"new_message\",\"Ann: done\"]", ann.awaitPacket("42"), "Ann reads it herself.");
        }

        @Test
        void aNumberIsRefused() {
            var ann = join(chat);
            ann.send("42[\"me\",42]");
            ann.say("done");

            var packet = ann.awaitPacket("42");
            assertTrue(packet.startsWith("42[\"problem\","), "A number is not refused: " + packet);
        }
    }

    /** Somebody is typing. */
    @Nested
    class Exercise7 {
        @Order(1)
        @Test
        void theOthersAreToldWhoIsTyping() {
            var ann = join(chat);
            var bob = join(chat);
            ann.send("42[\"nickname\",\"Ann\"]");

            ann.send("42[\"typing\"]");
            ann.say("done");

            assertEquals("42[\"typing\",\"Ann\"]", bob.awaitPacket("42"));
            assertEquals("42[\"new_message\",\"Ann: done\"]", ann.awaitPacket("42"), "Ann is told that she is typing.");
        }

        @Test
        void theServerSaysWhoItIsAndNotTheClient() {
            var ann = join(chat);
            var bob = join(chat);

            ann.send("42[\"typing\",\"Bob\"]");
            ann.say("done");

            assertEquals("42[\"typing\",\"Anon\"]", bob.awaitPacket("42"));
        }
    }

    /** What was missed. */
    @Nested
    class Exercise8 {
        @Order(1)
        @Test
        void somebodyNewGetsAMarkAndNoLines() {
            var bob = join(chat);
            say(bob, "before");

            var missed = since(join(chat), "null");

            assertEquals("[]", missed.get(1).toString());
            assertTrue(missed.get(2).isIntegralNumber(), "The mark is no whole number.");
        }

        @Test
        void aReturningClientGetsMissedMessagesOnceInOrder() {
            var bob = join(chat);
            var ann = join(chat);
            var mark = since(ann, "null").get(2).longValue();
            ann.close();
            List.of("one", "two", "three").forEach(text -> say(bob, text));

            var back = join(chat);

            assertEquals(
                    "[\"missed\",[\"Anon: one\",\"Anon: two\",\"Anon: three\"],%d]".formatted(mark + 3),
                    since(back, mark).toString());
            assertEquals(
                    "[\"missed\",[],%d]".formatted(mark + 3),
                    since(back, mark + 3).toString());
        }

        @Test
        void theServerKeepsAHundredLines() {
            var bob = join(chat);
            var mark = since(bob, "null").get(2).longValue();
            IntStream.rangeClosed(1, 120).forEach(i -> say(bob, "line " + i));

            var missed = since(bob, mark);

            assertEquals(100, missed.get(1).size());
            assertEquals("Anon: line 21", missed.get(1).get(0).asText());
            assertEquals("Anon: line 120", missed.get(1).get(99).asText());
        }

        @Test
        void afterARestartNothingNewIsTakenForOld() {
            var first = ChatServer.start(0);
            var bob = join(first);
            List.of("one", "two", "three").forEach(text -> say(bob, text));
            var mark = since(bob, "null").get(2);
            first.stop();

            var second = ChatServer.start(0);
            try {
                var back = join(second);
                say(back, "again");
                assertEquals("[\"Anon: again\"]", since(back, mark).get(1).toString());
            } finally {
                second.stop();
            }
        }

        @Test
        void aMarkThatIsNoneIsRefused() {
            var ann = join(chat);

            for (var mark : List.of("\"x\"", "1.5", "[]", "1e99")) {
                var refusal = since(ann, mark);
                assertEquals("problem", refusal.get(0).asText(), mark);
                assertTrue(
                        refusal.get(1).asText().contains("mark"), refusal.get(1).asText());
            }
        }

        /** Asks, and returns the first answer: its name and its arguments. Then comes the answer to something else. */
        private JsonNode since(WebSocketPackets client, Object mark) {
            client.send("42[\"since\",%s]".formatted(mark));
            client.send("42[\"nickname\",\"\"]");
            var answer = client.awaitPacket("42");
            assertFalse(answer.contains("A nickname has"), "The server does not answer since(" + mark + ").");
            client.awaitPacket("42[\"problem\",\"A nickname has");
            return parse(answer.substring("42".length()));
        }

        private void say(WebSocketPackets client, String text) {
            client.say(text);
            client.awaitLine("Anon: " + text);
        }
    }

    private WebSocketPackets join(ChatServer server) {
        var client = WebSocketPackets.join(server.port());
        people.add(client);
        return client;
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
