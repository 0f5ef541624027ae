package noom.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What the function gets that a client sends along, on both transports. */
@ParameterizedClass
@ValueSource(strings = {"websocket", "polling"})
public abstract class AckContract {
    @Parameter
    private String transport;

    private final List<RoomsClient> clients = new ArrayList<>();

    private RoomsClient watcher;

    /** The port of a chat that nobody else uses. */
    protected abstract int port();

    @BeforeEach
    void somebodyWatches() {
        watcher = RoomsClient.connect(port());
    }

    @AfterEach
    void nothingWasAnsweredTwiceAndEverybodyLeaves() {
        for (var client : clients) {
            client.awaitAllDone();
            assertEquals(List.of(), client.events("answered_twice"));
            client.close();
        }
        watcher.close();
        RoomsClient.awaitOpenRooms(port());
    }

    @Test
    void enteringIsAnsweredWithTheRoomAndTheCount() {
        var ann = connect("Ann");
        var bob = connect("Bob");

        assertAnswer("{ok: true, room: 'java', count: 1}", ann.ask("enter_room", " java "));
        assertAnswer("{ok: true, room: 'java', count: 2}", bob.ask("enter_room", "java"));

        ann.awaitEvent("welcome[\"Bob\",2,\"java\"]");
        bob.awaitAllDone();
        assertAll(
                () -> assertEquals(List.of(), bob.events("room_entered")),
                () -> assertEquals(1, bob.events("room_members").size()),
                () -> assertTrue(bob.events("my_rooms").get(1).endsWith("\"java\"]]")));
    }

    @Test
    void leavingIsAnsweredInsteadOfRoomLeft() {
        var ann = inRoom("Ann");
        var bob = inRoom("Bob");

        assertAnswer("{ok: true, room: 'java'}", bob.ask("leave_room", "java"));

        ann.awaitEvent("bye[\"Bob\",1,\"java\"]");
        bob.awaitAllDone();
        assertEquals(List.of(), bob.events("room_left"));
    }

    @Test
    void aMessageIsAnsweredWithTheNumberOfReceivers() {
        var ann = inRoom("Ann");

        assertAnswer("{ok: true, delivered: 0}", ann.ask("new_message", "alone", "java"));
        inRoom("Bob");
        inRoom("Eve");
        assertAnswer("{ok: true, delivered: 2}", ann.ask("new_message", "hi", "java"));
        assertAnswer("{ok: true, delivered: 2}", ann.ask("new_message", "hi", new JSONArray(List.of("java"))));
    }

    @Test
    void theOtherRequestsAreAnsweredToo() {
        var ann = inRoom("Ann");
        var bob = inRoom("Bob");

        assertAnswer("{ok: true, nickname: 'Annie'}", ann.ask("nickname", " Annie "));
        assertAnswer("{ok: true, delivered: 1}", ann.ask("whisper", bob.id(), "psst"));
        var gathered = ann.ask("gather").join();
        assertAll(
                () -> assertEquals(true, get(gathered, "ok")),
                () -> assertEquals("announcement", get(gathered, "room")),
                () -> assertTrue((int) get(gathered, "count") >= 3, "Ann, Bob and who watches"));
    }

    @Test
    void aRefusalIsAnsweredInsteadOfAProblem() {
        var ann = inRoom("Ann");
        var requests = List.of(
                new Object[] {"nickname", ""},
                new Object[] {"nickname"},
                new Object[] {"enter_room", "announcement"},
                new Object[] {"enter_room", 7},
                new Object[] {"leave_room", "nowhere"},
                new Object[] {"new_message", "hi", "nowhere"},
                new Object[] {"new_message", "hi", "java", 7},
                new Object[] {"new_message", "hi", "java", "x".repeat(101)},
                new Object[] {"new_message", "hi"},
                new Object[] {"whisper", ann.id(), "myself"},
                new Object[] {"whisper", "u-0123456789abcdef", "hi", 7},
                new Object[] {"roll_call", "nowhere"},
                new Object[] {"long_task", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});

        for (var request : requests) {
            var arguments = Arrays.copyOfRange(request, 1, request.length);
            var answer = ann.ask((String) request[0], arguments).join();
            assertAll(
                    () -> assertEquals(false, get(answer, "ok"), () -> Arrays.toString(request)),
                    () -> assertTrue(((String) get(answer, "error")).endsWith("."), answer::toString));
        }
        assertEquals(List.of(), otherProblems(ann));
    }

    @Test
    void anAnswerIsWrittenTheSameInEveryRun() {
        try (var ann = WebSocketPackets.join(port())) {
            ann.send("421[\"enter_room\",\"java\"]");
            ann.awaitPacket("431[{\"ok\":true,\"count\":1,\"room\":\"java\"}]");
            ann.send("422[\"roll_call\",\"java\"]");
            ann.awaitPacket("432[{\"ok\":true,\"here\":[],\"room\":\"java\",\"silent\":[]}]");
            ann.send("423[\"leave_room\",\"node\"]");
            ann.awaitPacket("433[{\"ok\":false,\"error\":\"You are not in the room node.\"}]");
        }
    }

    @Test
    void whatNeedsAFunctionSaysSoWhereThereIsNone() {
        var ann = inRoom("Ann");

        ann.emit("long_task", "text");
        ann.emit("roll_call", "java");
        ann.awaitAllDone();

        var problem = "problem[\"Send a function along. It gets the result.\"]";
        assertEquals(List.of(problem, problem), otherProblems(ann));
    }

    @Test
    void aMessageSentAgainIsAnsweredAgainAndShownOnce() {
        var ann = inRoom("Ann");
        var bob = inRoom("Bob");

        for (var i = 0; i < 3; i++) {
            assertAnswer("{ok: true, delivered: 1}", ann.ask("new_message", "once", "java", "id of " + transport));
        }

        bob.awaitAllDone();
        assertEquals(List.of("new_message[\"Ann: once\",[\"java\"]]"), bob.events("new_message"));
    }

    @Test
    void aMessageSentAgainAfterAReconnectIsShownOnce() {
        var bob = inRoom("Bob");
        var ann = inRoom("Ann", "secret of " + transport);
        assertAnswer("{ok: true, delivered: 1}", ann.ask("new_message", "once", "java", "over"));
        clients.remove(ann);
        ann.close();
        bob.awaitEvent("bye[\"Ann\",1,\"java\"]");

        var again = inRoom("Ann", "secret of " + transport);
        assertAnswer("{ok: true, delivered: 1}", again.ask("new_message", "once", "java", "over"));
        bob.awaitAllDone();
        assertEquals(1, bob.events("new_message").size());
    }

    @Test
    void theSameIdOfSomebodyElseChangesNothing() {
        var ann = inRoom("Ann", "another secret of " + transport);
        var bob = inRoom("Bob");
        var eve = inRoom("Eve", ann.id());
        assertAnswer("{ok: true, delivered: 2}", ann.ask("new_message", "hi", "java", "1"));

        assertAnswer("{ok: true, delivered: 2}", bob.ask("new_message", "hi", "java", "1"));
        assertAnswer("{ok: true, delivered: 2}", eve.ask("new_message", "hi", "java", "1"));

        ann.awaitAllDone();
        assertEquals(
                List.of("new_message[\"Bob: hi\",[\"java\"]]", "new_message[\"Eve: hi\",[\"java\"]]"),
                ann.events("new_message"));
    }

    @Test
    void anotherTextOrRoomWithTheSameIdIsDelivered() {
        var ann = inRoom("Ann");
        var bob = inRoom("Bob");
        for (var one : List.of(ann, bob)) {
            one.ask("enter_room", "node").join();
        }

        ann.ask("new_message", "hi", "java", "1").join();
        assertAnswer("{ok: true, delivered: 1}", ann.ask("new_message", "ho", "java", "1"));
        assertAnswer("{ok: true, delivered: 1}", ann.ask("new_message", "hi", "node", "1"));

        bob.awaitAllDone();
        assertEquals(3, bob.events("new_message").size());
    }

    @Test
    void withoutRightsADeliveredMessageIsRefused() {
        var ann = inRoom("Ann");
        assertAnswer("{ok: true, delivered: 0}", ann.ask("new_message", "hi", "java", "1"));
        ann.ask("leave_room", "java").join();

        assertAnswer("{ok: false, error: 'You are not in the room java.'}", ann.ask("new_message", "hi", "java", "1"));
    }

    @Test
    void aWhisperSentAgainIsAnsweredAgainAndShownOnce() {
        var ann = inRoom("Ann");
        var bob = inRoom("Bob");

        for (var i = 0; i < 2; i++) {
            assertAnswer("{ok: true, delivered: 1}", ann.ask("whisper", bob.id(), "psst", "1"));
        }
        bob.awaitAllDone();
        assertEquals(1, bob.events("new_message").size());

        clients.remove(bob);
        bob.close();
        ann.awaitEvent("bye[\"Bob\",1,\"java\"]");
        assertAnswer("{ok: true, delivered: 1}", ann.ask("whisper", bob.id(), "psst", "1"));
        assertEquals(false, get(ann.ask("whisper", bob.id(), "psst", "2").join(), "ok"), "he has left");
    }

    @Test
    void aMessageThatWasRefusedMayBeSentAgain() {
        var ann = connect("Ann");
        assertEquals(
                false,
                get(
                        ann.ask("new_message", "hi", "java", "refused by " + transport)
                                .join(),
                        "ok"));
        ann.emit("enter_room", "java");

        assertAnswer("{ok: true, delivered: 0}", ann.ask("new_message", "hi", "java", "refused by " + transport));
    }

    @Test
    void aClientHasTenLongTasksAtMost() {
        var ann = connect("Ann");
        var bob = connect("Bob");

        var asked = System.nanoTime();
        var tasks =
                IntStream.range(0, 10).mapToObj(i -> ann.ask("long_task", i)).toList();
        assertEquals(false, get(ann.ask("long_task", "one more").join(), "ok"));
        var ofBob =
                bob.ask("long_task", "text", 42, true, JSONObject.NULL, new JSONArray(List.of(1)), new JSONObject());

        tasks.forEach(task -> assertAnswer("{ok: true, result: ['number']}", task));
        var taken = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
        assertTrue(taken >= 1500, () -> taken + " ms");
        assertAnswer("{ok: true, result: ['string', 'number', 'boolean', 'null', 'array', 'object']}", ofBob);
        var again = ann.ask("long_task");
        // A refusal would be here by then.
        ann.awaitAllDone();
        assertFalse(again.isDone(), "there is room again");
    }

    @Test
    void duringAHundredLongTasksAMessageArrivesAtOnce() {
        var ann = inRoom("Ann");
        var bob = inRoom("Bob");
        var busy = IntStream.range(0, 10).mapToObj(i -> connect("Busy " + i)).toList();

        var tasks = busy.stream()
                .flatMap(client -> IntStream.range(0, 10).mapToObj(i -> client.ask("long_task", i)))
                .toList();
        var millis = new ArrayList<Long>();
        while (tasks.stream().noneMatch(CompletableFuture::isDone) && millis.size() < 50) {
            var line = "line " + millis.size();
            var said = System.nanoTime();
            ann.emit("new_message", line, "java");
            bob.awaitEvent("new_message[\"Ann: %s\",[\"java\"]]".formatted(line));
            millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - said));
        }

        tasks.forEach(task -> assertEquals(true, get(task.join(), "ok")));
        var median =
                millis.stream().sorted().skip(millis.size() / 2).findFirst().orElseThrow();
        assertTrue(median < 100, () -> "it took %d ms, all in all %s".formatted(median, millis));
    }

    @Test
    void aRollCallOfNobodyIsAnsweredAtOnce() {
        assertAnswer(
                "{ok: true, room: 'java', here: [], silent: []}", inRoom("Ann").ask("roll_call", "java"));
    }

    @Test
    void twoRollCallsAtOnceDoNotDisturbEachOther() {
        var ann = inRoom("Ann");
        var bob = inRoom("Bob");
        inRoom("Eve").staySilentInRollCalls();
        inRoom("Zoe");

        var ofAnn = ann.ask("roll_call", "java");
        var ofBob = bob.ask("roll_call", "java");

        assertAnswer("{ok: true, room: 'java', here: ['Bob', 'Zoe'], silent: ['Eve']}", ofAnn);
        assertAnswer("{ok: true, room: 'java', here: ['Ann', 'Zoe'], silent: ['Eve']}", ofBob);
    }

    @Test
    void aMemberWhoLeavesDuringARollCallIsSilent() {
        var ann = inRoom("Ann");
        var eve = inRoom("Eve");
        eve.staySilentInRollCalls();

        var call = ann.ask("roll_call", "java");
        eve.awaitEvent("are_you_there[]");
        clients.remove(eve);
        eve.close();

        assertAnswer("{ok: true, room: 'java', here: [], silent: ['Eve']}", call);
    }

    private RoomsClient connect(String nickname) {
        return connect(nickname, Map.of());
    }

    private RoomsClient connect(String nickname, Map<String, String> auth) {
        var client = RoomsClient.connectWith(auth, transport, port());
        clients.add(client);
        client.emit("nickname", nickname);
        client.awaitAllDone();
        return client;
    }

    private RoomsClient inRoom(String nickname) {
        return enter(connect(nickname));
    }

    private RoomsClient inRoom(String nickname, String token) {
        return enter(connect(nickname, Map.of("token", token)));
    }

    private static RoomsClient enter(RoomsClient client) {
        client.emit("enter_room", "java");
        client.awaitAllDone();
        return client;
    }

    /** Those that {@link RoomsClient#awaitAllDone} did not provoke. */
    private static List<String> otherProblems(RoomsClient client) {
        return client.events("problem").stream()
                .filter(problem -> !problem.contains("your own id"))
                .toList();
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

    private static Object get(JSONObject answer, String key) {
        return answer.opt(key);
    }
}
