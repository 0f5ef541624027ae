package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What bad signals get, and that the other in the call never notices. What bad packets get, step 3 shows. */
class ValidationTest {
    private static final String OFFER = "{type: 'offer', sdp: 'v=0'}";
    private static final String ANSWER = "{type: 'answer', sdp: 'v=0'}";

    private static SignalingServer server;
    private static int rooms;

    private final String room = "room " + ++rooms;
    private SignalingClient ann;
    private SignalingClient bob;

    @BeforeAll
    static void start() {
        server = SignalingServer.start(0);
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @BeforeEach
    void twoPeopleCall() {
        ann = SignalingClient.connect(server.port());
        bob = SignalingClient.connect(server.port());
        ann.ask("join_room", room).join();
        bob.ask("join_room", room).join();
    }

    @AfterEach
    void theOtherNeverNoticesAndTheCallGoesOn() {
        assertEquals("{\"ok\":true}", ann.ask("offer", json(OFFER), room).join().toString());
        bob.awaitAllDone();
        assertEquals(List.of("offer[%s,\"%s\"]".formatted(json(OFFER), room)), bob.events());
        ann.close();
        bob.close();
    }

    static Stream<List<Object>> badSignals() {
        return Stream.of(
                signal("join_room"),
                signal("join_room", ""),
                signal("join_room", "   "),
                signal("join_room", "r".repeat(31)),
                signal("join_room", "ja\tva"),
                signal("join_room", "\u202Eavaj"),
                signal("join_room", 7),
                signal("leave_room", "nowhere"),
                signal("offer"),
                signal("offer", "v=0", "ROOM"),
                signal("offer", 7, "ROOM"),
                signal("offer", JSONObject.NULL, "ROOM"),
                signal("offer", json(ANSWER), "ROOM"),
                signal("offer", json(OFFER)),
                signal("offer", json(OFFER), "nowhere"),
                signal("offer", json("{type: 'offer'}"), "ROOM"),
                signal("offer", json("{type: 'offer', sdp: {}}"), "ROOM"),
                signal("offer", json("{type: 'offer', sdp: '" + "x".repeat(50_001) + "'}"), "ROOM"),
                signal("answer", json(OFFER), "ROOM"),
                signal("answer", json(ANSWER), 7),
                signal("ice", "candidate:1", "ROOM"),
                signal("ice", JSONObject.NULL, "ROOM"),
                signal("ice", json("{}"), "ROOM"),
                signal("ice", json("{candidate: 7}"), "ROOM"),
                signal("ice", json("{candidate: '" + "x".repeat(1001) + "'}"), "ROOM"));
    }

    @ParameterizedTest
    @MethodSource("badSignals")
    void aBadSignalIsRefusedWithASentence(List<Object> signal) {
        var arguments = signal.stream()
                .skip(1)
                .map(argument -> argument.equals("ROOM") ? room : argument)
                .toArray();

        var answer = ann.ask((String) signal.get(0), arguments).join();

        assertEquals(false, answer.opt("ok"), answer::toString);
        assertTrue(((String) answer.opt("error")).endsWith("."), answer::toString);
    }

    @Test
    void aCandidateIsPassedOnWithoutForeignFields() {
        var eve = SignalingClient.connect(server.port());
        var zoe = SignalingClient.connect(server.port());
        eve.ask("join_room", "of Eve").join();
        zoe.ask("join_room", "of Eve").join();

        eve.ask("ice", json("{candidate: '', surprise: 'x'}"), "of Eve").join();

        zoe.awaitEvent("ice[{\"candidate\":\"\"},\"of Eve\"]");
        eve.close();
        zoe.close();
    }

    @Test
    void unknownEventsAreSilence() {
        ann.emit("new_message", "hi", room);
        ann.emit("", "hi");
        ann.awaitAllDone();

        assertEquals(List.of("welcome[]"), ann.events());
    }

    private static List<Object> signal(Object... eventAndArguments) {
        return Arrays.asList(eventAndArguments);
    }

    private static JSONObject json(String json) {
        try {
            return new JSONObject(json);
        } catch (JSONException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
