package noom;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import noom.testkit.RoomsClient;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Run it with {@code mvn -pl step05-acks test -Dgroups=exercise}: it fails until the exercises of
 * {@code docs/step05-acks.md} are solved, and speaks to your server over Socket.IO only.
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

    /** A whisper that comes once. */
    @Nested
    class Exercise1 {
        @Test
        void aWhisperSentAgainIsAnsweredAgainAndShownOnce() {
            var ann = inRooms("Ann");
            var bob = inRooms("Bob");

            var first = ann.ask("whisper", bob.id(), "psst", "whisper 1");
            var again = ann.ask("whisper", bob.id(), "psst", "whisper 1");
            RoomsClient.awaitAllDone(people);

            assertAnswer("{ok: true, delivered: 1}", first);
            assertAnswer("{ok: true, delivered: 1}", again);
            assertEquals(1, bob.events("new_message").size());
        }

        @Test
        void whatWasRefusedMayBeSentAgain() {
            var ann = inRooms("Ann");
            var bob = inRooms("Bob");

            var refused = ann.ask("whisper", bob.id(), "", "whisper 2");
            var sent = ann.ask("whisper", bob.id(), "psst", "whisper 2");
            var again = ann.ask("whisper", bob.id(), "psst", "whisper 2");
            RoomsClient.awaitAllDone(people);

            assertFalse(refused.join().optBoolean("ok"));
            assertAnswer("{ok: true, delivered: 1}", sent);
            assertAnswer("{ok: true, delivered: 1}", again);
            assertEquals(1, bob.events("new_message").size());
        }

        @Test
        void aDeliveredWhisperIsAnsweredAgainAfterTheReceiverLeft() {
            var ann = inRooms("Ann", "watched");
            var bob = inRooms("Bob", "watched");
            var first = ann.ask("whisper", bob.id(), "psst", "whisper 3");
            ann.awaitAllDone();
            bob.close();
            ann.awaitEvent("bye[\"Bob\",1,\"watched\"]");

            var again = ann.ask("whisper", bob.id(), "psst", "whisper 3");

            assertAnswer("{ok: true, delivered: 1}", first);
            assertAnswer("{ok: true, delivered: 1}", again);
        }

        @Test
        void anIdIsAStringOrThereIsNone() {
            var ann = inRooms("Ann");
            var bob = inRooms("Bob");

            var wrong = ann.ask("whisper", bob.id(), "psst", 7);
            ann.emit("whisper", bob.id(), "psst");
            ann.emit("whisper", bob.id(), "psst");
            RoomsClient.awaitAllDone(people);

            assertFalse(wrong.join().optBoolean("ok"));
            assertEquals(2, bob.events("new_message").size(), "without an id each one comes");
        }
    }

    /** Invite those who want to come. */
    @Nested
    class Exercise2 {
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

            assertEquals(List.of("may_i_bring_you[\"party\"]"), bob.events("may_i_bring_you"), "he is asked");
            assertAnswer("{ok: true, room: party, came: [Bob]}", answer);
            RoomsClient.awaitAllDone(people);
            assertAll(
                    () -> assertEquals(List.of("welcome[\"Bob\",2,\"party\"]"), ann.events("welcome")),
                    () -> assertEquals(List.of("room_entered[\"party\",2]"), bob.events("room_entered")),
                    () -> assertEquals(
                            "my_rooms[[\"%s\",\"party\"]]".formatted(bob.id()),
                            bob.events("my_rooms").get(1)),
                    () -> assertEquals(List.of(), eve.events("room_entered")),
                    () -> assertEquals(List.of(), dan.events("room_entered"), "only true is a yes"));
        }

        @Test
        void aMemberIsNotAsked() {
            var ann = inRooms("Ann", "reunion");
            var bob = inRooms("Bob", "reunion");
            var eve = inRooms("Eve");
            eve.answer("may_i_bring_you", false);

            var answer = ann.ask("invite", "reunion");
            RoomsClient.awaitAllDone(people);

            assertEquals(1, eve.events("may_i_bring_you").size(), "she is asked");
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
            assertEquals(1, silent.events("may_i_bring_you").size(), "they are asked");
            assertFalse(answer.isDone(), "somebody still has time to answer");
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
            assertEquals(1, silent.events("may_i_bring_you").size(), "they are asked");
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

            assertTrue(answer.isDone(), "she is refused at once");
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

    private static void assertAnswer(String expected, CompletableFuture<JSONObject> answer) {
        try {
            assertEquals(new JSONObject(expected).toString(), answer.join().toString());
        } catch (JSONException e) {
            throw new IllegalArgumentException(expected, e);
        }
    }
}
