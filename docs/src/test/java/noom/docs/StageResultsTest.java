package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import noom.testkit.Browser;
import noom.testkit.RedisServer;
import noom.testkit.Waits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * Every stage is a program that compiles and starts, and its page opens without an error in the console. What a class is
 * promised to see ("You see" in {@code docs/stages}) is on the page, with the code of that stage. {@code mvn -Pdocs -pl docs
 * test -Dgroups=hardening} runs it, because it takes minutes.
 */
@Tag("hardening")
@Timeout(180)
class StageResultsTest {
    private static final String ID = "u-[0-9a-f]{16}";
    private static final String IS_CONNECTED =
            "return document.getElementById('connection')?.innerText.startsWith('Connected') ?? true";
    private static final String HAS_PICTURE = "return document.querySelector(arguments[0]).videoWidth > 0";

    private static Browser browser;

    @TempDir
    Path folder;

    private final Set<Integer> seen = new TreeSet<>();
    private RunningProgram program;
    private Browser.Window ann;
    private Browser.Window bob;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.start("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void stop() {
        end();
    }

    /** Starts the program of this stage, and opens its page in two windows. */
    private void at(String step, int number) throws IOException {
        end();
        program = start(step, number, Map.of());
        ann = open(program);
        bob = open(program);
    }

    private static Browser.Window open(RunningProgram program) {
        var window = browser.open(program.address() + "/");
        // A page with a line on its connection has a chat to connect to.
        Waits.waitFor("a connection").until(() -> window.script(IS_CONNECTED), Boolean.TRUE::equals);
        assertEquals(List.of(), errors(window, program));
        return window;
    }

    /** What a page of this program reports. Only the very first page says nothing about its icon. */
    private static List<String> errors(Browser.Window window, RunningProgram program) {
        return window.console().stream()
                .filter(message -> message.startsWith(program.address()))
                .filter(message -> !message.contains("/favicon.ico"))
                .toList();
    }

    private RunningProgram start(String step, int number, Map<String, String> settings) throws IOException {
        seen.add(number);
        var stages = stages(step);
        var place = folder.resolve(step + "-" + number);
        var project = new Project(place);
        if (!project.has(stages.step())) {
            stages.begin(place);
            for (var stage : stages.list().subList(0, number)) {
                assertTrue(stages.apply(stage, project), stage.patch());
            }
        }
        return RunningProgram.start(project, stages.step(), settings);
    }

    private static Stages stages(String step) {
        return Stages.all(Project.repository()).stream()
                .filter(one -> one.step().startsWith(step))
                .findFirst()
                .orElseThrow();
    }

    /** A new stage needs a new promise. */
    private void assertSeenAll(String step) {
        var all = stages(step).list().stream().map(Stages.Stage::number).toList();
        assertEquals(all, List.copyOf(seen), "stages of " + step);
    }

    private void end() {
        Stream.of(ann, bob).filter(Objects::nonNull).forEach(Browser.Window::close);
        if (program != null) {
            program.close();
        }
        ann = null;
        bob = null;
        program = null;
    }

    private static void write(Browser.Window window, String message) {
        window.type("#message", message + Keys.ENTER);
    }

    private static void save(Browser.Window window, String nickname) {
        window.type("#nickname", nickname + Keys.ENTER);
    }

    private static void enter(Browser.Window window, String room) {
        window.type("#room", room + Keys.ENTER);
    }

    /** Waits until the list of messages has this one, and only once. */
    private static void awaitMessage(Browser.Window window, String message) {
        Waits.waitFor(message + " in " + window.texts(".message"))
                .until(() -> window.texts(".message").contains(message));
        assertEquals(
                1, window.texts(".message").stream().filter(message::equals).count(), message);
    }

    private static void awaitPacket(Browser.Window window, String pattern) {
        var packet = Pattern.compile(pattern);
        // The panel is folded.
        window.script("document.getElementById('wire').open = true");
        Waits.waitFor(pattern)
                .until(() -> window.texts("#wire li").stream()
                        .anyMatch(text -> packet.matcher(text).find()));
    }

    private static void awaitConnection(Browser.Window window, String text) {
        window.awaitText("#connection", text::equals);
    }

    @Test
    void everyStageOfStep1ShowsWhatItPromises() throws IOException {
        at("step01", 1);
        assertEquals("Hello", ann.text("body"));

        at("step01", 2);
        assertEquals("Noom", ann.text("h1"));

        at("step01", 3);
        ann.go(program.address() + "/nowhere");
        assertEquals(program.address() + "/", ann.address());

        at("step01", 4);
        write(ann, "hi");
        ann.awaitTexts(".message", "hi");
        assertEquals(List.of(), bob.texts(".message"));

        at("step01", 5);
        browser.forgetCookies();
        ann.reload();
        assertEquals("Visits by this browser: 1", ann.text("#visits"));
        ann.reload();
        assertEquals("Visits by this browser: 2", ann.text("#visits"));
        assertSeenAll("step01");
    }

    @Test
    void everyStageOfStep2ShowsWhatItPromises() throws IOException, InterruptedException {
        at("step02", 1);
        var socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + listening(1)), new WebSocket.Listener() {})
                .join();
        socket.sendText("hi", true).join();
        program.awaitOutput(4);
        assertEquals(List.of("Anon connected", "Anon sent hi"), program.output().subList(2, 4));

        at("step02", 2);
        awaitConnection(ann, "Connected");
        awaitPacket(ann, "open ws://localhost:");

        at("step02", 3);
        write(ann, "hi");
        awaitMessage(ann, "You sent: hi");
        assertEquals(List.of(), bob.texts(".message"));

        at("step02", 4);
        awaitConnection(bob, "Connected");
        write(ann, "hi");
        awaitMessage(ann, "Anon: hi");
        awaitMessage(bob, "Anon: hi");

        at("step02", 5);
        awaitConnection(bob, "Connected");
        save(ann, "Ann");
        write(ann, "hi");
        awaitMessage(bob, "Ann: hi");

        at("step02", 6);
        save(ann, "Server");
        awaitMessage(ann, "Server: The nickname Server is taken. Choose another.");
        assertEquals(List.of(), bob.texts(".message"));

        at("step02", 7);
        var closed = ann.asyncScript("""
                const done = arguments[1];
                const other = new WebSocket(arguments[0]);
                other.addEventListener("open", () => other.send(new Uint8Array(1)));
                other.addEventListener("close", ({ code }) => done(code));
                """, "ws://localhost:" + program.socketPort());
        assertEquals(1003L, closed);
        assertSeenAll("step02");
    }

    /** The port in a line of the output. */
    private int listening(int line) throws InterruptedException {
        program.awaitOutput(line + 1L);
        return Integer.parseInt(program.output().get(line).replaceFirst(".*:", ""));
    }

    @Test
    void everyStageOfStep3ShowsWhatItPromises() throws IOException {
        at("step03", 1);
        awaitConnection(ann, "Connected by websocket");
        write(ann, "hi");
        awaitPacket(ann, "^42\\[\"new_message\",\"hi\"]");

        at("step03", 2);
        awaitConnection(bob, "Connected by websocket");
        save(ann, "Ann");
        write(ann, "hi");
        awaitMessage(ann, "Ann: hi");
        awaitMessage(bob, "Ann: hi");

        at("step03", 3);
        save(ann, "Server");
        awaitMessage(ann, "Server: The nickname Server is taken. Choose another.");
        assertEquals(List.of(), bob.texts(".message"));

        at("step03", 4);
        awaitConnection(bob, "Connected by websocket");
        save(ann, "Ann");
        write(ann, "before");
        awaitMessage(bob, "Ann: before");
        var settings = ports();
        program.close();
        ann.awaitText("#connection", text -> text.startsWith("Disconnected") || text.startsWith("No connection"));
        bob.awaitText("#connection", text -> text.startsWith("Disconnected") || text.startsWith("No connection"));
        write(ann, "after");
        assertEquals(List.of("You: after"), ann.texts(".message.waiting"));
        program = start("step03", 4, settings);
        awaitMessage(ann, "Ann: after");

        at("step03", 5);
        awaitConnection(ann, "Connected by websocket");
        bob.go(program.address() + "/?transports=polling");
        awaitConnection(bob, "Connected by polling");
        write(ann, "hi");
        awaitMessage(bob, "Anon: hi");
        assertSeenAll("step03");
    }

    /** The settings with which the program starts again where it was. */
    private Map<String, String> ports() throws IOException {
        return new HashMap<>(Map.of(
                "PORT", String.valueOf(program.pagesPort()), "SOCKET_PORT", String.valueOf(program.socketPort())));
    }

    @Test
    void everyStageOfStep4ShowsWhatItPromises() throws IOException {
        at("step04", 1);
        enter(bob, "java");
        awaitMessage(bob, "[java] You came in, 1 here");
        enter(ann, "java");
        awaitMessage(ann, "[java] You came in, 2 here");
        awaitMessage(bob, "[java] Anon came in, 2 here");

        at("step04", 2);
        enter(ann, "java");
        ann.awaitTexts("#my-rooms li", "java");

        at("step04", 3);
        bothEnter();
        write(ann, "hi");
        awaitMessage(bob, "[java] Anon: hi");

        at("step04", 4);
        bothEnter();
        ann.click(".leave");
        awaitMessage(bob, "[java] Anon left, 1 here");

        at("step04", 5);
        save(ann, "Ann");
        bothEnter();
        bob.awaitTexts(".member", "Ann", "Anon");
        bob.awaitText("#my-rooms label", "java (2)"::equals);

        at("step04", 6);
        enter(ann, "java");
        bob.click(".open-room");
        awaitMessage(ann, "[java] Anon came in, 2 here");

        at("step04", 7);
        enter(ann, "java");
        awaitPacket(ann, "\\[\"my_rooms\",\\[\"" + ID + "\",\"java\"]]");
        ann.awaitTexts(".member", "Anon (you)");

        at("step04", 8);
        save(bob, "Bob");
        bothEnter();
        ann.awaitText("#my-rooms label", "java (2)"::equals);
        ann.click(".member:not(:disabled)");
        ann.awaitText("#message-label", "Whisper to Bob"::equals);
        write(ann, "psst");
        awaitMessage(bob, "[to you] Anon: psst");

        at("step04", 9);
        enter(ann, "announcement");
        awaitMessage(ann, "Server: Nobody enters announcement. The server puts people there.");
        ann.click("#gather");
        awaitMessage(bob, "[announcement] You came in, 2 here");
        assertSeenAll("step04");
    }

    private void bothEnter() {
        enter(bob, "java");
        awaitMessage(bob, "[java] You came in, 1 here");
        enter(ann, "java");
        awaitMessage(ann, "[java] You came in, 2 here");
    }

    @Test
    void everyStageOfStep5ShowsWhatItPromises() throws IOException {
        at("step05", 1);
        enter(ann, "java");
        awaitMessage(ann, "[java] You came in, 1 here");
        awaitPacket(ann, "^420\\[\"enter_room\",\"java\"]");
        awaitPacket(ann, "^430\\[\\{\"ok\":true,\"count\":1,\"room\":\"java\"}]");

        at("step05", 2);
        save(ann, "Ann");
        ann.awaitText("#nickname-form label", "Your nickname: Ann"::equals);

        at("step05", 3);
        bothEnter();
        write(ann, "hi");
        awaitMessage(bob, "[java] Anon: hi");
        awaitPacket(ann, "^43\\d+\\[\\{\"ok\":true,\"delivered\":1}]");

        at("step05", 4);
        bothEnter();
        write(ann, "hi");
        awaitPacket(ann, "\\[\"new_message\",\"hi\",\\[\"java\"],\"[0-9a-f-]+\"]");

        at("step05", 5);
        awaitPacket(ann, "^40\\{\"token\":\"[0-9a-f-]+\"}");

        at("step05", 6);
        ann.click("#long-task");
        awaitMessage(ann, "The long task is done.");

        at("step05", 7);
        ann.click("#long-task");
        awaitMessage(ann, "Sent: text, number, function, object. Arrived: string, number, null, object.");

        at("step05", 8);
        save(bob, "Bob");
        bothEnter();
        ann.click(".roll-call");
        awaitMessage(ann, "[java] Here: Bob.");

        at("step05", 9);
        save(bob, "Bob");
        bothEnter();
        bob.click("#silent");
        ann.click(".roll-call");
        awaitMessage(ann, "[java] Here: nobody. Silent: Bob.");
        assertSeenAll("step05");
    }

    @Test
    void everyStageOfStep6ShowsWhatItPromises() throws IOException, InterruptedException {
        at("step06", 1);
        awaitConnection(ann, "Connected by websocket");

        at("step06", 2);
        enter(ann, "java");
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
        enter(bob, "java");
        bob.awaitText("#call-state", "Connecting…"::equals);
        var third = browser.open(program.address() + "/");
        enter(third, "java");
        third.awaitText("#call-state", "The room java is full. Choose another."::equals);
        third.close();

        at("step06", 3);
        callEachOther("Connecting…");
        bob.click("#hang-up");
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
        bob.awaitText("#call-state", "You are in no call."::equals);

        at("step06", 4);
        enter(ann, "java");
        Waits.waitFor("Ann's own picture").until(() -> ann.script(HAS_PICTURE, "#my-video"), Boolean.TRUE::equals);

        at("step06", 5);
        callEachOther("Connecting…");
        awaitPacket(ann, "\\[\"offer\",");
        awaitPacket(ann, "\\[\"answer\",");

        for (var number = 6; number <= 13; number++) {
            at("step06", number);
            callEachOther(number < 8 ? "You are in a call." : "You are in a call with Anon.");
            for (var window : List.of(ann, bob)) {
                Waits.waitFor("the other's picture in stage " + number)
                        .until(() -> window.script(HAS_PICTURE, "#their-video"), Boolean.TRUE::equals);
            }
            if (number >= 7) {
                write(ann, "hi");
                awaitMessage(bob, number == 7 ? "They: hi" : "Anon: hi");
            }
            if (number >= 9) {
                ann.click("#camera");
                Waits.waitFor("a closed camera")
                        .until(() -> ann.script(HAS_PICTURE, "#my-video"), Boolean.FALSE::equals);
            }
            if (number >= 12) {
                program.close();
                write(ann, "still here");
                awaitMessage(bob, "Anon: still here");
            } else {
                assertEquals(List.of(), errors(ann, program));
            }
        }
        assertSeenAll("step06");
    }

    private void callEachOther(String state) {
        enter(ann, "java");
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
        enter(bob, "java");
        for (var window : List.of(ann, bob)) {
            window.awaitText("#call-state", state::equals);
        }
    }

    @Test
    void everyStageOfStep7ShowsWhatItPromises() throws IOException {
        try (var redis = RedisServer.start()) {
            for (var number = 1; number <= 7; number++) {
                end();
                var settings = Map.of("REDIS_URL", redis.url());
                program = start("step07", number, settings);
                ann = open(program);
                try (var second = start("step07", number, settings)) {
                    bob = open(second);
                    seeBothServers(number);
                }
                if (number >= 6) {
                    ann.awaitTexts(".member", "Anon (you)");
                    redis.stop();
                    ann.awaitText("#others", text -> text.startsWith("Other servers are out of reach."));
                    redis.startAgain();
                }
            }
        }
        assertSeenAll("step07");
    }

    private void seeBothServers(int number) {
        save(bob, "Bob");
        enter(bob, "java");
        awaitMessage(bob, "[java] You came in, 1 here");
        enter(ann, "java");
        awaitMessage(ann, "[java] You came in, %d here".formatted(number == 1 ? 1 : 2));
        write(ann, "hi");
        awaitMessage(bob, "[java] Anon: hi");
        if (number >= 2) {
            ann.awaitTexts(".member", "Anon (you)", "Bob");
        }
        if (number >= 3) {
            enter(bob, "node");
            ann.awaitTexts(".open-room", "java", "node");
        }
        if (number >= 4) {
            ann.click("[data-room=java] .roll-call");
            awaitMessage(ann, "[java] Here: Bob. Silent: nobody.");
        }
        if (number >= 5) {
            ann.click(".member:not(:disabled)");
            write(ann, "psst");
            awaitMessage(bob, "[to you] Anon: psst");
        }
    }
}
