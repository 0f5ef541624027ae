package noom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two servers are one chat: Ann is on the first one, Bob on the second, and neither notices. */
public abstract class ClusterContract {
    private final List<RoomsClient> clients = new ArrayList<>();

    /** The port of the first server. */
    protected abstract int first();

    /** The port of the second server; the same for a server that is alone. */
    protected abstract int second();

    @AfterEach
    void everybodyLeavesAndTheRoomsAreEmpty() {
        clients.forEach(RoomsClient::close);
        RoomsClient.awaitOpenRooms(first());
        RoomsClient.awaitOpenRooms(second());
    }

    @Test
    void aMessageReachesTheOthersInTheRoomOnce() {
        var ann = inRooms("Ann", first(), "java");
        var bob = inRooms("Bob", second(), "java");
        var eve = inRooms("Eve", second(), "node");
        var zoe = inRooms("Zoe", first(), "java");

        assertAnswer("{ok: true, delivered: 2}", ann.ask("new_message", "안녕 👋", "java", "1"));
        assertAnswer("{ok: true, delivered: 2}", bob.ask("new_message", "without an id", "java"));

        for (var person : List.of(bob, zoe)) {
            person.awaitEvent("new_message[\"Ann: 안녕 👋\",[\"java\"]]");
        }
        zoe.awaitEvent("new_message[\"Bob: without an id\",[\"java\"]]");
        ann.awaitEvent("new_message[\"Bob: without an id\",[\"java\"]]");
        assertEquals(1, bob.events("new_message").size());
        assertEquals(1, ann.events("new_message").size());
        // What they hear next would come after it.
        ann.ask("whisper", eve.id(), "the end").join();
        eve.awaitCount("new_message", 1);
        assertEquals(List.of("new_message[\"Ann: the end\",[\"%s\"]]".formatted(eve.id())), eve.events("new_message"));
    }

    @Test
    void aMessageToTwoRoomsReachesEachMemberOnce() {
        var ann = inRooms("Ann", first(), "java", "node");
        var both = inRooms("Bob", second(), "java", "node");
        var onlyNode = inRooms("Eve", second(), "node");

        assertAnswer(
                "{ok: true, delivered: 2}",
                ann.ask("new_message", "to both", new JSONArray(List.of("java", "node")), "1"));

        onlyNode.awaitEvent("new_message[\"Ann: to both\",[\"java\",\"node\"]]");
        both.awaitEvent("new_message[\"Ann: to both\",[\"java\",\"node\"]]");
        ann.ask("whisper", both.id(), "the end").join();
        both.awaitCount("new_message", 2);
    }

    @Test
    void messagesArriveInTheOrderInWhichTheyWereSent() {
        var ann = inRooms("Ann", first(), "java");
        var bob = inRooms("Bob", second(), "java");
        var zoe = inRooms("Zoe", first(), "java");

        var answers = new ArrayList<CompletableFuture<JSONObject>>();
        for (var i = 0; i < 200; i++) {
            answers.add(
                    i % 2 == 0
                            ? ann.ask("new_message", i, "java")
                            : ann.ask("new_message", String.valueOf(i), "java", "id " + i));
        }
        answers.forEach(CompletableFuture::join);

        for (var person : List.of(bob, zoe)) {
            person.awaitCount("new_message", 100);
            assertEquals(
                    IntStream.range(0, 100)
                            .mapToObj(i -> "new_message[\"Ann: %d\",[\"java\"]]".formatted(2 * i + 1))
                            .toList(),
                    person.events("new_message"));
        }
    }

    @Test
    void enteringAndLeavingCountsThePeopleOfBothServers() {
        var ann = inRooms("Ann", first(), "java");
        var bob = connect("Bob", second());

        assertAnswer("{ok: true, room: 'java', count: 2}", bob.ask("enter_room", "java"));
        ann.awaitEvent("welcome[\"Bob\",2,\"java\"]");
        var members = RoomsClient.members("java", ann, "Ann", bob, "Bob");
        ann.awaitLast("room_members", members);
        bob.awaitLast("room_members", members);

        bob.ask("nickname", "Bobby").join();
        ann.awaitLast("room_members", RoomsClient.members("java", ann, "Ann", bob, "Bobby"));

        bob.ask("leave_room", "java").join();
        ann.awaitEvent("bye[\"Bobby\",1,\"java\"]");
        ann.awaitLast("room_members", RoomsClient.members("java", ann, "Ann"));
    }

    @Test
    void theOpenRoomsAreThoseOfBothServers() {
        var ann = inRooms("Ann", first(), "java");
        var bob = inRooms("Bob", second(), "node");

        for (var person : List.of(ann, bob)) {
            person.awaitLast("room_change", "room_change[[\"java\",\"node\"]]");
        }
        RoomsClient.awaitOpenRooms(first(), "java", "node");

        bob.close();
        ann.awaitLast("room_change", "room_change[[\"java\"]]");
    }

    @Test
    void aWhisperReachesOnePersonOnTheOtherServer() {
        var ann = connect("Ann", first());
        var bob = connect("Bob", second());

        assertAnswer("{ok: true, delivered: 1}", ann.ask("whisper", bob.id(), "psst", "1"));
        bob.awaitEvent("new_message[\"Ann: psst\",[\"%s\"]]".formatted(bob.id()));

        bob.close();
        var nobody = "{ok: false, error: 'Nobody here has the id %s any more.'}".formatted(bob.id());
        Waits.waitFor(nobody)
                .until(
                        () -> ann.ask("whisper", bob.id(), "still there?")
                                .join()
                                .toString(),
                        parse(nobody).toString()::equals);
    }

    @Test
    void gatherPutsThePeopleOfBothServersIntoTheAnnouncement() {
        var ann = inRooms("Ann", first(), "java");
        var bob = connect("Bob", second());

        ann.ask("gather").join();

        bob.awaitEvent("my_rooms[[\"%s\",\"announcement\"]]".formatted(bob.id()));
        ann.awaitEvent("my_rooms[[\"%s\",\"announcement\",\"java\"]]".formatted(ann.id()));
        var members = RoomsClient.members("announcement", ann, "Ann", bob, "Bob");
        ann.awaitLast("room_members", members);
        bob.awaitLast("room_members", members);
        assertAnswer("{ok: true, delivered: 1}", bob.ask("new_message", "hear me", "announcement"));
        ann.awaitEvent("new_message[\"Bob: hear me\",[\"announcement\"]]");
    }

    @Test
    void aRollCallAsksThePeopleOfBothServers() {
        var ann = inRooms("Ann", first(), "java");
        inRooms("Bob", second(), "java");
        inRooms("Zoe", first(), "java");
        inRooms("Eve", second(), "java").staySilentInRollCalls();

        assertAnswer("{ok: true, room: 'java', here: ['Bob', 'Zoe'], silent: ['Eve']}", ann.ask("roll_call", "java"));
    }

    @Test
    void aMessageSentAgainToTheOtherServerIsDeliveredOnce() {
        var bob = inRooms("Bob", second(), "java");
        var ann = inRooms("Ann", first(), "java");
        assertAnswer("{ok: true, delivered: 1}", ann.ask("new_message", "once", "java", "1"));
        ann.close();
        bob.awaitEvent("bye[\"Ann\",1,\"java\"]");

        var again = inRooms("Ann", second(), "java");
        assertAnswer("{ok: true, delivered: 1}", again.ask("new_message", "once", "java", "1"));
        assertAnswer("{ok: true, delivered: 1}", again.ask("new_message", "twice", "java", "2"));

        bob.awaitEvent("new_message[\"Ann: twice\",[\"java\"]]");
        assertEquals(2, bob.events("new_message").size());
    }

    private RoomsClient connect(String nickname, int port) {
        var client = RoomsClient.connectWith(Map.of("token", "secret of " + nickname + this), "websocket", port);
        clients.add(client);
        client.ask("nickname", nickname).join();
        return client;
    }

    private RoomsClient inRooms(String nickname, int port, String... rooms) {
        var client = connect(nickname, port);
        for (var room : rooms) {
            client.ask("enter_room", room).join();
        }
        return client;
    }

    private static void assertAnswer(String expected, CompletableFuture<JSONObject> answer) {
        assertEquals(parse(expected).toString(), answer.join().toString());
    }

    private static JSONObject parse(String json) {
        try {
            return new JSONObject(json);
        } catch (JSONException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
