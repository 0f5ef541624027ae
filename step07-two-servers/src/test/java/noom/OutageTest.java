package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import noom.testkit.ProgramProcess;
import noom.testkit.RedisServer;
import noom.testkit.RoomsClient;
import noom.testkit.TcpProxy;
import noom.testkit.Waits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Redis that goes away, servers that crash or fall silent, and messages that no server has sent. */
@Order(1)
class OutageTest {
    private static RedisServer redis;
    private ProgramProcess first;
    private ProgramProcess second;
    private RoomsClient ann;
    private RoomsClient bob;

    @BeforeAll
    static void startRedis() {
        redis = RedisServer.start();
    }

    @AfterAll
    static void stopRedis() {
        if (redis != null) {
            redis.close();
        }
    }

    @BeforeEach
    void annAndBobAreInARoomOnTwoServers() {
        first = start();
        second = start();
        ann = inRoom("Ann", RoomsClient.connectAndReconnect(port(first)));
        bob = inRoom("Bob", RoomsClient.connectAndReconnect(port(second)));
        ann.awaitEvent("welcome[\"Bob\",2,\"java\"]");
    }

    @AfterEach
    void stop() {
        Stream.of(ann, bob).filter(Objects::nonNull).forEach(RoomsClient::close);
        Stream.of(first, second).filter(Objects::nonNull).forEach(ProgramProcess::close);
    }

    private static ProgramProcess start() {
        return ProgramProcess.start(Map.of("PORT", "0", "SOCKET_PORT", "0", "REDIS_URL", redis.url()));
    }

    private static int port(ProgramProcess program) {
        return program.portAfter("Listening for Socket.IO on http://localhost:");
    }

    private static RoomsClient inRoom(String nickname, RoomsClient client) {
        client.ask("nickname", nickname).join();
        client.ask("enter_room", "java").join();
        return client;
    }

    @Test
    void withoutRedisEachServerChatsOnAndWithItTheyAreOneAgain() {
        try (var zoe = inRoom("Zoe", RoomsClient.connect(port(first)))) {
            redis.stop();
            for (var person : List.of(ann, bob, zoe)) {
                person.awaitEvent("others_reachable[false]");
            }
            ann.awaitLast("room_members", RoomsClient.members("java", ann, "Ann", zoe, "Zoe"));
            assertEquals("{\"delivered\":1,\"ok\":true}", said(ann, "among us"));
            zoe.awaitEvent("new_message[\"Ann: among us\",[\"java\"]]");
            try (var late = RoomsClient.connect(port(first))) {
                late.awaitEvent("others_reachable[false]");
            }

            redis.startAgain();
            var back = System.nanoTime();
            for (var person : List.of(ann, bob, zoe)) {
                person.awaitEvent("others_reachable[true]");
                person.awaitLast("room_members", RoomsClient.members("java", ann, "Ann", bob, "Bob", zoe, "Zoe"));
            }
            var taken = Duration.ofNanos(System.nanoTime() - back);
            assertTrue(taken.compareTo(Duration.ofSeconds(5)) < 0, () -> "it took " + taken);
            assertEquals("{\"delivered\":2,\"ok\":true}", said(bob, "and all"));
            ann.awaitEvent("new_message[\"Bob: and all\",[\"java\"]]");
        }
        for (var program : List.of(first, second)) {
            assertEquals(
                    List.of("Redis is away", "Redis is back"),
                    program.output().stream()
                            .filter(line -> line.startsWith("Redis is "))
                            .map(line -> line.replaceAll(":.*", ""))
                            .toList());
            assertEquals(List.of(), program.errors());
        }
    }

    @Test
    @Tag("hardening")
    void aRedisThatIsBackAtOnceLeavesNobodyOut() {
        for (var i = 1; i <= 3; i++) {
            redis.stop();
            redis.startAgain();
            for (var person : List.of(ann, bob)) {
                person.awaitCount("others_reachable", 2 * i);
                person.awaitLast("room_members", RoomsClient.members("java", ann, "Ann", bob, "Bob"));
            }
        }
        assertEquals("{\"delivered\":1,\"ok\":true}", said(ann, "still one"));
    }

    @Test
    void aKilledServersPeopleComeBackOnTheOtherWithTheirMessage() {
        try (var proxy = TcpProxy.to(port(first));
                var eve = inRoom("Eve", RoomsClient.connectAndReconnect(proxy.port()))) {
            bob.awaitEvent("welcome[\"Eve\",3,\"java\"]");
            proxy.redirectTo(port(second));

            first.kill();

            var killed = System.nanoTime();
            eve.awaitDisconnect();
            bob.awaitLast("room_members", RoomsClient.members("java", bob, "Bob"));
            var taken = Duration.ofNanos(System.nanoTime() - killed);
            assertTrue(taken.compareTo(Duration.ofSeconds(2)) < 0, () -> "it took " + taken);
            eve.emit("nickname", "Eve");
            eve.emit("enter_room", "java");
            eve.emit("new_message", "typed meanwhile", "java", "1");
            eve.emit("new_message", "typed meanwhile", "java", "1");
            eve.awaitConnect(Duration.ofSeconds(10));
            bob.awaitEvent("new_message[\"Eve: typed meanwhile\",[\"java\"]]");
            assertEquals("{\"delivered\":1,\"ok\":true}", said(eve, "and on"));
            bob.awaitEvent("new_message[\"Eve: and on\",[\"java\"]]");
            assertEquals(2, bob.events("new_message").size());
        }
        assertEquals(List.of(), second.errors());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGSTOP")
    void aSilentServerIsLeftOutAfterASecondUntilItAnswers() {
        second.pause();
        try {
            ann.ask("nickname", "Annie").join();
            ann.awaitLast("room_members", RoomsClient.members("java", ann, "Annie"));
            var asked = System.nanoTime();
            assertEquals("{\"delivered\":0,\"ok\":true}", said(ann, "is anybody there?"));
            var taken = Duration.ofNanos(System.nanoTime() - asked);
            assertTrue(taken.compareTo(Duration.ofMillis(1500)) < 0, () -> "it took " + taken);
        } finally {
            second.resume();
        }
        bob.awaitEvent("new_message[\"Annie: is anybody there?\",[\"java\"]]");
        ann.awaitLast("room_members", RoomsClient.members("java", ann, "Annie", bob, "Bob"));
    }

    @Test
    @Tag("hardening")
    void whatNoServerHasSentIsDroppedWithALine() {
        var hostile = List.of(
                "",
                "hello",
                "{\"type\":",
                "[1,2,3]",
                "{\"type\":99}",
                "{\"type\":5,\"requestId\":\"x\",\"opts\":{\"rooms\":7}}",
                "{\"type\":2,\"opts\":{\"rooms\":[],\"except\":[]},\"rooms\":[{}]}",
                "{\"type\":6,\"data\":[]}",
                "{".repeat(10_000),
                "\u0093\u00a1x\u0080\u0080");
        var channels = List.of("socket.io#/#", "socket.io#/#java#", "socket.io-request#/#");

        for (var channel : channels) {
            hostile.forEach(text -> redis.publish(channel, text.getBytes(StandardCharsets.ISO_8859_1)));
        }
        redis.publish("socket.io-response#/#", "{\"requestId\":\"nobody's\"}".getBytes(StandardCharsets.UTF_8));
        for (var data : List.of("[\"members_changed\"]", "[\"members_changed\",7]")) {
            var event = "{\"type\":6,\"data\":" + data + "}";
            redis.publish("socket.io-request#/#", event.getBytes(StandardCharsets.UTF_8));
        }

        var lines = channels.size() * hostile.size();
        for (var program : List.of(first, second)) {
            Waits.waitFor(lines + " lines").until(() -> program.errors().size() >= lines);
            assertEquals(lines, program.errors().size());
            program.errors().forEach(line -> assertTrue(line.contains(" is dropped: "), line));
        }
        assertEquals("{\"delivered\":1,\"ok\":true}", said(ann, "still here"));
        bob.awaitEvent("new_message[\"Ann: still here\",[\"java\"]]");
        for (var program : List.of(first, second)) {
            assertEquals(lines, program.errors().size(), "an event without a room is nothing to log");
        }
    }

    private static String said(RoomsClient client, String text) {
        return client.ask("new_message", text, "java", "id of " + text).join().toString();
    }
}
