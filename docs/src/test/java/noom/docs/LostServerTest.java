package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import noom.testkit.Browser;
import noom.testkit.RoomsClient;
import noom.testkit.Waits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.openqa.selenium.Keys;

/** One of three servers behind nginx is killed, or drained: where its people are then. */
@Isolated("three servers, 30 programs and three browser windows need the processor for themselves")
class LostServerTest {
    private static Browser browser;

    private final List<Person> people = new ArrayList<>();
    private final ScheduledExecutorService talk = Executors.newScheduledThreadPool(2);
    private ThreeServers three;
    private Browser.Window ann;
    private Browser.Window bob;
    private RunningProgram theirServer;
    private Process drain;

    /** A program in the room, with a seat of its own. */
    private record Person(String name, String seat, RoomsClient client, RunningProgram server) {
        CompletableFuture<?> enter() {
            client.emit("nickname", name);
            return client.ask("enter_room", "java");
        }

        void say(String text, String room) {
            client.ask("new_message", text, room, "id of " + text).join();
        }

        /** Waits for a {@code welcome} or {@code bye} of this person. */
        void awaitEventOf(String event, String name) {
            var start = "%s[\"%s\",".formatted(event, name);
            Waits.waitFor(start).until(() -> client.events(event).stream().anyMatch(one -> one.startsWith(start)));
        }

        long heard(String message) {
            return client.events("new_message").stream()
                    .filter(event -> event.equals("new_message[\"%s\",[\"java\"]]".formatted(message)))
                    .count();
        }
    }

    @BeforeAll
    static void openBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    /** Both windows have the same cookies, so they are on the same server. */
    @BeforeEach
    void annIsThereByWebSocketAndBobByPolling(@TempDir Path folder) throws IOException {
        three = ThreeServers.start(folder);
        var before = three.connections();
        ann = open("/", "Ann");
        theirServer = three.connectedSince(before);
        before = three.connections();
        bob = open("/?transports=polling", "Bob");
        assertEquals(theirServer, three.connectedSince(before));
    }

    @AfterEach
    void stop() {
        talk.shutdownNow();
        if (drain != null) {
            drain.destroy();
        }
        people.forEach(person -> person.client().close());
        for (var window : new Browser.Window[] {ann, bob}) {
            if (window != null) {
                window.close();
            }
        }
        if (three != null) {
            three.close();
        }
    }

    private Browser.Window open(String path, String nickname) {
        var window = browser.open(three.nginx().address() + path);
        window.awaitText("#connection", text -> text.startsWith("Connected by "));
        window.type("#nickname", nickname + Keys.ENTER);
        window.type("#room", "java" + Keys.ENTER);
        window.awaitText("#my-rooms li", text -> text.contains("java ("));
        return window;
    }

    private Person come(String name, String transport, String seat) {
        var before = three.connections();
        var client = RoomsClient.connectAndReconnectWithCookie("seat=" + seat, transport, three.port());
        var person = new Person(name, seat, client, three.connectedSince(before));
        people.add(person);
        person.enter().join();
        return person;
    }

    /** Comes by WebSocket to a wanted server: those who reach another one leave, and try another seat. */
    private Person comeTo(String name, Predicate<RunningProgram> wanted) {
        var person = come(name, "websocket");
        while (!wanted.test(person.server())) {
            person.client().close();
            person = come(name, "websocket");
        }
        return person;
    }

    private Person come(String name, String transport) {
        return come(name, transport, UUID.randomUUID().toString());
    }

    @Test
    void aKilledServersPeopleAreBackOnTheOthersWithinSeconds() {
        for (var i = 0; i < 15; i++) {
            come("W" + i, "websocket");
            come("P" + i, "polling");
        }
        awaitCount(32);
        var hit =
                people.stream().filter(person -> person.server() == theirServer).toList();

        var killed = System.nanoTime();
        theirServer.close();
        var programs = CompletableFuture.allOf(hit.stream()
                        .map(person -> {
                            person.client().awaitDisconnect();
                            return person.enter();
                        })
                        .toArray(CompletableFuture[]::new))
                .thenApply(done -> since(killed));
        for (var window : List.of(ann, bob)) {
            window.awaitText("#connection", text -> !text.startsWith("Connected by "));
        }
        ann.awaitText("#connection", "Connected by websocket"::equals);
        var annIsBack = since(killed);
        bob.awaitText("#connection", "Connected by polling"::equals);
        var bobIsBack = since(killed);
        awaitCount(32);
        var all = since(killed);
        System.out.printf(
                "A server with Ann, Bob and %d of 30 programs is killed. Connected again: the programs after %d ms, Ann by"
                        + " WebSocket after %d ms, Bob by polling after %d ms; all 32 in the room after %d ms.%n",
                hit.size(), programs.join().toMillis(), annIsBack.toMillis(), bobIsBack.toMillis(), all.toMillis());

        assertTrue(all.compareTo(Duration.ofSeconds(10)) < 0, () -> "it took " + all);
        ann.type("#message", "All here?" + Keys.ENTER);
        bob.awaitText("#messages li:last-child", "[java] Ann: All here?"::equals);
        bob.type("#message", "All here." + Keys.ENTER);
        ann.awaitText("#messages li:last-child", "[java] Bob: All here."::equals);
        for (var person : people) {
            person.client().awaitEvent("new_message[\"Bob: All here.\",[\"java\"]]");
            assertEquals(1, person.heard("Ann: All here?"));
        }
    }

    /**
     * People with a WebSocket stay on the drained server while messages come and go. Bob, who polls, moves. A new server on
     * the same ports gets its seats back.
     */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "ss is a program of Linux")
    void aDrainedServerEndsWhenItsLastPersonHasLeft() throws Exception {
        var eve = comeTo("Eve", server -> server == theirServer);
        var zoe = comeTo("Zoe", server -> server != theirServer);
        for (var person : List.of(eve, zoe)) {
            person.client().ask("enter_room", "talk").join();
        }
        var said = Map.of(eve, new AtomicInteger(), zoe, new AtomicInteger());
        said.forEach((person, count) -> talk.scheduleAtFixedRate(
                () -> person.say("message " + count.getAndIncrement(), "talk"), 0, 50, TimeUnit.MILLISECONDS));

        var before = arrivals(bob);
        var drained = System.nanoTime();
        drain = three.nginx().drain(theirServer);
        Waits.waitFor("the reload").until(() -> three.nginx().drainOutput().contains("Newcomers go"));
        Waits.waitFor("Bob in his room elsewhere").until(() -> arrivals(bob) > before);
        var moved = since(drained);
        bob.awaitText("#connection", "Connected by polling"::equals);
        zoe.awaitEventOf("welcome", "Bob");
        bob.type("#message", "Where am I?" + Keys.ENTER);
        zoe.client().awaitEvent("new_message[\"Bob: Where am I?\",[\"java\"]]");
        for (var i = 0; i < 10; i++) {
            assertNotEquals(
                    theirServer,
                    come("Newcomer " + i, i % 2 == 0 ? "websocket" : "polling").server());
        }
        assertNotEquals(theirServer, come("Twin", "websocket", eve.seat()).server());
        ann.type("#message", "I am still here." + Keys.ENTER);
        zoe.client().awaitEvent("new_message[\"Ann: I am still here.\",[\"java\"]]");
        talk.shutdown();
        assertTrue(talk.awaitTermination(Waits.TIMEOUT.toSeconds(), TimeUnit.SECONDS));
        assertHeard(zoe, eve, said.get(eve).get());
        assertHeard(eve, zoe, said.get(zoe).get());
        assertEquals(1, eve.client().events("you").size(), "Eve has not connected again");
        assertTrue(drain.isAlive());

        ann.go("about:blank");
        zoe.awaitEventOf("bye", "Ann");
        assertTrue(drain.isAlive());
        var left = System.nanoTime();
        eve.client().close();
        assertEquals(143, theirServer.awaitExitCode());
        var ended = since(left);
        assertTrue(drain.waitFor(Waits.TIMEOUT.toSeconds(), TimeUnit.SECONDS));
        assertEquals(0, drain.exitValue(), three.nginx().drainOutput());
        assertFalse(three.nginx().file("three-upstreams.conf").contains(" down;"));
        System.out.printf(
                "A drained server: Bob, who polls, was elsewhere after %d ms; Eve and Zoe heard all %s messages of each"
                        + " other; the server ended %d ms after the last one left.%n%s",
                moved.toMillis(), said.values(), ended.toMillis(), three.nginx().drainOutput());

        var entered = arrivals(bob);
        try (var again = three.startAgain(theirServer)) {
            again.address();
            again.awaitOutput(3);
            // His page has connected again, and until he is in his room it sends nothing.
            Waits.waitFor("Bob in his room").until(() -> arrivals(bob) > entered);
            bob.awaitText("#connection", "Connected by polling"::equals);
            bob.type("#message", "Back again." + Keys.ENTER);
            zoe.client().awaitEvent("new_message[\"Bob: Back again.\",[\"java\"]]");
        }
    }

    private static long arrivals(Browser.Window window) {
        return window.texts("#messages li").stream()
                .filter(message -> message.startsWith("[java] You came in"))
                .count();
    }

    private static void assertHeard(Person listener, Person speaker, int count) {
        var events = IntStream.range(0, count)
                .mapToObj(i -> "new_message[\"%s: message %d\",[\"talk\"]]".formatted(speaker.name(), i))
                .toList();
        listener.client().awaitEvent(events.get(count - 1));
        var start = "new_message[\"" + speaker.name() + ": message ";
        var heard = listener.client().events("new_message").stream()
                .filter(event -> event.startsWith(start))
                .toList();
        assertEquals(events, heard);
    }

    private void awaitCount(int count) {
        for (var window : List.of(ann, bob)) {
            window.awaitText("#my-rooms li", text -> text.contains("java (%d)".formatted(count)));
        }
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
