package noom;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Every event of the chat, on both transports. */
@ParameterizedClass
@ValueSource(strings = {"websocket", "polling"})
class ChatServerTest {
    private static ChatServer chat;
    private static ChatClient watcher;

    @Parameter
    private String transport;

    private final List<ChatClient> clients = new ArrayList<>();

    @BeforeAll
    static void start() {
        chat = ChatServer.start(0);
        watcher = ChatClient.connect(chat.port());
    }

    @AfterAll
    static void stop() {
        watcher.close();
        chat.stop();
    }

    @AfterEach
    void everybodyLeavesAndTheRoomsAreEmpty() {
        clients.forEach(ChatClient::close);
        watcher.awaitAllDone();
        watcher.awaitLast("room_change", "room_change[[]]");
    }

    @Test
    void aNewcomerIsToldItsIdItsRoomsAndTheOpenRooms() {
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
    void whoeverEntersIsToldTheCountAndTheOthersAreToldWho() {
        var ann = connect("Ann");
        var bob = connect("Bob");
        ann.emit("enter_room", " java ");
        ann.awaitEvent("room_entered[\"java\",1]");
        ann.awaitEvent("my_rooms[[\"%s\",\"java\"]]".formatted(ann.id()));

        bob.emit("enter_room", "java");

        bob.awaitEvent("room_entered[\"java\",2]");
        ann.awaitEvent("welcome[\"Bob\",2,\"java\"]");
        var members = "room_members" + members("java", ann, "Ann", bob, "Bob");
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
        assertEquals(
                1,
                ann.events().stream().filter(event -> !event.startsWith("you[")).count(),
                "her own problem only");
        assertEquals(List.of(), bob.events("my_rooms"));
    }

    @Test
    void whoeverLeavesIsToldAndTheOthersAreToldWho() {
        var ann = inRooms("Ann", "java");
        var bob = inRooms("Bob", "java");
        forgetAll();

        bob.emit("leave_room", "java");

        bob.awaitEvent("room_left[\"java\"]");
        bob.awaitEvent("my_rooms[[\"%s\"]]".formatted(bob.id()));
        ann.awaitEvent("bye[\"Bob\",1,\"java\"]");
        ann.awaitEvent("room_members" + members("java", ann, "Ann"));
        bob.awaitAllDone();
        assertEquals(List.of(), bob.events("bye"));
    }

    @Test
    void whoseConnectionIsCutIsSeenToLeave() {
        var ann = inRooms("Ann", "java");
        try (var tunnel = Tunnel.to(chat.port())) {
            var eve = ChatClient.connect(tunnel.port());
            clients.add(eve);
            eve.emit("nickname", "Eve");
            eve.emit("enter_room", "java");
            ann.awaitEvent("welcome[\"Eve\",2,\"java\"]");

            tunnel.cut();

            ann.awaitEvent("bye[\"Eve\",1,\"java\"]");
            ann.awaitEvent("room_members" + members("java", ann, "Ann"));
        }
    }

    @Test
    void theListOfOpenRoomsIsToldToEverybodyWhenItChanges() {
        var ann = connect("Ann");
        var bob = connect("Bob");
        forgetAll();

        ann.emit("enter_room", "brand new");
        ann.awaitAllDone();
        bob.emit("enter_room", "brand new");
        bob.awaitAllDone();
        ann.emit("leave_room", "brand new");
        ann.awaitAllDone();
        bob.awaitAllDone();
        assertEquals(1, bob.events("room_change").size(), "it changed once: the second to enter changes nothing");
        assertTrue(bob.events("room_change").get(0).contains("\"brand new\""));
        bob.emit("leave_room", "brand new");

        bob.awaitAllDone();
        ann.awaitAllDone();
        assertEquals(2, ann.events("room_change").size());
        assertTrue(!ann.events("room_change").get(1).contains("\"brand new\""));
    }

    @Test
    void aLineReachesTheOthersInTheRoomAndNobodyElse() {
        var ann = inRooms("Ann", "java");
        var bob = inRooms("Bob", "java");
        var eve = inRooms("Eve", "node");

        ann.emit("new_message", "안녕 👋", "java");

        bob.awaitEvent("new_message[\"Ann: 안녕 👋\",\"java\"]");
        ann.awaitAllDone();
        eve.awaitAllDone();
        assertAll(
                () -> assertEquals(List.of(), ann.events("new_message"), "the sender is not among the others"),
                () -> assertEquals(List.of(), eve.events("new_message")));
    }

    @Test
    void aLineToTwoRoomsReachesWhoIsInBothOnceInTheFirstThatIsNamed() {
        var ann = inRooms("Ann", "java", "node");
        var both = inRooms("Bob", "node", "java");
        var onlyNode = inRooms("Eve", "node");

        ann.emit("new_message", "to both", new JSONArray(List.of("java", "node")));

        onlyNode.awaitEvent("new_message[\"Ann: to both\",\"node\"]");
        both.awaitEvent("new_message[\"Ann: to both\",\"java\"]");
        both.awaitAllDone();
        assertEquals(1, both.events("new_message").size());
    }

    @Test
    void aWhisperReachesOneAndNamesTheReceiversOwnId() {
        var ann = inRooms("Ann", "java");
        var bob = inRooms("Bob", "java");
        var eve = inRooms("Eve", "java");

        ann.emit("whisper", bob.id(), "psst");

        bob.awaitEvent("new_message[\"Ann: psst\",\"%s\"]".formatted(bob.id()));
        eve.awaitAllDone();
        ann.awaitAllDone();
        assertEquals(List.of(), eve.events("new_message"));
        assertEquals(List.of(), ann.events("new_message"));
    }

    @Test
    void aNewNicknameIsShownToTheRoomsAndHoldsFromTheNextLineOn() {
        var ann = inRooms("Ann", "java");
        var bob = inRooms("Bob", "java");

        bob.emit("nickname", "Bobby");
        bob.emit("new_message", "it is still me", "java");

        ann.awaitEvent("room_members" + members("java", ann, "Ann", bob, "Bobby"));
        ann.awaitEvent("new_message[\"Bobby: it is still me\",\"java\"]");
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
            assertTrue(person.events("my_rooms").get(0).endsWith("\"announcement\"]]"));
            assertEquals(List.of(), person.events("welcome"));
            assertEquals(List.of(), person.events("room_change"), "nobody may enter it, so it is not listed");
        }
    }

    @Test
    void gatherAgainTellsOnlyWhoCameSince() {
        var ann = connect("Ann");
        ann.emit("gather");
        ann.awaitAllDone();
        var late = connect("Late");
        forgetAll();

        ann.emit("gather");
        ann.awaitAllDone();
        ann.emit("new_message", "hear me", "announcement");

        late.awaitEvent("new_message[\"Ann: hear me\",\"announcement\"]");
        assertEquals(1, late.events("room_entered").size());
        assertEquals(List.of(), ann.events("room_entered"), "she was there already");
    }

    private ChatClient connect(String nickname) {
        var client = ChatClient.connectBy(transport, chat.port());
        clients.add(client);
        client.emit("nickname", nickname);
        client.awaitAllDone();
        return client;
    }

    private ChatClient inRooms(String nickname, String... rooms) {
        var client = connect(nickname);
        for (var room : rooms) {
            client.emit("enter_room", room);
        }
        client.awaitAllDone();
        return client;
    }

    private void forgetAll() {
        clients.forEach(ChatClient::awaitAllDone);
        clients.forEach(ChatClient::forget);
    }

    /** The arguments of {@code room_members}; clients and nicknames in turn. */
    private static String members(String room, Object... clientsAndNicknames) {
        var members = new JSONArray();
        for (var i = 0; i < clientsAndNicknames.length; i += 2) {
            var id = ((ChatClient) clientsAndNicknames[i]).id();
            members.put(new JSONObject(new HashMap<>(Map.of("id", id, "nickname", clientsAndNicknames[i + 1]))));
        }
        return "[\"%s\",%s]".formatted(room, members);
    }
}
