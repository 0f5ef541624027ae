package noom.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.json.JSONArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Every event of the chat with rooms, on both transports. */
@ParameterizedClass
@ValueSource(strings = {"websocket", "polling"})
public abstract class RoomsContract {
    @Parameter
    private String transport;

    private RoomsClient watcher;

    private final List<RoomsClient> clients = new ArrayList<>();

    /** The port of a chat that nobody else uses. */
    protected abstract int port();

    @BeforeEach
    void somebodyWatches() {
        watcher = RoomsClient.connect(port());
    }

    @AfterEach
    void everybodyLeavesAndTheRoomsAreEmpty() {
        clients.forEach(RoomsClient::close);
        watcher.close();
        RoomsClient.awaitOpenRooms(port());
    }

    @Test
    void aNewcomerGetsItsIdItsRoomsAndOpenRooms() {
        var ann = connect("Ann");
        ann.emit("enter_room", "here first");
        ann.awaitAllDone();

        var bob = connect("Bob");

        bob.awaitEvent("my_rooms[[\"%s\"]]".formatted(bob.id()));
        assertTrue(bob.id().matches("u-[0-9a-f]{16}"), bob.id());
        assertNotEquals(ann.id(), bob.id());
        bob.awaitAllDone();
        assertTrue(bob.events("room_change").get(0).contains("\"here first\""));
    }

    @Test
    void enteringTellsTheCountAndWelcomesTheNewcomer() {
        var ann = connect("Ann");
        var bob = connect("Bob");
        ann.emit("enter_room", " java ");
        ann.awaitEvent("room_entered[\"java\",1]");
        ann.awaitEvent("my_rooms[[\"%s\",\"java\"]]".formatted(ann.id()));

        bob.emit("enter_room", "java");

        bob.awaitEvent("room_entered[\"java\",2]");
        ann.awaitEvent("welcome[\"Bob\",2,\"java\"]");
        var members = RoomsClient.members("java", ann, "Ann", bob, "Bob");
        ann.awaitEvent(members);
        bob.awaitEvent(members);
        bob.awaitAllDone();
        assertEquals(List.of(), bob.events("welcome"), "nobody is welcomed by oneself");
    }

    @Test
    void enteringAgainChangesNothingAndTellsNobodyElse() {
        var ann = inRooms("Ann", "java");
        var bob = inRooms("Bob", "java");
        forgetAll();

        bob.emit("enter_room", "java");

        bob.awaitEvent("room_entered[\"java\",2]");
        bob.awaitAllDone();
        ann.awaitAllDone();
        var told = ann.events().stream().filter(event -> !event.matches("(you|room_change)\\[.*"));
        assertEquals(1, told.count(), "her own problem only");
        assertEquals(List.of(), bob.events("my_rooms"));
    }

    @Test
    void leavingIsToldToTheLeaverAndTheOthers() {
        var ann = inRooms("Ann", "java");
        var bob = inRooms("Bob", "java");
        forgetAll();

        bob.emit("leave_room", "java");

        bob.awaitEvent("room_left[\"java\"]");
        bob.awaitEvent("my_rooms[[\"%s\"]]".formatted(bob.id()));
        ann.awaitEvent("bye[\"Bob\",1,\"java\"]");
        ann.awaitEvent(RoomsClient.members("java", ann, "Ann"));
        bob.awaitAllDone();
        assertEquals(List.of(), bob.events("bye"));
    }

    @Test
    void aMemberWhoseConnectionIsCutIsSeenToLeave() {
        var ann = inRooms("Ann", "java");
        try (var proxy = TcpProxy.to(port())) {
            var eve = RoomsClient.connect(proxy.port());
            clients.add(eve);
            eve.emit("nickname", "Eve");
            eve.emit("enter_room", "java");
            ann.awaitEvent("welcome[\"Eve\",2,\"java\"]");

            proxy.cut();

            ann.awaitEvent("bye[\"Eve\",1,\"java\"]");
            ann.awaitEvent(RoomsClient.members("java", ann, "Ann"));
        }
    }

    @Test
    void everybodyGetsTheListOfOpenRoomsWhenItChanges() {
        var ann = connect("Ann");
        var bob = connect("Bob");
        forgetAll();

        ann.emit("enter_room", "brand new");
        bob.awaitEvent("room_change[[\"brand new\"]]");
        bob.emit("enter_room", "brand new");
        bob.awaitAllDone();
        ann.emit("leave_room", "brand new");
        ann.awaitAllDone();
        ann.awaitEvent("room_change[[\"brand new\"]]");
        bob.emit("leave_room", "brand new");
        ann.awaitLast("room_change", "room_change[[]]");
        // The list may have been told as empty before.
        assertEquals(
                List.of("room_change[[\"brand new\"]]", "room_change[[]]"),
                ann.events("room_change").stream()
                        .dropWhile("room_change[[]]"::equals)
                        .toList(),
                "the second to enter, and the first to leave, change nothing");
    }

    @Test
    void theOpenRoomsAreToldFourTimesASecondAtMost() {
        var ann = connect("Ann");
        var bob = connect("Bob");
        forgetAll();

        var begin = System.nanoTime();
        for (var i = 0; i < 100; i++) {
            ann.emit("enter_room", "now you see me");
            ann.emit("leave_room", "now you see me");
        }
        ann.emit("enter_room", "the last");
        bob.awaitEvent("room_change[[\"the last\"]]");

        var seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds() + 1;
        var told = bob.events("room_change").size();
        assertTrue(told <= 4 * seconds, () -> told + " times within " + seconds + " s");
    }

    @Test
    void aMessageReachesOnlyTheOthersInTheRoom() {
        var ann = inRooms("Ann", "java");
        var bob = inRooms("Bob", "java");
        var eve = inRooms("Eve", "node");

        ann.emit("new_message", "안녕 👋", "java");

        bob.awaitEvent("new_message[\"Ann: 안녕 👋\",[\"java\"]]");
        ann.awaitAllDone();
        eve.awaitAllDone();
        assertAll(
                () -> assertEquals(List.of(), ann.events("new_message"), "the sender is not among the others"),
                () -> assertEquals(List.of(), eve.events("new_message")));
    }

    @Test
    void aMessageToTwoRoomsReachesEachMemberOnce() {
        var ann = inRooms("Ann", "java", "node");
        var both = inRooms("Bob", "node", "java");
        var onlyNode = inRooms("Eve", "node");

        ann.emit("new_message", "to both", new JSONArray(List.of("java", "node")));

        onlyNode.awaitEvent("new_message[\"Ann: to both\",[\"java\",\"node\"]]");
        both.awaitEvent("new_message[\"Ann: to both\",[\"java\",\"node\"]]");
        both.awaitAllDone();
        assertEquals(1, both.events("new_message").size());
    }

    @Test
    void aWhisperReachesOneAndNamesTheReceiversOwnId() {
        var ann = inRooms("Ann", "java");
        var bob = inRooms("Bob", "java");
        var eve = inRooms("Eve", "java");

        ann.emit("whisper", bob.id(), "psst");

        bob.awaitEvent("new_message[\"Ann: psst\",[\"%s\"]]".formatted(bob.id()));
        eve.awaitAllDone();
        ann.awaitAllDone();
        assertEquals(List.of(), eve.events("new_message"));
        assertEquals(List.of(), ann.events("new_message"));
    }

    @Test
    void aNewNicknameIsShownToTheRooms() {
        var ann = inRooms("Ann", "java");
        var bob = inRooms("Bob", "java");

        bob.emit("nickname", "Bobby");
        bob.emit("new_message", "it is still me", "java");

        ann.awaitEvent(RoomsClient.members("java", ann, "Ann", bob, "Bobby"));
        ann.awaitEvent("new_message[\"Bobby: it is still me\",[\"java\"]]");
    }

    @Test
    void gatherPutsEverybodyIntoTheAnnouncementAndWelcomesNobody() {
        var ann = inRooms("Ann", "java");
        var bob = connect("Bob");
        forgetAll();

        bob.emit("gather");
        bob.awaitAllDone();
        ann.awaitAllDone();

        for (var person : List.of(ann, bob)) {
            assertEquals(1, person.events("room_entered").size());
            assertTrue(person.events("room_entered").get(0).startsWith("room_entered[\"announcement\","));
            assertEquals(1, person.events("room_members").size());
            assertTrue(person.events("my_rooms").get(0).contains("\"announcement\""));
            assertEquals(List.of(), person.events("welcome"));
            assertTrue(
                    person.events("room_change").stream().noneMatch(list -> list.contains("announcement")),
                    "nobody may enter it, so it is not listed");
        }
    }

    @Test
    void gatherAgainTellsOnlyNewcomers() {
        var ann = connect("Ann");
        ann.emit("gather");
        ann.awaitAllDone();
        var late = connect("Late");
        forgetAll();

        ann.emit("gather");
        ann.awaitAllDone();
        ann.emit("new_message", "hear me", "announcement");

        late.awaitEvent("new_message[\"Ann: hear me\",[\"announcement\"]]");
        assertEquals(1, late.events("room_entered").size());
        assertEquals(List.of(), ann.events("room_entered"), "she was there already");
    }

    @Test
    void roomsAreListedByNameBehindTheOwnId() {
        var ann = inRooms("Ann", "zoo", "java", "node");

        ann.awaitLast("my_rooms", "my_rooms[[\"%s\",\"java\",\"node\",\"zoo\"]]".formatted(ann.id()));
        ann.awaitLast("room_change", "room_change[[\"java\",\"node\",\"zoo\"]]");
    }

    @Test
    void membersAreListedByNickname() {
        var zoe = inRooms("Zoe", "java");
        var ann = inRooms("Ann", "java");

        zoe.awaitLast("room_members", RoomsClient.members("java", ann, "Ann", zoe, "Zoe"));
    }

    @Test
    void theAnnouncementIsNotAmongTheTwentyRooms() {
        var ann = connect("Ann");
        ann.emit("gather");
        IntStream.range(0, 20).forEach(i -> ann.emit("enter_room", "room " + i));
        ann.awaitAllDone();
        assertEquals(List.of(), ann.problems());

        ann.emit("enter_room", "room 7");
        ann.awaitAllDone();
        assertEquals(List.of(), ann.problems(), "again is not one more");

        ann.emit("enter_room", "one more");
        ann.awaitEvent("problem[\"You are in 20 rooms. Leave one first.\"]");
        ann.emit("leave_room", "room 7");
        ann.emit("enter_room", "one more");
        ann.awaitEvent("room_entered[\"one more\",1]");
    }

    @Test
    void theAnnouncementCanBeLeftAndGatherBringsBack() {
        var ann = connect("Ann");
        ann.emit("gather");
        ann.emit("leave_room", "announcement");
        ann.awaitEvent("room_left[\"announcement\"]");
        ann.forget();

        ann.emit("gather");

        ann.awaitLast("my_rooms", "my_rooms[[\"%s\",\"announcement\"]]".formatted(ann.id()));
    }

    private RoomsClient connect(String nickname) {
        var client = RoomsClient.connectBy(transport, port());
        clients.add(client);
        client.emit("nickname", nickname);
        client.awaitAllDone();
        return client;
    }

    private RoomsClient inRooms(String nickname, String... rooms) {
        var client = connect(nickname);
        for (var room : rooms) {
            client.emit("enter_room", room);
        }
        client.awaitAllDone();
        return client;
    }

    private void forgetAll() {
        clients.forEach(RoomsClient::awaitAllDone);
        clients.forEach(RoomsClient::forget);
    }
}
