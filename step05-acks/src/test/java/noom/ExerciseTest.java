package noom;

import static noom.testkit.Exercises.assertPredicted;
import static noom.testkit.Exercises.assertStarted;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import noom.testkit.RoomsClient;
import noom.testkit.WebSocketPackets;
import org.json.JSONArray;
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
 * The exercises of {@code docs/step05-acks.md}. {@code mvn -q -pl step05-acks test -Dexercise=1} runs the first one. It fails until you
 * have solved it.
 */
@Tag("exercise")
class ExerciseTest {
    private static ChatServer chat;
    private final List<RoomsClient> people = new ArrayList<>();

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
        people.forEach(RoomsClient::close);
    }

    /** Receivers. */
    @Nested
    class Exercise1 {
        @Test
        void yourPredictionIsTheAnswer() throws JSONException {
            var ann = inRooms("Ann", "java", "node");
            inRooms("Bob", "java", "node");
            inRooms("Cat", "node");
            var answer = ann.ask("new_message", "hi", new JSONArray(List.of("java", "node")))
                    .join();

            assertPredicted(
                    1, answer.getString("delivered"), "Choose both rooms in Ann's window, with Bob and Cat in theirs.");
        }
    }

    /** Arguments of any kind. */
    @Nested
    class Exercise2 {
        @Test
        void yourPredictionIsTheAnswer() throws JSONException {
            var ann = inRooms("Ann");
            var answer = ann.ask("long_task", 1, "two", new JSONArray(List.of(3)), JSONObject.NULL)
                    .join();

            assertPredicted(
                    2,
                    answer.getJSONArray("result").join(",").replace("\"", ""),
                    "Read ChatServer.describe(…): a word names the kind of each argument.");
        }
    }

    /** Who am I. */
    @Nested
    class Exercise3 {
        @Test
        void theAnswerHasIdAndNickname() {
            var ann = inRooms("Ann");
            var answer = ann.ask("who_am_i");
            ann.awaitAllDone();

            assertAnswered("{ok: true, id: \"%s\", nickname: Ann}".formatted(ann.id()), answer);
        }
    }

    /** A bug: no answer. */
    @Nested
    class Exercise4 {
        @Test
        void aNicknameIsAnswered() {
            assertStarted(4);
            var ann = inRooms("Ann");
            var answer = ann.ask("nickname", "Anna");
            ann.awaitAllDone();

            assertAnswered("{ok: true, nickname: Anna}", answer);
        }
    }

    /** A bug: everybody waits. */
    @Nested
    class Exercise5 {
        @Test
        void longTasksRunBesideEachOther() {
            assertStarted(5);
            var ann = inRooms("Ann");
            var begin = System.nanoTime();
            Stream.generate(() -> ann.ask("long_task", 1)).limit(5).toList().forEach(CompletableFuture::join);
            var millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();

            assertTrue(
                    millis < 5000,
                    "Five long tasks take %d ms: one waits for the other, and everybody with them.".formatted(millis));
        }
    }

    /** A port: the nicknames in a room. */
    @Nested
    class Exercise6 {
        @Test
        @Order(1)
        void aMemberGetsTheNicknames() {
            var bob = inRooms("Bob", "names");
            inRooms("Ann", "names");
            inRooms("Eve");
            var answer = bob.ask("nicknames", "names");
            bob.awaitAllDone();

            assertAnswered("{ok: true, room: names, nicknames: [Ann, Bob]}", answer);
        }

        @Test
        void aStrangerIsRefused() {
            inRooms("Bob", "private");
            var eve = inRooms("Eve");
            var answer = eve.ask("nicknames", "private");
            eve.awaitAllDone();

            assertAnswered("{ok: false, error: \"You are not in the room private.\"}", answer);
        }
    }

    /** A name at the door. */
    @Nested
    class Exercise7 {
        @Order(1)
        @Test
        void aNicknameInAuthIsThereFromTheStart() {
            var ann = inRooms("Ann", "door");
            var bob = comeWith(Map.of("nickname", " Bob ", "token", "a secret of Bob"));
            bob.ask("enter_room", "door").join();
            RoomsClient.awaitAllDone(people);

            assertEquals(List.of("welcome[\"Bob\",2,\"door\"]"), ann.events("welcome"));
        }

        @Test
        void aWrongNicknameIsRefusedWithTheReason() {
            assertRefused("{\"nickname\":\"Server\"}", "The nickname Server is taken. Choose another.");
            assertRefused("{\"nickname\":\"  \"}", "A nickname has 1 to 20 characters.");
            assertRefused("{\"nickname\":7}", "A nickname is a string.");
        }

        @Test
        void whoIsRefusedHearsNothing() {
            var ann = inRooms("Ann", "inside");
            try (var eve = WebSocketPackets.handshake(chat.port())) {
                eve.awaitPacket("0{");
                eve.send("40{\"nickname\":\"Server\"}");
                assertEquals(
                        "44{",
                        eve.awaitPacket("4").substring(0, 3),
                        "Eve brings a wrong nickname, and is not refused.");

                ann.ask("gather").join();
                eve.send("40{\"nickname\":\"Eve\"}");
                assertEquals("40{", eve.awaitPacket("4").substring(0, 3), "Eve hears something before she is in.");
            }
        }

        @Test
        void withoutANicknameOneIsAnonAsBefore() {
            var ann = inRooms("Ann", "nameless");
            var anon = comeWith(Map.of("token", "a secret of nobody"));
            anon.ask("enter_room", "nameless").join();
            // Without the exercise, the above holds already.
            var bob = comeWith(Map.of("nickname", "Bob"));
            bob.ask("enter_room", "nameless").join();
            RoomsClient.awaitAllDone(people);

            assertEquals(
                    List.of("welcome[\"Anon\",2,\"nameless\"]", "welcome[\"Bob\",3,\"nameless\"]"),
                    ann.events("welcome"));
        }

        private RoomsClient comeWith(Map<String, String> auth) {
            var client = RoomsClient.connectWith(auth, "websocket", chat.port());
            people.add(client);
            return client;
        }

        private void assertRefused(String auth, String reason) {
            try (var client = WebSocketPackets.handshake(chat.port())) {
                client.send("40" + auth);
                assertEquals("44{\"message\":\"" + reason + "\"}", client.awaitPacket("4"));
            }
        }
    }

    /** Invite those who want to come. */
    @Nested
    class Exercise8 {
        @Order(1)
        @Test
        void onlyMembersWhoSayYesAreBroughtAlong() {
            var ann = inRooms("Ann", "party");
            var bob = inRooms("Bob");
            var eve = inRooms("Eve");
            var dan = inRooms("Dan");
            bob.answer("may_i_bring_you", true);
            eve.answer("may_i_bring_you", false);
            dan.answer("may_i_bring_you", "yes");

            var answer = ann.ask("invite", "party");
            RoomsClient.awaitAllDone(people);

            assertEquals(List.of("may_i_bring_you[\"party\"]"), bob.events("may_i_bring_you"), "Bob is not asked.");
            assertAnswer("{ok: true, room: party, came: [Bob]}", answer);
            RoomsClient.awaitAllDone(people);
            assertAll(
                    () -> assertEquals(List.of("welcome[\"Bob\",2,\"party\"]"), ann.events("welcome")),
                    () -> assertEquals(List.of("room_entered[\"party\",2]"), bob.events("room_entered")),
                    () -> assertEquals(
                            "my_rooms[[\"%s\",\"party\"]]".formatted(bob.id()),
                            bob.events("my_rooms").get(1)),
                    () -> assertEquals(List.of(), eve.events("room_entered")),
                    () -> assertEquals(
                            List.of(), dan.events("room_entered"), "Dan does not answer true, and is brought along."));
        }

        @Test
        void aMemberIsNotAsked() {
            var ann = inRooms("Ann", "reunion");
            var bob = inRooms("Bob", "reunion");
            var eve = inRooms("Eve");
            eve.answer("may_i_bring_you", false);

            var answer = ann.ask("invite", "reunion");
            RoomsClient.awaitAllDone(people);

            assertEquals(1, eve.events("may_i_bring_you").size(), "Eve is not asked.");
            assertEquals(List.of(), bob.events("may_i_bring_you"));
            assertEquals(List.of(), ann.events("may_i_bring_you"));
            assertAnswer("{ok: true, room: reunion, came: []}", answer);
        }

        @Test
        void silentOrLeavingMembersAreNotBroughtAlong() {
            var ann = inRooms("Ann", "late");
            var silent = inRooms("Silent");
            var leaver = inRooms("Leaver");
            var bob = inRooms("Bob");
            bob.answer("may_i_bring_you", true);

            var answer = ann.ask("invite", "late");
            RoomsClient.awaitAllDone(people);
            assertEquals(1, silent.events("may_i_bring_you").size(), "Silent is not asked.");
            assertFalse(answer.isDone(), "The answer comes although somebody still has time.");
            leaver.close();

            assertAnswer("{ok: true, room: late, came: [Bob]}", answer);
            assertEquals(List.of(), silent.events("room_entered"));
        }

        @Test
        void whereNobodyIsLeftNobodyIsBrought() {
            var ann = inRooms("Ann", "deserted");
            var bob = inRooms("Bob");
            var silent = inRooms("Silent");
            bob.answer("may_i_bring_you", true);

            var answer = ann.ask("invite", "deserted");
            RoomsClient.awaitAllDone(people);
            assertEquals(1, silent.events("may_i_bring_you").size(), "Silent is not asked.");
            ann.ask("leave_room", "deserted").join();

            assertAnswer("{ok: true, room: deserted, came: []}", answer);
            assertEquals(List.of(), bob.events("room_entered"));
        }

        @Test
        void onlyAMemberInvites() {
            var ann = inRooms("Ann", "hers");
            var eve = inRooms("Eve");

            var answer = eve.ask("invite", "hers");
            RoomsClient.awaitAllDone(people);

            assertTrue(answer.isDone(), "Eve is not refused at once.");
            assertAnswer("{ok: false, error: \"You are not in the room hers.\"}", answer);
            assertEquals(List.of(), ann.events("may_i_bring_you"));
        }
    }

    private RoomsClient inRooms(String nickname, String... rooms) {
        var client = RoomsClient.connect(chat.port());
        people.add(client);
        client.emit("nickname", nickname);
        for (var room : rooms) {
            client.ask("enter_room", room);
        }
        client.awaitAllDone();
        return client;
    }

    /** As {@link #assertAnswer}, for an answer that comes before that to a later request. */
    private static void assertAnswered(String expected, CompletableFuture<JSONObject> answer) {
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
