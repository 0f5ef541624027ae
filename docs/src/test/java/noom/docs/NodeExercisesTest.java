package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import noom.testkit.ProgramProcess;
import noom.testkit.RawConnection;
import noom.testkit.RedisServer;
import noom.testkit.WebSocketPackets;
import org.junit.jupiter.api.Test;

/** The JavaScript that exercise 6 of each step says in Java, {@code docs/node/exercises}, does what its page says. */
class NodeExercisesTest {
    @Test
    void step1GreetsByNameAndNamesTheServer() throws Exception {
        try (var node = start(1, Map.of())) {
            var port = node.portAfter("Listening on http://localhost:");
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/hello/Ann"))
                    .build();
            var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

            assertEquals("Hello, Ann!", answer.body());
            assertEquals("Noom", answer.headers().firstValue("Server").orElse(""));
            assertEquals(
                    "text/plain; charset=utf-8",
                    answer.headers().firstValue("Content-Type").orElse(""));
        }
    }

    @Test
    void step2KeepsTheLastThreeMessages() throws Exception {
        try (var node = start(2, Map.of());
                var ann = new RawConnection(node.portAfter("Listening on ws://localhost:")).webSocket("/")) {
            for (var text : List.of("one", "two", "three", "four")) {
                ann.sendFrame(RawConnection.TEXT, "{\"type\":\"new_message\",\"payload\":\"" + text + "\"}");
                assertEquals("Anon: " + text, ann.readFrame().text());
            }
            ann.sendFrame(RawConnection.TEXT, "{\"type\":\"recent\"}");

            for (var text : List.of("two", "three", "four")) {
                assertEquals("Anon: " + text, ann.readFrame().text());
            }
        }
    }

    @Test
    void step3TellsTheOthersWhatSomebodyDoes() {
        try (var node = start(3, Map.of());
                var ann = join(node);
                var bob = join(node)) {
            ann.send("42[\"nickname\",\"Ann\"]");
            ann.send("42[\"me\",\"waves\"]");

            assertEquals("42[\"new_message\",\"* Ann waves\"]", bob.awaitPacket("42"));
        }
    }

    @Test
    void step4DissolvesARoom() {
        try (var node = start(4, Map.of());
                var ann = join(node);
                var eve = join(node)) {
            ann.send("42[\"enter_room\",\"old\"]");
            ann.send("42[\"dissolve\",\"old\"]");
            eve.send("42[\"dissolve\",\"old\"]");

            ann.awaitPacket("42[\"room_left\",\"old\"]");
            ann.awaitPacket("42[\"my_rooms\",[");
            assertEquals("42[\"problem\",\"You are not in the room old.\"]", eve.awaitPacket("42"));
        }
    }

    @Test
    void step5AnswersWithTheNicknames() {
        try (var node = start(5, Map.of());
                var ann = join(node)) {
            assertEquals("[{\"ok\":true,\"nickname\":\"Ann\"}]", ask(ann, "[\"nickname\",\"Ann\"]"));
            ask(ann, "[\"enter_room\",\"java\"]");

            assertEquals(
                    "[{\"ok\":true,\"room\":\"java\",\"nicknames\":[\"Ann\"]}]", ask(ann, "[\"nicknames\",\"java\"]"));
        }
    }

    @Test
    void step6RingsTheBell() {
        try (var node = start(6, Map.of());
                var ann = join(node);
                var bob = join(node)) {
            ask(ann, "[\"join_room\",\"tea\"]");
            ask(bob, "[\"join_room\",\"tea\"]");

            assertEquals("[{\"ok\":true,\"heard\":1}]", ask(ann, "[\"ring\",\"tea\"]"));
            assertEquals("42[\"ring\",\"tea\"]", bob.awaitPacket("42"));
        }
    }

    @Test
    void step7AnswersWithTheNicknamesOfBothServers() {
        try (var redis = RedisServer.start();
                var first = start(7, Map.of("REDIS_URL", redis.url()));
                var second = start(7, Map.of("REDIS_URL", redis.url()));
                var ann = join(first);
                var bob = join(second)) {
            ask(ann, "[\"nickname\",\"Ann\"]");
            ask(bob, "[\"nickname\",\"Bob\"]");
            ask(ann, "[\"enter_room\",\"java\"]");
            ask(bob, "[\"enter_room\",\"java\"]");

            assertEquals(
                    "[{\"ok\":true,\"room\":\"java\",\"nicknames\":[\"Ann\",\"Bob\"]}]",
                    ask(ann, "[\"nicknames\",\"java\"]"));
        }
    }

    private static ProgramProcess start(int step, Map<String, String> settings) {
        var file = Project.repository().root().resolve("docs/node/exercises/step%02d.js".formatted(step));
        var all = new HashMap<>(settings);
        all.putAll(Map.of("PORT", "0", "SOCKET_PORT", "0"));
        return ProgramProcess.run(List.of("node", file.toString()), all);
    }

    private static WebSocketPackets join(ProgramProcess node) {
        return WebSocketPackets.join(node.portAfter("Listening for Socket.IO on http://localhost:"));
    }

    /** Sends an event with a function, and returns what the function is called with. */
    private static String ask(WebSocketPackets client, String event) {
        client.send("420" + event);
        return client.awaitPacket("430").substring("430".length());
    }
}
