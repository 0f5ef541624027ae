package noom;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import noom.testkit.TcpProxy;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The signalling, on both transports. */
@ParameterizedClass
@ValueSource(strings = {"websocket", "polling"})
class SignalingServerTest {
    private static final JSONObject OFFER = parse("{type: 'offer', sdp: 'v=0'}");
    private static final JSONObject ANSWER = parse("{type: 'answer', sdp: 'v=0'}");
    private static final JSONObject CANDIDATE = parse("{candidate: 'candidate:1', sdpMid: '0'}");

    private static SignalingServer server;
    private static int rooms;

    @Parameter
    private String transport;

    private final List<SignalingClient> clients = new ArrayList<>();
    private final String room = "room " + ++rooms;

    @BeforeAll
    static void start() {
        server = SignalingServer.start(0);
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @AfterEach
    void everybodyLeaves() {
        clients.forEach(SignalingClient::close);
    }

    @Test
    void theWaitingPeerIsToldThatSomebodyCame() {
        var ann = connect();
        var bob = connect();

        assertAnswer("{ok: true, room: '%s', count: 1}".formatted(room), ann.ask("join_room", room));
        assertAnswer("{ok: true, room: '%s', count: 2}".formatted(room), bob.ask("join_room", " " + room + " "));

        ann.awaitEvent("welcome[]");
        bob.awaitAllDone();
        assertEquals(List.of(), bob.events());
    }

    @Test
    void joiningAgainChangesNothing() {
        var ann = inRoom();
        var bob = inRoom();

        assertAnswer("{ok: true, room: '%s', count: 2}".formatted(room), bob.ask("join_room", room));

        ann.awaitAllDone();
        assertEquals(List.of("welcome[]"), ann.events());
    }

    @Test
    void aThirdPersonIsToldThatTheRoomIsFull() {
        var ann = inRoom();
        var bob = inRoom();
        var eve = connect();

        assertRefused("The room %s is full. Choose another.".formatted(room), eve.ask("join_room", room));
        ann.awaitAllDone();
        bob.awaitAllDone();
        assertEquals(List.of("welcome[]"), ann.events());
        assertEquals(List.of(), bob.events());

        bob.ask("leave_room", room).join();
        assertAnswer("{ok: true, room: '%s', count: 2}".formatted(room), eve.ask("join_room", room));
    }

    @Test
    void offerAnswerAndCandidatesArriveAsSent() {
        var ann = inRoom();
        var bob = inRoom();

        assertAnswer("{ok: true}", ann.ask("offer", OFFER, room));
        assertAnswer("{ok: true}", bob.ask("answer", ANSWER, room));
        assertAnswer("{ok: true}", ann.ask("ice", CANDIDATE, room));
        assertAnswer("{ok: true}", bob.ask("ice", CANDIDATE, room));

        bob.awaitEvent("offer[%s,\"%s\"]".formatted(OFFER, room));
        bob.awaitEvent("ice[%s,\"%s\"]".formatted(CANDIDATE, room));
        ann.awaitEvent("answer[%s,\"%s\"]".formatted(ANSWER, room));
        ann.awaitEvent("ice[%s,\"%s\"]".formatted(CANDIDATE, room));
        assertAll(
                () -> assertEquals(3, ann.events().size()),
                () -> assertEquals(2, bob.events().size()));
    }

    @Test
    void onlyTheWaitingPeerMakesOffers() {
        var ann = inRoom();
        var bob = inRoom();

        assertRefused("The one who waited makes the offers.", bob.ask("offer", OFFER, room));

        ann.ask("leave_room", room).join();
        ann.ask("join_room", room).join();
        bob.awaitEvent("welcome[]");
        assertAnswer("{ok: true}", bob.ask("offer", OFFER, room));
    }

    @Test
    void onlyMembersMaySignalInARoom() {
        inRoom();
        var bob = inRoom();
        var eve = connect();

        var sentence = "You are not in the room %s.".formatted(room);
        assertRefused(sentence, eve.ask("offer", OFFER, room));
        assertRefused(sentence, eve.ask("answer", ANSWER, room));
        assertRefused(sentence, eve.ask("ice", CANDIDATE, room));
        assertRefused(sentence, eve.ask("leave_room", room));
        bob.awaitAllDone();
        assertEquals(List.of(), bob.events());
    }

    @Test
    void aLeavingOrVanishingPeerIsMissedAtOnce() {
        var ann = inRoom();
        inRoom().ask("leave_room", room).join();
        ann.awaitEvent("bye[\"%s\"]".formatted(room));

        try (var proxy = TcpProxy.to(server.port())) {
            var eve = SignalingClient.connect(proxy.port());
            clients.add(eve);
            eve.ask("join_room", room).join();
            proxy.cut();
            ann.awaitCount("bye", 2);
        }
        var bob = inRoom();
        ann.awaitCount("welcome", 3);
        bob.close();
        ann.awaitCount("bye", 3);
    }

    @Test
    void aServerThatStopsTellsNobodyThatTheOtherLeft() {
        var otherChat = SignalingServer.start(0);
        var two = List.of(
                SignalingClient.connectBy(transport, otherChat.port()),
                SignalingClient.connectBy(transport, otherChat.port()));
        clients.addAll(two);
        two.forEach(client -> client.ask("join_room", room).join());

        otherChat.stop();

        two.forEach(SignalingClient::awaitDisconnect);
        two.forEach(client -> assertEquals(List.of(), client.events("bye")));
    }

    @Test
    void withoutAFunctionARefusalIsAProblem() {
        var ann = connect();

        ann.emit("offer", OFFER, room);

        ann.awaitEvent("problem[\"You are not in the room %s.\"]".formatted(room));
    }

    private SignalingClient connect() {
        var client = SignalingClient.connectBy(transport, server.port());
        clients.add(client);
        return client;
    }

    private SignalingClient inRoom() {
        var client = connect();
        client.ask("join_room", room).join();
        return client;
    }

    private static void assertAnswer(String expected, CompletableFuture<JSONObject> answer) {
        assertEquals(parse(expected).toString(), answer.join().toString());
    }

    private static void assertRefused(String error, CompletableFuture<JSONObject> answer) {
        assertAnswer("{ok: false, error: %s}".formatted(JSONObject.quote(error)), answer);
    }

    private static JSONObject parse(String json) {
        try {
            return new JSONObject(json);
        } catch (JSONException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
