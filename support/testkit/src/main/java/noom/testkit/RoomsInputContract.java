package noom.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Invalid requests in a chat with rooms: they are answered to their sender, and two members of a room never notice.
 * Somebody keeps both rooms open all the time, so that the list of open rooms changes only where a test changes it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RoomsInputContract {
    private RoomsClient keeper;
    private RoomsClient ann;
    private RoomsClient bob;
    private RoomsClient eve;

    /** The port of a chat that nobody else uses. */
    protected abstract int port();

    @BeforeEach
    void eveComesWhereTwoPeopleChat() {
        if (keeper == null) {
            keeper = enter(RoomsClient.connect(port()), "theirs", "of Eve");
            ann = RoomsClient.connect(port());
            ann.emit("nickname", "Ann");
            enter(ann, "theirs");
            bob = enter(RoomsClient.connect(port()), "theirs");
        }
        eve = enter(RoomsClient.connect(port()), "of Eve");
        RoomsClient.awaitAllDone(List.of(ann, bob, eve));
        List.of(ann, bob, eve).forEach(RoomsClient::forget);
    }

    private static RoomsClient enter(RoomsClient person, String... rooms) {
        List.of(rooms).forEach(room -> person.emit("enter_room", room));
        person.awaitAllDone();
        return person;
    }

    @AfterEach
    void theOthersNeverNotice() {
        ann.emit("new_message", "and on", "theirs");
        bob.awaitEvent("new_message[\"Ann: and on\",[\"theirs\"]]");
        ann.awaitAllDone();
        assertAll(
                () -> assertEquals(1, bob.events("new_message").size()),
                () -> assertEquals(List.of(), ann.events("new_message")),
                () -> assertEquals(List.of(), ann.events("welcome")),
                () -> assertEquals(List.of(), ann.events("bye")),
                () -> assertEquals(List.of(), ann.events("room_members")));
        var isListOld = !eve.events("my_rooms").isEmpty();
        eve.close();
        if (isListOld) {
            awaitLastList();
        }
    }

    /** Lists of open rooms come up to a second later. None may come in the next test. */
    private void awaitLastList() {
        keeper.emit("enter_room", "last");
        keeper.awaitLast("room_change", "room_change[[\"last\",\"of Eve\",\"theirs\"]]");
        keeper.emit("leave_room", "last");
        keeper.awaitLast("room_change", "room_change[[\"of Eve\",\"theirs\"]]");
    }

    @AfterAll
    void theRoomsClose() {
        List.of(keeper, ann, bob).forEach(RoomsClient::close);
    }

    static Stream<List<Object>> invalidRequests() {
        return Stream.of(
                request("nickname"),
                request("nickname", ""),
                request("nickname", "   "),
                request("nickname", 7),
                request("nickname", JSONObject.NULL),
                request("nickname", "n".repeat(21)),
                request("nickname", "Server"),
                request("nickname", "A\tnn"),
                request("nickname", "\u202Ann"),
                request("nickname", "Ann\u2066"),
                request("enter_room"),
                request("enter_room", ""),
                request("enter_room", "   "),
                request("enter_room", "r".repeat(31)),
                request("enter_room", "ja\u0000va"),
                request("enter_room", "\u202Eavaj"),
                request("enter_room", "java\u2069"),
                request("enter_room", 7),
                request("enter_room", true),
                request("enter_room", JSONObject.NULL),
                request("enter_room", list("java")),
                request("enter_room", object("room", "java")),
                request("enter_room", "announcement"),
                request("enter_room", " announcement "),
                request("enter_room", "u-0123456789abcdef"),
                request("leave_room"),
                request("leave_room", "theirs"),
                request("leave_room", "no such room"),
                request("leave_room", "announcement"),
                request("leave_room", ""),
                request("new_message"),
                request("new_message", "hi"),
                request("new_message", "hi", ""),
                request("new_message", "hi", 7),
                request("new_message", "hi", JSONObject.NULL),
                request("new_message", "hi", "theirs"),
                request("new_message", "hi", "no such room"),
                request("new_message", "hi", "announcement"),
                request("new_message", "hi", list()),
                request("new_message", "hi", list("of Eve", "theirs")),
                request("new_message", "hi", list("of Eve", 7)),
                request("new_message", "hi", list("of Eve", list("of Eve"))),
                request("new_message", "", "of Eve"),
                request("new_message", "   ", "of Eve"),
                request("new_message", "t".repeat(1001), "of Eve"),
                request("new_message", 7, "of Eve"),
                request("new_message", JSONObject.NULL, "of Eve"),
                request("whisper"),
                request("whisper", "u-0123456789abcdef"),
                request("whisper", "u-0123456789abcdef", "hi"),
                request("whisper", "theirs", "hi"),
                request("whisper", "", "hi"),
                request("whisper", 7, "hi"),
                request("whisper", list("u-0123456789abcdef"), "hi"));
    }

    @ParameterizedTest
    @MethodSource("invalidRequests")
    void anInvalidRequestIsRefusedAndChangesNothing(List<Object> request) {
        eve.emit((String) request.get(0), request.subList(1, request.size()).toArray());
        eve.awaitAllDone();

        assertAll(
                () -> assertEquals(2, eve.events("problem").size(), "this one, and the one that was waited for"),
                () -> assertEquals(List.of(), eve.events("my_rooms")),
                () -> assertEquals(List.of(), eve.events("room_change")));
    }

    @Test
    void theRoomOfAnIdIsClosedToEverybody() {
        for (var id : List.of(ann.id(), eve.id())) {
            eve.emit("enter_room", id);
            eve.emit("new_message", "hi", id);
            eve.emit("leave_room", id);
        }
        eve.awaitAllDone();

        assertEquals(7, eve.events("problem").size());
    }

    @Test
    void aWhisperToSomebodyWhoLeftIsRefused() {
        var gone = RoomsClient.connect(port());
        var id = gone.id();
        gone.close();
        var problem = "problem[\"Nobody here has the id %s any more.\"]".formatted(id);

        eve.emitUntil("whisper", List.of(id, "are you there?"), problem);
    }

    @Test
    void aThousandJoinsAreTwentyRoomsAndAThousandAnswers() {
        IntStream.range(0, 1000).forEach(i -> eve.emit("enter_room", "room " + i));
        eve.awaitAllDone();

        assertAll(
                () -> assertEquals(19, eve.events("room_entered").size(), "and the one that she was in"),
                () -> assertEquals(981 + 1, eve.events("problem").size()));
        bob.awaitAllDone();
    }

    @Test
    void markupIsPassedOnAsItWasTyped() {
        var markup = "<img onerror=x()>";
        eve.emit("nickname", markup);
        eve.emit("enter_room", markup);
        eve.awaitEvent("room_entered[\"%s\",1]".formatted(markup));
        ann.awaitCount("room_change", 1);
        assertTrue(ann.events("room_change").get(0).contains("\"" + markup + "\""));
    }

    @Test
    void namesMayBeArabicKoreanOrJoinedEmoji() {
        for (var name : List.of("مرحبا", "안녕하세요", "👩\u200D👩\u200D👧")) {
            eve.emit("nickname", name);
            eve.emit("enter_room", name);
            eve.awaitEvent("room_entered[%s,1]".formatted(JSONObject.quote(name)));
            eve.emit("leave_room", name);
        }
        eve.awaitAllDone();

        assertEquals(1, eve.events("problem").size(), "the one that was waited for");
    }

    @Test
    void theAnswerSaysThatANameHasNoControlCharacters() {
        eve.emit("nickname", "\u202Ann");
        eve.emit("enter_room", "\u202Eavaj");

        eve.awaitEvent("problem[\"A nickname has no control characters.\"]");
        eve.awaitEvent("problem[\"A room has no control characters.\"]");
    }

    @Test
    void furtherArgumentsAreLeftOutAndUnknownEventsAreIgnored() {
        eve.emit("no_such_event", "hi");
        eve.emit("new_message", "hi", "of Eve", "more", 1, list("and more"));
        eve.emit("", "hi");
        eve.awaitAllDone();

        assertEquals(1, eve.events("problem").size());
    }

    private static List<Object> request(Object... eventAndArguments) {
        return new ArrayList<>(Arrays.asList(eventAndArguments));
    }

    private static JSONArray list(Object... values) {
        return new JSONArray(Arrays.asList(values));
    }

    private static JSONObject object(String key, Object value) {
        return new JSONObject(new HashMap<>(Map.of(key, value)));
    }
}
