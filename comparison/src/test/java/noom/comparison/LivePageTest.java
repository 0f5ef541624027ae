package noom.comparison;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import noom.testkit.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Both chats side by side, and what happens to each when its connection is disturbed. */
class LivePageTest {
    private static final String ONE_WEB_SOCKET = "1 WebSocket open, 0 other connections";
    private static final String NOTHING = "0 WebSockets open, 0 other connections";

    private static Browser browser;
    private static LivePage live;
    private static Browser.Window page;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start();
        live = LivePage.start("localhost", 0);
        page = browser.open("http://localhost:" + live.port() + "/");
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (live != null) {
            live.close();
        }
    }

    @BeforeEach
    void openAgain() {
        page.resize(1200, 1000);
        page.reload();
        for (var side : new String[] {"#raw", "#socketio"}) {
            page.awaitText(side + " .connections", ONE_WEB_SOCKET::equals);
        }
    }

    @Test
    void bothChatsCountTheirPackets() {
        for (var side : new String[] {"#raw", "#socketio"}) {
            zero(side);
            var frame = (String) page.script("return document.querySelector(arguments[0]).src", side + " iframe");
            var ann = browser.open(frame);
            ann.type("#message", "Hello" + Keys.ENTER + "Bye" + Keys.ENTER);
            ann.awaitTexts("#messages li", "Anon: Hello", "Anon: Bye");
            // Both windows have heard both: a frame each time, and what it took to connect the second window.
            page.awaitText(side + " .packets-to-browser", packets -> Integer.parseInt(packets) >= 5);
            page.awaitText(side + " .bytes-to-browser", bytes -> !bytes.equals("0"));
            ann.close();
        }
        page.screenshot("comparison-live");
        zero("#raw");
        zero("#socketio");
    }

    @Test
    void afterACutOnlySocketIoComesBack() {
        page.click("#raw .cut");
        page.awaitText("#raw .connections", NOTHING::equals);
        page.click("#socketio .zero");
        page.click("#socketio .cut");

        // It has shaken hands again: the answer to the upgrade, the open packet, and the one that lets it in.
        page.awaitText("#socketio .packets-to-browser", packets -> Integer.parseInt(packets) >= 3);
        page.awaitText("#socketio .connections", ONE_WEB_SOCKET::equals);
        page.awaitText("#raw .connections", NOTHING::equals);
        page.screenshot("comparison-live-cut");
    }

    @Test
    void afterARestartOnlySocketIoComesBack() {
        restart("#raw");
        page.awaitText("#raw .connections", NOTHING::equals);
        page.click("#socketio .zero");
        restart("#socketio");
        // By polling, if the server was there again just after the try by WebSocket.
        page.awaitText("#socketio .packets-to-browser", packets -> Integer.parseInt(packets) >= 3);
        page.awaitText("#socketio .connections", connections -> !connections.equals(NOTHING));
        page.awaitText("#raw .connections", NOTHING::equals);
    }

    /** The heartbeat and the end of the page before may be counted before one looks again: that is not yet five. */
    private static void zero(String side) {
        page.click(side + " .zero");
        page.awaitText(side + " .packets-to-browser", packets -> Integer.parseInt(packets) < 5);
    }

    /** A JVM on a busy machine takes longer to start than a browser test waits otherwise. */
    private static void restart(String side) {
        page.click(side + " .restart");
        await().atMost(Duration.ofSeconds(40))
                .until(() -> page.text("#status").endsWith(", Restart the server: done."));
    }

    @Test
    void withoutUpgradesSocketIoGoesOnByPolling() {
        try {
            page.click("#raw .upgrades");
            page.awaitText("#raw .connections", NOTHING::equals);
            page.click("#socketio .upgrades");

            page.awaitText("#socketio .connections", "0 WebSockets open, 1 other connection"::equals);
            page.awaitText("#raw .upgrades", "Allow upgrades"::equals);
            page.screenshot("comparison-live-polling");
        } finally {
            page.click("#raw .upgrades");
            page.click("#socketio .upgrades");
        }
    }

    @Test
    void theStatusNamesTheSideAndTheAction() {
        for (var action : new String[] {"Forbid upgrades", "Allow upgrades"}) {
            page.click("#raw .upgrades");
            page.awaitText("#status", ("Raw WebSocket (step 2), " + action + ": done.")::equals);
            page.awaitText("#raw .connections", NOTHING::equals);
            var next = action.startsWith("Forbid") ? "Allow upgrades" : "Forbid upgrades";
            page.awaitText("#raw .upgrades", next::equals);
        }
    }

    @Test
    void oneSideCanBeReloaded() {
        page.click("#raw .cut");
        page.awaitText("#raw .connections", NOTHING::equals);

        page.click("#raw .reload");

        page.awaitText("#raw .connections", ONE_WEB_SOCKET::equals);
    }

    @Test
    void aFailedRequestLeavesTheButtonUsable() {
        page.script("window.fetch = () => Promise.reject(new TypeError('offline'))");
        page.click("#raw .cut");

        page.awaitText(
                "#status", "Raw WebSocket (step 2), Cut the connections: failed. The comparison has ended."::equals);
        page.click("#raw .cut");
    }

    @Test
    void anUnknownSideIsNotFound() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + live.port() + "/nothing/cut"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();

        assertEquals(
                404,
                HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode());
    }

    @Test
    void theKeyboardAloneIsEnough() {
        page.script("document.querySelector('#raw .upgrades').focus()");
        page.press(Keys.TAB, Keys.ENTER);

        page.awaitText("#status", "Raw WebSocket (step 2), Count from 0: done."::equals);
        assertEquals("zero", page.script("return document.activeElement.className"));
    }

    @Test
    void onAProjectorBothChatsAreSideBySideWithTheirCounts() {
        for (var size : List.of(new int[] {683, 512}, new int[] {1280, 800})) {
            page.resize(size[0], size[1]);
            assertEquals(List.of(true, true, true), page.script("""
                    const [raw, socketio] = ["raw", "socketio"].map((id) => document.getElementById(id).getBoundingClientRect());
                    const counts = document.querySelector("#raw .bytes-to-browser").getBoundingClientRect();
                    const button = document.querySelector("#raw .cut").getBoundingClientRect();
                    return [raw.top === socketio.top && raw.right < socketio.left, counts.bottom < innerHeight,
                        button.bottom < innerHeight];
                    """));
        }
    }

    @Test
    void theDifferenceOfBothIsShown() {
        page.awaitText("#difference", text -> text.matches("So far Socket.IO took [0-9.]+ times the packets and .*"));
    }

    /** For one client and the message "hi", the calculator says what the page about the comparison says. */
    @Test
    void theCalculatorCountsWithTheMeasuredBytes() throws IOException {
        var measured = Files.readString(Directories.ROOT.resolve("docs/comparison.md"));
        var line = Pattern.compile(
                "(?m)^step (?:2|3 by \\S+) +(\\d+) in \\d+ +(\\d+) in \\d+ +(\\d+) in \\d+ +\\d+ in \\d+$");
        var rows = line.matcher(measured).results().toList();
        assertEquals(3, rows.size());
        page.click("#calculator summary");
        for (var field :
                Map.of("clients", 1, "messages", 1, "length", 2, "hours", 1).entrySet()) {
            page.script(
                    "const field = document.querySelector(`[name=${arguments[0]}]`); field.value = arguments[1];"
                            + " field.dispatchEvent(new Event('input', { bubbles: true }))",
                    field.getKey(),
                    field.getValue());
        }

        var intervals = List.of(10, 15, 15);
        for (var i = 0; i < 3; i++) {
            var connect = Integer.parseInt(rows.get(i).group(1));
            var message = Integer.parseInt(rows.get(i).group(2));
            var heartbeats =
                    3600 / intervals.get(i) * Integer.parseInt(rows.get(i).group(3));
            page.awaitTexts(
                    "#calculator tbody tr:nth-child(%d) td".formatted(i + 1),
                    "%,d".formatted(connect),
                    "%,d".formatted(message),
                    "%,d".formatted(heartbeats),
                    "%,d".formatted(connect + message + heartbeats));
        }
    }

    @Test
    void thePageFitsAPhone() {
        page.resize(360, 740);

        assertTrue((boolean) page.script("return document.documentElement.scrollWidth <= innerWidth"));
        page.screenshot("comparison-live-phone");
    }
}
