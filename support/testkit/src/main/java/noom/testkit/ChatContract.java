package noom.testkit;

import static noom.testkit.Waits.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asks of steps 2 and 3 that they are the same chat, over raw WebSocket and over Socket.IO. A step brings its server and
 * a {@link Client} that speaks its protocol.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ChatContract {
    private static final int PEOPLE = 50;
    private static final int MESSAGES_EACH = 20;

    private final List<Client> clients = new ArrayList<>();
    private RunningServer chat;

    /**
     * Starts the step's chat.
     *
     * @param port 0 takes a free port
     */
    protected abstract RunningServer startChat(int port);

    /** Connects a client, and returns when the server has accepted it. */
    protected abstract Client connectClient(int port);

    /** Someone in the chat, without a browser. */
    public interface Client extends AutoCloseable {
        /** Sets the nickname. */
        void nickname(String nickname);

        /** Sends a message. */
        void say(String message);

        /** The messages received so far, oldest first: {@code Ann: hi}. */
        List<String> messages();

        /** The errors received so far, oldest first, without {@code Server: }. */
        List<String> problems();

        /** Disconnects with a closing handshake. */
        @Override
        void close();

        /** Waits until this message has come. */
        default void awaitMessage(String message) {
            waitFor("the message " + message).until(() -> messages().contains(message));
        }

        /** Waits until so many messages have come. */
        default void awaitMessages(int count) {
            waitFor(count + " messages").until(() -> messages().size() >= count);
        }

        /** Waits until so many errors have come. */
        default void awaitProblems(int count) {
            waitFor(count + " problems").until(() -> problems().size() >= count);
        }
    }

    @BeforeAll
    final void start() {
        chat = startChat(0);
    }

    @AfterAll
    final void stop() {
        chat.close();
    }

    @AfterEach
    final void disconnectAll() {
        clients.forEach(Client::close);
        clients.clear();
    }

    @Test
    void aMessageReachesEveryoneItsSenderIncluded() {
        var ann = connect("Ann");
        var bob = connect("Bob");

        ann.say("Hello, Bob");

        ann.awaitMessage("Ann: Hello, Bob");
        bob.awaitMessage("Ann: Hello, Bob");
    }

    @Test
    void someoneWithoutANicknameIsAnon() {
        var somebody = connect(chat.port());

        somebody.say("Who am I?");

        somebody.awaitMessage("Anon: Who am I?");
    }

    @Test
    void aNicknameHoldsFromTheNextMessageOn() {
        var ann = connect(chat.port());

        ann.say("one");
        ann.nickname("Ann");
        ann.say("two");
        ann.nickname("  Annie ");
        ann.say("three");

        ann.awaitMessage("Annie: three");
        assertEquals(List.of("Anon: one", "Ann: two", "Annie: three"), ann.messages());
    }

    @Test
    void everyMessageArrivesOnceAndInItsSendersOrder() {
        var people = IntStream.range(0, PEOPLE).mapToObj(i -> connect("P" + i)).toList();
        var threads = Executors.newFixedThreadPool(8);
        try {
            for (var person : people) {
                threads.submit(() -> IntStream.range(0, MESSAGES_EACH).forEach(i -> person.say("message " + i)));
            }
            people.forEach(person -> person.awaitMessages(PEOPLE * MESSAGES_EACH));
        } finally {
            threads.shutdownNow();
        }

        for (var person : people) {
            var messages = person.messages();
            assertEquals(PEOPLE * MESSAGES_EACH, messages.size());
            assertEquals(PEOPLE * MESSAGES_EACH, new HashSet<>(messages).size(), "no message came twice");
            for (var i = 0; i < PEOPLE; i++) {
                var sender = "P" + i + ": ";
                var inOrder = IntStream.range(0, MESSAGES_EACH)
                        .mapToObj(n -> sender + "message " + n)
                        .toList();
                assertEquals(
                        inOrder,
                        messages.stream()
                                .filter(message -> message.startsWith(sender))
                                .toList());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"앤 👋", "مرحبا", "👩\u200D👩\u200D👧"})
    void aNicknameMayBeInAnyLanguage(String nickname) {
        var ann = connect(nickname);

        ann.say("hi");

        ann.awaitMessage(nickname + ": hi");
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
    void aMessageArrivesAsItWasTyped(String message) {
        var ann = connect("앤 👋");
        var bob = connect("Bob");

        ann.say(message);

        bob.awaitMessage("앤 👋: " + message);
    }

    @Test
    void theLongestNicknameAndMessageAreAccepted() {
        var ann = connect("n".repeat(20));

        ann.say("t".repeat(1000));

        ann.awaitMessage("n".repeat(20) + ": " + "t".repeat(1000));
        assertEquals(List.of(), ann.problems());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "nnnnnnnnnnnnnnnnnnnnn",
                "Server",
                "server",
                " Server ",
                "A\tnn",
                "A\u0000nn",
                "\u202Ann",
                "Ann\u2066",
            })
    void anInvalidNicknameIsAnsweredToItsSenderOnly(String nickname) {
        var ann = connect("Ann");
        var bob = connect("Bob");

        ann.nickname(nickname);
        ann.awaitProblems(1);
        ann.say("still Ann");

        bob.awaitMessage("Ann: still Ann");
        assertTrue(ann.problems().get(0).contains("nickname"));
        assertEquals(List.of(), bob.problems());
    }

    @Test
    void anInvalidMessageIsAnsweredToItsSenderOnly() {
        var ann = connect("Ann");
        var bob = connect("Bob");

        for (var message : List.of("", "   ", "\n", "t".repeat(1001))) {
            ann.say(message);
        }
        ann.say("and on");

        bob.awaitMessage("Ann: and on");
        assertEquals(List.of("Ann: and on"), bob.messages());
        assertEquals(List.of(), bob.problems());
        ann.awaitProblems(4);
        assertEquals(4, ann.problems().size());
        ann.problems().forEach(problem -> assertTrue(problem.contains("message"), problem));
    }

    @Test
    void aClientThatLeavesHarmsNobody() {
        var ann = connect("Ann");
        var bob = connect("Bob");
        var eve = connect("Eve");
        eve.say("bye");
        Stream.of(ann, bob).forEach(person -> person.awaitMessage("Eve: bye"));

        eve.close();
        IntStream.range(0, 50).forEach(i -> ann.say("message " + i));

        Stream.of(ann, bob).forEach(person -> person.awaitMessage("Ann: message 49"));
        assertEquals(51, bob.messages().size());
    }

    @Test
    void aConnectionThatIsCutHarmsNobody() {
        var ann = connect("Ann");
        var bob = connect("Bob");
        try (var proxy = TcpProxy.to(chat.port())) {
            var eve = connect(proxy.port());
            ann.say("one");
            eve.awaitMessage("Ann: one");

            proxy.cut();
            IntStream.range(0, 50).forEach(i -> ann.say("message " + i));

            Stream.of(ann, bob).forEach(person -> person.awaitMessage("Ann: message 49"));
            assertEquals(51, bob.messages().size());
            assertEquals(List.of("Ann: one"), eve.messages());
        }
    }

    @Test
    void aStoppedServerStartsAgainOnTheSamePort() {
        var port = 0;
        try (var first = startChat(0)) {
            port = first.port();
            var ann = connect(port);
            ann.say("one");
            ann.awaitMessage("Anon: one");
        }
        try (var second = startChat(port)) {
            assertEquals(port, second.port());
            var bob = connect(port);
            bob.say("two");
            bob.awaitMessage("Anon: two");
            assertFalse(bob.messages().contains("Anon: one"));
        }
    }

    private Client connect(int port) {
        var client = connectClient(port);
        clients.add(client);
        return client;
    }

    private Client connect(String nickname) {
        var client = connect(chat.port());
        client.nickname(nickname);
        return client;
    }
}
