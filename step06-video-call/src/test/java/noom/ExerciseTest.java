package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Run it with {@code mvn -pl step06-video-call test -Dgroups=exercise}: it fails until the exercises of
 * {@code docs/step06-video-call.md} are solved, and speaks to your server over Socket.IO only.
 */
@Tag("exercise")
class ExerciseTest {
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

    /** Raise a hand. */
    @Nested
    class Exercise7 {
        @Test
        void theOtherSeesTheHandGoUpAndDown() {
            var ann = inRoom("hands");
            var bob = inRoom("hands");

            var up = ann.ask("hand", true, "hands");
            var down = ann.ask("hand", false, "hands");
            awaitAllDone(ann, bob);

            assertEquals(List.of("hand[true,\"hands\"]", "hand[false,\"hands\"]"), bob.events("hand"));
            assertEquals(List.of(), ann.events("hand"), "she knows it");
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
                assertTrue(answer.isDone(), "she is answered at once");
                assertFalse(answer.join().optBoolean("ok"), hand.toString());
            }
            assertEquals(List.of(), bob.events("hand"));
        }

        @Test
        void onlyMembersAreSeenInTheRoom() {
            var ann = inRoom("our hands");
            var eve = inRoom("elsewhere");

            var answer = eve.ask("hand", true, "our hands");
            awaitAllDone(eve, ann);

            assertTrue(answer.isDone(), "she is refused at once");
            assertAnswer("{ok: false, error: \"You are not in the room our hands.\"}", answer);
            assertEquals(List.of(), ann.events("hand"));
        }
    }

    /** Wait for a place. */
    @Nested
    class Exercise8 {
        @Test
        void whereThereIsAPlaceOneIsInAtOnce() {
            var ann = inRoom("half full");
            var bob = connect();

            var answer = bob.ask("wait_for_room", "half full");
            awaitAllDone(bob, ann);

            assertTrue(answer.isDone(), "he is answered at once");
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
            assertFalse(answer.isDone(), "the room is full");
            bob.ask("leave_room", "full").join();
            awaitAllDone(eve, ann);

            assertTrue(answer.isDone(), "she is answered as soon as Bob has left");
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

            assertTrue(eves.isDone(), "she is in");
            assertFalse(dans.isDone(), "he still waits");
            assertFalse(cutIn.optBoolean("ok"), "for others it is full");
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

            assertTrue(again.isDone(), "she is refused at once");
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

    private static void assertAnswer(String expected, CompletableFuture<JSONObject> answer) {
        try {
            assertEquals(new JSONObject(expected).toString(), answer.join().toString());
        } catch (JSONException e) {
            throw new IllegalArgumentException(expected, e);
        }
    }
}
