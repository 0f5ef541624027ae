package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chat promises. Steps 2 and 3 pass this same test: raw WebSocket or Socket.IO, it is the same chat. */
class ChatContractTest {
    private static ChatServer chat;

    private final List<ChatClient> clients = new ArrayList<>();

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
        clients.forEach(ChatClient::close);
    }

    @Test
    void everybodyGetsALineAndSoDoesItsSender() {
        var ann = connect("Ann");
        var bob = connect("Bob");

        ann.say("Hello, Bob");

        ann.awaitLine("Ann: Hello, Bob");
        bob.awaitLine("Ann: Hello, Bob");
    }

    @Test
    void whoeverHasNoNicknameIsAnon() {
        var somebody = connect();

        somebody.say("Who am I?");

        somebody.awaitLine("Anon: Who am I?");
    }

    @Test
    void aNicknameHoldsFromTheNextLineOn() {
        var ann = connect();

        ann.say("one");
        ann.nickname("Ann");
        ann.say("two");
        ann.nickname("  Annie ");
        ann.say("three");

        ann.awaitLine("Annie: three");
        assertEquals(List.of("Anon: one", "Ann: two", "Annie: three"), ann.lines());
    }

    @Test
    void everyLineArrivesOnceAndInItsSendersOrder() throws Exception {
        var people = IntStream.range(0, 50).mapToObj(i -> connect("P" + i)).toList();
        var threads = Executors.newFixedThreadPool(8);
        try {
            for (var person : people) {
                threads.submit(() -> IntStream.range(0, 20).forEach(i -> person.say("line " + i)));
            }
            people.forEach(person -> person.awaitLines(50 * 20));
        } finally {
            threads.shutdownNow();
        }

        for (var person : people) {
            var lines = person.lines();
            assertEquals(50 * 20, lines.size());
            assertEquals(50 * 20, new HashSet<>(lines).size(), "none came twice");
            for (var i = 0; i < 50; i++) {
                var sender = "P" + i + ": ";
                assertEquals(
                        IntStream.range(0, 20)
                                .mapToObj(n -> sender + "line " + n)
                                .toList(),
                        lines.stream().filter(line -> line.startsWith(sender)).toList());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "안녕하세요, 여러분",
                "👋🏽 👩‍👩‍👧‍👦 🇰🇷",
                "مرحبا שלום",
                "e\u0301 \u0000 \u2028 \t",
                "\"quoted\" \\ back\\slash",
                "<img src=x onerror=alert(1)>",
                "  blanks at both ends  ",
                "two\nlines",
            })
    void aTextArrivesAsItWasTyped(String text) {
        var ann = connect("앤 👋");
        var bob = connect("Bob");

        ann.say(text);

        bob.awaitLine("앤 👋: " + text);
    }

    @Test
    void theLongestNicknameAndTheLongestTextAreTaken() {
        var ann = connect("n".repeat(20));

        ann.say("t".repeat(1000));

        ann.awaitLine("n".repeat(20) + ": " + "t".repeat(1000));
        assertEquals(List.of(), ann.problems());
    }

    @ParameterizedTest
    @CsvSource({"''", "'   '", "nnnnnnnnnnnnnnnnnnnnn", "Server", "server", "' Server '"})
    void aNicknameThatIsNoneIsRefusedToThatClientAlone(String nickname) {
        var ann = connect("Ann");
        var bob = connect("Bob");

        ann.nickname(nickname);
        ann.awaitProblems(1);
        ann.say("still Ann");

        bob.awaitLine("Ann: still Ann");
        assertTrue(ann.problems().get(0).contains("nickname"));
        assertEquals(List.of(), bob.problems());
    }

    @Test
    void aTextThatIsNoneIsRefusedToThatClientAlone() {
        var ann = connect("Ann");
        var bob = connect("Bob");

        for (var text : List.of("", "   ", "\n", "t".repeat(1001))) {
            ann.say(text);
        }
        ann.say("and on");

        bob.awaitLine("Ann: and on");
        assertEquals(List.of("Ann: and on"), bob.lines());
        assertEquals(List.of(), bob.problems());
        ann.awaitProblems(4);
        assertTrue(ann.problems().stream().allMatch(reason -> reason.contains("text")));
    }

    @Test
    void whoLeavesGetsNothingMoreAndHarmsNobody() {
        var ann = connect("Ann");
        var bob = connect("Bob");
        var eve = connect("Eve");
        eve.say("bye");
        Stream.of(ann, bob).forEach(person -> person.awaitLine("Eve: bye"));

        eve.close();
        IntStream.range(0, 50).forEach(i -> ann.say("line " + i));

        Stream.of(ann, bob).forEach(person -> person.awaitLine("Ann: line 49"));
        assertEquals(51, bob.lines().size());
    }

    @Test
    void whoseConnectionIsCutHarmsNobody() {
        var ann = connect("Ann");
        var bob = connect("Bob");
        try (var tunnel = Tunnel.to(chat.port())) {
            var eve = ChatClient.connect(tunnel.port());
            clients.add(eve);
            ann.say("one");
            eve.awaitLine("Ann: one");

            tunnel.cut();
            IntStream.range(0, 50).forEach(i -> ann.say("line " + i));

            Stream.of(ann, bob).forEach(person -> person.awaitLine("Ann: line 49"));
            assertEquals(51, bob.lines().size());
            assertEquals(List.of("Ann: one"), eve.lines());
        }
    }

    @Test
    void aServerThatStoppedStartsAgainOnTheSamePort() {
        var first = ChatServer.start(0);
        var port = first.port();
        var ann = ChatClient.connect(port);
        clients.add(ann);
        ann.say("one");
        ann.awaitLine("Anon: one");
        first.stop();

        var second = ChatServer.start(port);
        try {
            assertEquals(port, second.port());
            var bob = ChatClient.connect(port);
            clients.add(bob);
            bob.say("two");
            bob.awaitLine("Anon: two");
        } finally {
            second.stop();
        }
    }

    private ChatClient connect() {
        var client = ChatClient.connect(chat.port());
        clients.add(client);
        return client;
    }

    private ChatClient connect(String nickname) {
        var client = connect();
        client.nickname(nickname);
        return client;
    }
}
