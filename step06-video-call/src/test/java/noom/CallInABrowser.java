package noom;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import noom.testkit.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.openqa.selenium.Keys;
import org.openqa.selenium.TimeoutException;

/**
 * Two people at a browser, who can call each other. Their cameras and microphones are the browser's own fake ones. One call
 * at a time: it codes two pictures on a processor, and a second one beside it would starve both.
 */
@ResourceLock(CallInABrowser.VIDEO_CODING)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CallInABrowser {
    /** What one call at a time has: the processors, to code its pictures. */
    static final String VIDEO_CODING = "video coding";

    /** In a second the fake microphone has an energy of 0.001 and more, and a decoder's silence one of 0.000000001. */
    static final double NOISE = 1e-6;

    Browser browser;
    SignalingServer server;
    Javalin pages;

    Browser.Window ann;
    Browser.Window bob;

    @BeforeAll
    void start() {
        // The second of the fake cameras measures depths, which no call can show: one changes to the third.
        browser = Browser.start(
                "--use-fake-device-for-media-stream=device-count=3,fps=5", "--use-fake-ui-for-media-stream");
        server = SignalingServer.start(0);
        pages = Pages.create(server.port(), "", "[]").start(0);
        ann = browser.open("about:blank");
        bob = browser.open("about:blank");
    }

    @AfterAll
    void stop() {
        if (pages != null) {
            pages.stop();
            server.stop();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void annComes() {
        come(ann);
    }

    @AfterEach
    void nothingWentWrongOnThePages() {
        for (var window : List.of(ann, bob)) {
            assertEquals(List.of(), window.console());
            leave(window);
        }
    }

    void come(Browser.Window window) {
        window.resize(1000, 990);
        window.go("http://localhost:" + pages.port() + "/");
        awaitServer(window);
        if (window == ann || window == bob) {
            // Neither a key nor a click: for the browser nobody has touched the page yet.
            window.script("document.getElementById('nickname').value = arguments[0]", window == ann ? " Ann " : "Bob");
        }
    }

    static void awaitServer(Browser.Window window) {
        window.awaitText("#connection", "Connected by websocket"::equals);
    }

    /** Leaves the call for an empty page, and with it the browser's process: the next call begins in a new one. */
    static void leave(Browser.Window window) {
        window.go("about:blank");
    }

    void callEachOther() {
        come(bob);
        join(ann, "java");
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
        join(bob, "java");
        awaitCall(ann, bob);
    }

    static void join(Browser.Window window, String room) {
        window.script("document.getElementById('room').value = ''");
        window.type("#room", room + Keys.ENTER);
    }

    static void awaitCall(Browser.Window... windows) {
        for (var window : windows) {
            try {
                window.awaitText("#call-state", text -> text.startsWith("You are in a call with "));
            } catch (TimeoutException e) {
                throw new AssertionError(
                        Stream.of(windows).map(CallInABrowser::stateOf).collect(Collectors.joining("\n")), e);
            }
            awaitGrowth(window, "framesDecoded");
            assertTrue((long) window.script("return document.getElementById('their-video').videoWidth") > 0);
        }
    }

    /** What tells why a call does not come about: states of the page and its connection, and the beginnings of the packets. */
    private static String stateOf(Browser.Window window) {
        return (String) inPage(window, """
                peer?.getStats().then((report) => [
                  document.getElementById("nickname").value,
                  document.getElementById("call-state").innerText,
                  [peer.signalingState, peer.iceConnectionState, peer.connectionState].join(),
                  ...[...report.values()].filter(({ type }) => type === "data-channel").map(JSON.stringify),
                  ...[...document.querySelectorAll("#messages li, #wire li")].map((line) => line.textContent.slice(0, 80)),
                ].join("\\n"))""");
    }

    /** Waits until the caption of a tile, {@code "#my-tile"} or {@code "#their-tile"}, has these words. */
    static void awaitTile(Browser.Window window, String tile, String... words) {
        window.awaitText(tile + " figcaption", String.join("\n", words)::equals);
    }

    static Object focused(Browser.Window window) {
        return window.script("return document.activeElement.id");
    }

    static Object kindsOfTracks(Browser.Window window) {
        return inPage(window, "myStream.getTracks().map((track) => track.kind)");
    }

    static void awaitGrowth(Browser.Window window, String statistic) {
        var before = statistic(window, statistic);
        await(statistic + " to grow")
                .atMost(Duration.ofSeconds(15))
                .until(() -> statistic(window, statistic) > before + NOISE);
    }

    /** A figure of what this window receives from the other (W3C WebRTC Statistics, inbound-rtp). */
    static double statistic(Browser.Window window, String name) {
        var value = inPage(window, """
                peer.getStats().then((report) => {
                  let sum = 0;
                  report.forEach((entry) => (sum += entry.type === "inbound-rtp" ? entry["%s"] || 0 : 0));
                  return sum;
                })""".formatted(name));
        return ((Number) value).doubleValue();
    }

    /** The value of an expression in which {@code peer} and {@code myStream} are those of the page's modules. */
    static Object inPage(Browser.Window window, String expression) {
        return window.script("""
                return Promise.all([import("/public/js/call.js"), import("/public/js/media.js")])
                    .then(([{ peer }, { myStream }]) => %s);
                """.formatted(expression));
    }
}
