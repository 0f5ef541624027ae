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
import java.util.function.Predicate;
import noom.testkit.RoomsClient;
import noom.testkit.Waits;
import org.awaitility.core.ConditionTimeoutException;
import org.json.JSONArray;
import org.json.JSONException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The exercises of {@code docs/step04-rooms.md}. {@code mvn -q -pl step04-rooms test -Dexercise=1} runs the first one. It fails until you
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

    /** One message to two rooms. */
    @Nested
    class Exercise1 {
        @Test
        void yourPredictionIsHowOftenBobReceivesIt() {
            var ann = inRooms("Ann", "java", "node");
            var bob = inRooms("Bob", "java", "node");
            ann.emit("new_message", "hi", new JSONArray(List.of("java", "node")));
            RoomsClient.awaitAllDone(people);

            assertPredicted(
                    1,
                    String.valueOf(bob.events("new_message").size()),
                    "Choose both rooms in Ann's window, and look at Bob's.");
        }
    }

    /** The rooms by name. */
    @Nested
    class Exercise2 {
        @Test
        void yourPredictionIsWhatAnnReceives() throws JSONException {
            var ann = inRooms("Ann");
            ann.emit("enter_room", "zoo");
            ann.emit("enter_room", "  java ");
            ann.awaitAllDone();

            var rooms = new JSONArray(last(ann, "my_rooms").substring("my_rooms".length())).getJSONArray(0);
            assertEquals(ann.id(), rooms.getString(0));
            assertPredicted(
                    2,
                    rooms.join(",").replace("\"", "").replace(ann.id() + ",", ""),
                    "Open \"On the wire\", and enter the two rooms.");
        }
    }

    /** Small letters. */
    @Nested
    class Exercise3 {
        @Test
        @Order(1)
        void twoSpellingsAreOneRoom() {
            var ann = inRooms("Ann", "lobby");
            inRooms("Bob", "LOBBY");
            RoomsClient.awaitAllDone(people);

            assertEquals(
                    List.of("welcome[\"Bob\",2,\"lobby\"]"),
                    ann.events("welcome"),
                    "Ann is in lobby, Bob enters LOBBY, and they do not meet.");
        }

        @Test
        void theRoomOfAnIdStaysClosed() {
            var bob = inRooms("Bob", "closed", "CLOSED");
            assertEquals(
                    List.of("room_entered[\"closed\",1]", "room_entered[\"closed\",1]"),
                    bob.events("room_entered"),
                    "Bob enters the same room twice, and gets two rooms.");
            bob.forget();

            bob.emit("enter_room", "U-0123456789ABCDEF");
            bob.awaitAllDone();

            assertEquals(
                    List.of(),
                    bob.events("room_entered"),
                    "In capitals, Bob enters a room that could be somebody's id.");
        }
    }

    /** A bug: everything twice. */
    @Nested
    class Exercise4 {
        @Test
        void theSenderDoesNotReceiveTheirOwnMessage() {
            assertStarted(4);
            var ann = inRooms("Ann", "echo");
            var bob = inRooms("Bob", "echo");
            ann.emit("new_message", "hi", "echo");
            RoomsClient.awaitAllDone(people);

            assertEquals(
                    List.of("new_message[\"Ann: hi\",[\"echo\"]]"),
                    bob.events("new_message"),
                    "Bob receives something else.");
            assertEquals(List.of(), ann.events("new_message"), "Ann receives her own message.");
        }
    }

    /** A bug: ghosts. */
    @Nested
    class Exercise5 {
        @Test
        void theOthersSeeThatSomebodyIsGone() {
            assertStarted(5);
            var bob = inRooms("Bob", "haunted");
            var ann = inRooms("Ann", "haunted");
            ann.close();

            assertTrue(comes(bob, "bye[\"Ann\",1,\"haunted\"]"), "Ann closes her browser, and Bob is not told.");
            RoomsClient.awaitAllDone(List.of(bob));
            assertFalse(last(bob, "room_members").contains("Ann"), "Ann is gone, and still among the members.");
        }

        private static boolean comes(RoomsClient client, String event) {
            try {
                Waits.waitFor(event)
                        .atMost(Duration.ofSeconds(5))
                        .until(() -> client.events().contains(event));
                return true;
            } catch (ConditionTimeoutException e) {
                return false;
            }
        }
    }

    /** A port: dissolve a room. */
    @Nested
    class Exercise6 {
        @Test
        @Order(1)
        void aMemberTakesEverybodyOutOfARoom() {
            var ann = inRooms("Ann", "kept", "old");
            var bob = inRooms("Bob", "kept", "old");
            var eve = inRooms("Eve", "kept");
            ann.emit("dissolve", "old");
            RoomsClient.awaitAllDone(people);

            for (var member : List.of(ann, bob)) {
                assertEquals(
                        List.of("room_left[\"old\"]"),
                        member.events("room_left"),
                        "A member of the dissolved room is not told that they left it.");
                assertEquals(
                        "my_rooms[[\"%s\",\"kept\"]]".formatted(member.id()),
                        last(member, "my_rooms"),
                        "A member of the dissolved room does not learn the remaining rooms.");
            }
            assertEquals(List.of(), eve.events("room_left"), "Eve is not in the room, and is told that she left it.");
        }

        @Test
        void onlyAMemberMayDissolveARoom() {
            var ann = inRooms("Ann", "safe");
            var eve = inRooms("Eve");
            eve.emit("dissolve", "safe");
            RoomsClient.awaitAllDone(people);

            assertEquals(
                    List.of("problem[\"You are not in the room safe.\"]"),
                    eve.problems(),
                    "Eve is not in the room, and is not refused.");
            assertEquals(List.of(), ann.events("room_left"), "Ann loses a room that a stranger dissolves.");
        }
    }

    /** Leave all rooms. */
    @Nested
    class Exercise7 {
        @Test
        @Order(1)
        void theOthersSeeOneLeaveEachRoom() {
            var ann = inRooms("Ann", "one", "two");
            var bob = inRooms("Bob", "one", "two");

            bob.emit("leave_all");
            RoomsClient.awaitAllDone(people);

            assertEquals(
                    List.of("bye[\"Bob\",1,\"one\"]", "bye[\"Bob\",1,\"two\"]"),
                    ann.events("bye").stream().sorted().toList());
            assertTrue(last(ann, "room_members").contains("Ann"));
            assertFalse(last(ann, "room_members").contains("Bob"));
        }

        @Test
        void eachRoomIsToldButTheRemainingRoomsOnlyOnce() {
            var bob = inRooms("Bob", "three", "four");
            bob.forget();

            bob.emit("leave_all");
            bob.awaitAllDone();

            assertEquals(
                    List.of("room_left[\"four\"]", "room_left[\"three\"]"),
                    bob.events("room_left").stream().sorted().toList());
            assertEquals(List.of("my_rooms[[\"%s\"]]".formatted(bob.id())), bob.events("my_rooms"));
        }

        @Test
        void aClientInNoRoomCanStillBeWhisperedTo() {
            var ann = inRooms("Ann");
            var bob = inRooms("Bob", "five");
            awaitOpenRooms(bob, "with the room", rooms -> rooms.contains("five"));

            bob.emit("leave_all");
            bob.awaitAllDone();
            assertEquals(List.of("room_left[\"five\"]"), bob.events("room_left"), "Bob is still in the room.");
            ann.emit("whisper", bob.id(), "psst");

            bob.awaitEvent("new_message[\"Ann: psst\",[\"%s\"]]".formatted(bob.id()));
            awaitOpenRooms(bob, "without the empty room", rooms -> !rooms.contains("five"));
        }
    }

    /** Close the door. */
    @Nested
    class Exercise8 {
        @Order(1)
        @Test
        void nobodyElseEntersAClosedRoomNorSeesIt() {
            var ann = inRooms("Ann", "secret");
            var eve = inRooms("Eve");

            ann.emit("close_room", "secret");
            ann.awaitAllDone();
            eve.emit("enter_room", "secret");
            RoomsClient.awaitAllDone(people);

            assertAll(
                    () -> assertEquals(List.of(), eve.events("room_entered")),
                    () -> assertEquals(1, refusals(eve), "Eve is not told why she cannot enter."),
                    () -> assertEquals(List.of(), ann.events("welcome")));
            awaitOpenRooms(eve, "without the closed room", rooms -> !rooms.contains("secret"));
        }

        @Test
        void aMemberStaysAndMayEnterAgain() {
            var ann = inRooms("Ann", "inside");
            var bob = inRooms("Bob", "inside");
            var eve = inRooms("Eve");
            ann.emit("close_room", "inside");
            ann.awaitAllDone();
            bob.forget();

            bob.emit("enter_room", "inside");
            bob.emit("new_message", "among us", "inside");
            eve.emit("enter_room", "inside");
            RoomsClient.awaitAllDone(people);

            assertEquals(List.of("room_entered[\"inside\",2]"), bob.events("room_entered"));
            assertEquals(List.of("new_message[\"Bob: among us\",[\"inside\"]]"), ann.events("new_message"));
            assertEquals(1, refusals(eve));
        }

        @Test
        void anEmptiedRoomIsForgottenAndCanBeOpenedAgain() {
            var ann = inRooms("Ann", "anew");
            var eve = inRooms("Eve");
            ann.emit("close_room", "anew");
            ann.awaitAllDone();
            eve.emit("enter_room", "anew");
            eve.awaitAllDone();
            assertEquals(1, refusals(eve));

            ann.emit("leave_room", "anew");
            ann.awaitAllDone();
            eve.emit("enter_room", "anew");
            eve.awaitAllDone();
            ann.emit("enter_room", "anew");

            ann.awaitEvent("room_entered[\"anew\",2]");
            awaitOpenRooms(eve, "with the room", rooms -> rooms.contains("anew"));
        }

        @Test
        void onlyAMemberClosesARoom() {
            inRooms("Ann", "hers");
            var eve = inRooms("Eve");

            eve.emit("close_room", "hers");
            eve.emit("enter_room", "hers");

            eve.awaitEvent("room_entered[\"hers\",2]");
            assertEquals(1, refusals(eve));
        }

        @Test
        void nobodyClosesTheAnnouncement() {
            var ann = inRooms("Ann");
            ann.emit("gather");
            ann.emit("close_room", "announcement");
            ann.awaitAllDone();
            assertEquals(1, refusals(ann));

            var late = inRooms("Late");
            ann.emit("gather");
            RoomsClient.awaitAllDone(people);

            assertEquals(1, late.events("room_entered").size());
        }
    }

    private RoomsClient inRooms(String nickname, String... rooms) {
        var client = RoomsClient.connect(chat.port());
        people.add(client);
        client.emit("nickname", nickname);
        for (var room : rooms) {
            client.emit("enter_room", room);
        }
        client.awaitAllDone();
        return client;
    }

    private static String last(RoomsClient client, String event) {
        var events = client.events(event);
        return events.get(events.size() - 1);
    }

    /** The list of open rooms may come up to a second after it has changed. */
    private static void awaitOpenRooms(RoomsClient client, String description, Predicate<String> expected) {
        Waits.waitFor("a list of open rooms " + description).until(() -> expected.test(last(client, "room_change")));
    }

    /** How often one was refused something, but for {@link RoomsClient#awaitAllDone()}, which asks to be refused. */
    private static long refusals(RoomsClient client) {
        return client.events("problem").stream()
                .filter(problem -> !problem.contains("your own id"))
                .count();
    }
}
