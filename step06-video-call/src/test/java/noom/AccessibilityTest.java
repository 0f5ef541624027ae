package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import noom.testkit.Browser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What axe-core finds on the page in each state of a call, in light and dark, and whether it fits each window. */
@Tag("accessibility")
class AccessibilityTest extends CallInABrowser {
    private static final String FITS = """
            const root = document.documentElement;
            const form = document.getElementById("message-form").getBoundingClientRect();
            const main = document.querySelector("main");
            return root.scrollWidth <= innerWidth && main.scrollWidth <= main.clientWidth
                && root.scrollHeight <= innerHeight && form.bottom <= innerHeight;
            """;

    @Test
    void axeFindsNothingFromTheEmptyPageToTheCall() {
        assertAccessible(ann);
        join(ann, "java");
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
        ann.click("#copy");
        ann.awaitText("#copy-state", text -> !text.isEmpty());
        assertAccessible(ann);
        come(bob);
        join(bob, "java");
        awaitCall(ann, bob);
        bob.type("#message", "W".repeat(1000) + Keys.ENTER);
        ann.awaitText("#messages li", text -> text.startsWith("Bob: W"));
        ann.click("#wire summary");
        assertAccessible(ann);
        ann.click("#wire summary");

        bob.click("#camera");
        bob.click("#microphone");
        ann.click("#microphone");
        awaitTile(ann, "#their-tile", "Bob", "Muted", "Camera off");
        assertAccessible(ann);
        // 640 × 400 is 1280 × 800 at 200 %.
        for (var size : List.of(List.of(320, 440), List.of(375, 740), List.of(640, 400), List.of(1280, 800))) {
            ann.resize(size.get(0), size.get(1));
            assertEquals(true, ann.script(FITS), size::toString);
            assertAccessible(ann);
        }

        bob.click("#hang-up");
        ann.awaitText("#call-state", text -> text.startsWith("Bob left."));
        assertAccessible(bob);
    }

    @Test
    void axeFindsNothingWhenDevicesAreMissing() {
        ann.script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'))");
        join(ann, "java");
        ann.awaitText("#video-problem", "Camera: There is none."::equals);
        assertAccessible(ann);
        come(bob);
        join(bob, "java");
        ann.awaitText("#call-state", "You are in a call with Bob."::equals);

        assertAccessible(ann);
        ann.resize(320, 568);
        assertEquals(true, ann.script(FITS));
        assertAccessible(ann);
    }

    @Test
    void axeFindsNothingWhenTheRoomIsFullOrTheServerAway() {
        join(ann, "java");
        try (var first = SignalingClient.connect(server.port());
                var second = SignalingClient.connect(server.port())) {
            first.ask("join_room", "full").join();
            second.ask("join_room", "full").join();
            come(bob);
            join(bob, "full");
            bob.awaitText("#call-state", "The room full is full. Choose another."::equals);
            assertAccessible(bob);
        }

        server.stop();
        try {
            for (var window : List.of(ann, bob)) {
                window.awaitText("#connection", text -> text.endsWith("reconnecting…"));
                window.awaitConsole("ERR_CONNECTION_REFUSED");
                assertAccessible(window);
            }
        } finally {
            server = SignalingServer.start(server.port());
        }
        for (var window : List.of(ann, bob)) {
            awaitServer(window);
            window.console();
        }
    }

    @Test
    void theProjectorShowsTheCallInLargeType() {
        ann.go("http://localhost:" + pages.port() + "/?projector&room=java");
        awaitServer(ann);
        ann.resize(1280, 800);
        ann.type("#nickname", "Ann" + Keys.ENTER);
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);

        assertEquals(
                true,
                ann.script(
                        "return parseFloat(getComputedStyle(document.getElementById('call-state')).fontSize) >= 20"));
        assertEquals(true, ann.script(FITS));
        assertAccessible(ann);
    }

    private static void assertAccessible(Browser.Window window) {
        for (var scheme : List.of("light", "dark")) {
            window.preferColorScheme(scheme);
            assertEquals(List.of(), window.accessibilityViolations(), scheme);
        }
    }
}
