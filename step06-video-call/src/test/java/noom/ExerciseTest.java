package noom;

import static noom.testkit.Exercises.assertPredicted;
import static noom.testkit.Exercises.assertStarted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The exercises of {@code docs/step06-video-call.md}. {@code mvn -q -pl step06-video-call test -Dexercise=1} runs the first one. It fails until you
 * have solved it.
 */
@Tag("exercise")
class ExerciseTest {
    private static final JSONObject OFFER = new JSONObject(Map.of("type", "offer", "sdp", "v=0"));
    private static SignalingServer server;
    private final List<SignalingClient> people = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = SignalingServer.start(0);
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @AfterEach
    void everybodyLeaves() {
        people.forEach(SignalingClient::close);
    }

    /** A third. */
    @Nested
    class Exercise1 {
        @Test
        void yourPredictionIsTheAnswer() {
            inRoom("tea");
            inRoom("tea");
            var answer = connect().ask("join_room", "tea").join();

            assertPredicted(1, answer.optString("error"), "Open three windows, and enter the same room.");
        }
    }

    /** The first in the room. */
    @Nested
    class Exercise2 {
        @Test
        void yourPredictionIsWhoseOfferIsAccepted() throws JSONException {
            var ann = inRoom("waiting");
            var bob = inRoom("waiting");
            ann.ask("leave_room", "waiting").join();
            var cat = inRoom("waiting");
            var bobs = bob.ask("offer", OFFER, "waiting").join().getBoolean("ok");
            var cats = cat.ask("offer", OFFER, "waiting").join().getBoolean("ok");

            assertPredicted(
                    2,
                    bobs && cats ? "both" : bobs ? "Bob" : cats ? "Cat" : "nobody",
                    "Read SignalingServer.leave(…), and who calls setCaller(…).");
        }
    }

    /** Ask before you join. */
    @Nested
    class Exercise3 {
        @Test
        void theAnswerSaysWhetherARoomIsFull() {
            var ann = inRoom("places");
            assertAnswered("{ok: true, room: places, full: false}", ann, ann.ask("is_full", "places"));
            inRoom("places");
            var eve = connect();

            assertAnswered("{ok: true, room: places, full: true}", eve, eve.ask("is_full", "places"));
            assertAnswered("{ok: true, room: nowhere, full: false}", eve, eve.ask("is_full", "nowhere"));
        }
    }

    /** A bug: no call with Cat. */
    @Nested
    class Exercise4 {
        @Test
        void theOneWhoStaysMakesTheNextOffer() {
            assertStarted(4);
            var ann = inRoom("stay");
            var bob = inRoom("stay");
            ann.ask("leave_room", "stay").join();
            inRoom("stay");

            assertAnswered("{ok: true}", bob, bob.ask("offer", OFFER, "stay"));
        }
    }

    /** A bug: a stranger answers. */
    @Nested
    class Exercise5 {
        @Test
        void aStrangerAnswersNoCall() throws JSONException {
            assertStarted(5);
            var ann = inRoom("private");
            var eve = connect();
            var answer = eve.ask("answer", new JSONObject(Map.of("type", "answer", "sdp", "v=0")), "private");
            awaitAllDone(eve, ann);

            assertEquals(List.of(), ann.events("answer"), "Ann receives the answer of a stranger.");
            assertAnswered("{ok: false, error: \"You are not in the room private.\"}", eve, answer);
        }
    }

    /** A port: ring the bell. */
    @Nested
    class Exercise6 {
        @Test
        @Order(1)
        void theOtherHearsTheBell() {
            var ann = inRoom("bell");
            assertAnswered("{ok: true, heard: 0}", ann, ann.ask("ring", "bell"));
            var bob = inRoom("bell");
            assertAnswered("{ok: true, heard: 1}", ann, ann.ask("ring", "bell"));
            bob.awaitAllDone();

            assertEquals(List.of("ring[\"bell\"]"), bob.events("ring"), "Bob does not hear the bell once.");
            assertEquals(List.of(), ann.events("ring"), "Ann hears her own bell.");
        }

        @Test
        void aStrangerRingsNoBell() {
            var ann = inRoom("silence");
            var eve = connect();
            assertAnswered("{ok: false, error: \"You are not in the room silence.\"}", eve, eve.ask("ring", "silence"));
            ann.awaitAllDone();

            assertEquals(List.of(), ann.events("ring"), "Ann hears the bell of a stranger.");
        }
    }

    /** Raise a hand. */
    @Nested
    class Exercise7 {
        @Order(1)
        @Test
        void theOtherSeesTheHandGoUpAndDown() {
            var ann = inRoom("hands");
            var bob = inRoom("hands");

            var up = ann.ask("hand", true, "hands");
            var down = ann.ask("hand", false, "hands");
            awaitAllDone(ann, bob);

            assertEquals(List.of("hand[true,\"hands\"]", "hand[false,\"hands\"]"), bob.events("hand"));
            assertEquals(List.of(), ann.events("hand"), "Ann is told of her own hand.");
            assertAnswer("{ok: true}", up);
            assertAnswer("{ok: true}", down);
        }

        @Test
        void aHandIsUpOrDownAndNothingElse() {
            var ann = inRoom("no hands");
            var bob = inRoom("no hands");

            for (var hand : List.of("up", 1, new JSONObject())) {
                var answer = ann.ask("hand", hand, "no hands");
                awaitAllDone(ann, bob);
                assertTrue(answer.isDone(), "Ann sends a hand that is no hand, and is not answered.");
                assertFalse(answer.join().optBoolean("ok"), "A hand may not be " + hand + ".");
            }
            assertEquals(List.of(), bob.events("hand"));
        }

        @Test
        void onlyMembersAreSeenInTheRoom() {
            var ann = inRoom("our hands");
            var eve = inRoom("elsewhere");

            var answer = eve.ask("hand", true, "our hands");
            awaitAllDone(eve, ann);

            assertTrue(answer.isDone(), "Eve is not refused.");
            assertAnswer("{ok: false, error: \"You are not in the room our hands.\"}", answer);
            assertEquals(List.of(), ann.events("hand"));
        }
    }

    /** Wait for a place. */
    @Nested
    class Exercise8 {
        @Order(1)
        @Test
        void whereThereIsAPlaceOneIsInAtOnce() {
            var ann = inRoom("half full");
            var bob = connect();

            var answer = bob.ask("wait_for_room", "half full");
            awaitAllDone(bob, ann);

            assertTrue(answer.isDone(), "There is a place, and Bob is not answered.");
            assertAnswer("{ok: true, room: \"half full\", count: 2}", answer);
            assertEquals(1, ann.events("welcome").size());
        }

        @Test
        void aWaitingClientIsAnsweredWhenAPlaceIsFree() {
            var ann = inRoom("full");
            var bob = inRoom("full");
            var eve = connect();

            var answer = eve.ask("wait_for_room", "full");
            awaitAllDone(eve, ann);
            assertFalse(answer.isDone(), "The room is full, and Eve is answered.");
            bob.ask("leave_room", "full").join();
            awaitAllDone(eve, ann);

            assertTrue(answer.isDone(), "Bob has left, and Eve is not answered.");
            assertAnswer("{ok: true, room: full, count: 2}", answer);
            assertEquals(List.of("welcome[]", "bye[\"full\"]", "welcome[]"), ann.events());
        }

        @Test
        void theQueueIsFirstComeFirstServed() {
            var ann = inRoom("a line");
            var bob = inRoom("a line");
            var eve = connect();
            var eves = eve.ask("wait_for_room", "a line");
            eve.awaitAllDone();
            var dan = connect();
            var dans = dan.ask("wait_for_room", "a line");
            dan.awaitAllDone();

            ann.close();
            bob.awaitEvent("bye[\"a line\"]");
            var cutIn = connect().ask("join_room", "a line").join();
            awaitAllDone(eve, dan);

            assertTrue(eves.isDone(), "Eve came first, and is not let in.");
            assertFalse(dans.isDone(), "Dan came second, and is let in.");
            assertFalse(cutIn.optBoolean("ok"), "Somebody cuts in.");
        }

        @Test
        void leavingTheQueueLosesThePlace() {
            var ann = inRoom("another line");
            var bob = inRoom("another line");
            var eve = inRoom("beside");
            ann.ask("join_room", "beside").join();
            eve.ask("wait_for_room", "another line");
            eve.awaitAllDone();
            var dan = connect();
            var answer = dan.ask("wait_for_room", "another line");
            dan.awaitAllDone();

            eve.close();
            ann.awaitEvent("bye[\"beside\"]");
            bob.ask("leave_room", "another line").join();
            dan.awaitAllDone();

            assertTrue(answer.isDone(), "he is in");
            assertAnswer("{ok: true, room: \"another line\", count: 2}", answer);
        }

        @Test
        void oneWaitsForOneRoomAtATime() {
            inRoom("one");
            inRoom("one");
            var eve = connect();
            eve.ask("wait_for_room", "one");

            var again = eve.ask("wait_for_room", "one");
            eve.awaitAllDone();

            assertTrue(again.isDone(), "Eve is not refused.");
            assertFalse(again.join().optBoolean("ok"));
        }
    }

    private SignalingClient connect() {
        var client = SignalingClient.connect(server.port());
        people.add(client);
        return client;
    }

    private SignalingClient inRoom(String room) {
        var client = connect();
        client.ask("join_room", room).join();
        return client;
    }

    /** Waits until the server has done all that the first asked for, and the second has heard of it. */
    private static void awaitAllDone(SignalingClient first, SignalingClient second) {
        first.awaitAllDone();
        second.awaitAllDone();
    }

    /** As {@link #assertAnswer}, at once: the client waits until the server has done all that it asked for. */
    private static void assertAnswered(String expected, SignalingClient client, CompletableFuture<JSONObject> answer) {
        client.awaitAllDone();
        assertTrue(answer.isDone(), "The function that came along is not called.");
        assertAnswer(expected, answer);
    }

    private static void assertAnswer(String expected, CompletableFuture<JSONObject> answer) {
        try {
            assertEquals(
                    new JSONObject(expected).toString(),
                    answer.join().toString(),
                    "The function that came along is called with something else.");
        } catch (JSONException e) {
            throw new IllegalArgumentException(expected, e);
        }
    }
}
