package noom;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import noom.testkit.RoomsClient;
import noom.testkit.Waits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Run it with {@code mvn -pl step04-rooms test -Dgroups=exercise}: it fails until the exercises of
 * {@code docs/step04-rooms.md} are solved, and speaks to your server over Socket.IO only.
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

    /** Leave all rooms. */
    @Nested
    class Exercise7 {
        @Test
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
            ann.emit("whisper", bob.id(), "psst");

            bob.awaitEvent("new_message[\"Ann: psst\",[\"%s\"]]".formatted(bob.id()));
            awaitOpenRooms(bob, "without the empty room", rooms -> !rooms.contains("five"));
        }
    }

    /** Close the door. */
    @Nested
    class Exercise8 {
        @Test
        void nobodyElseEntersAClosedRoomNorSeesIt() {
            var ann = inRooms("Ann", "secret");
            var eve = inRooms("Eve");

            ann.emit("close_room", "secret");
            ann.awaitAllDone();
            eve.emit("enter_room", "secret");
            RoomsClient.awaitAllDone(people);

            awaitOpenRooms(eve, "without the closed room", rooms -> !rooms.contains("secret"));
            assertAll(
                    () -> assertEquals(List.of(), eve.events("room_entered")),
                    () -> assertEquals(1, refusals(eve), "she is told why"),
                    () -> assertEquals(List.of(), ann.events("welcome")));
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
