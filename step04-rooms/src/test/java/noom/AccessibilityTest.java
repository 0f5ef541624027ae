package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.util.List;
import noom.testkit.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What axe-core finds on the page in each of its states, in light and dark. */
@Tag("accessibility")
class AccessibilityTest {
    private static final String HOME = "http://localhost:%d/%s";

    /** Twenty rooms with names of thirty characters, and thirty members in each. */
    private static final String FILL = """
            const done = arguments[0];
            import("/public/js/rooms.js").then((rooms) => {
              const names = Array.from({ length: 20 }, (_, i) => "W".repeat(28) + (10 + i));
              const members = Array.from({ length: 30 }, (_, i) => ({ id: String(i), nickname: "W".repeat(18) + (10 + i) }));
              rooms.showOpen(names);
              rooms.showMine(["0", ...names]);
              names.forEach((room) => rooms.showMembers(room, members));
              done();
            });
            """;

    private static Browser browser;
    private static ChatServer chat;
    private static Javalin pages;
    private static Browser.Window window;

    @BeforeAll
    static void start() {
        browser = Browser.start("--process-per-site");
        chat = ChatServer.start(0);
        pages = Pages.create(chat.port(), "").start(0);
        window = browser.open("about:blank");
    }

    @AfterAll
    static void stop() {
        if (pages != null) {
            pages.stop();
            chat.stop();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openThePageAnew() {
        window.resize(1000, 800);
        open(pages, "");
    }

    @Test
    void axeFindsNothingOnTheEmptyPageAndInUse() {
        assertAccessible(window);
        window.type("#room", "java" + Keys.ENTER);
        window.awaitText("#my-rooms li", text -> text.contains("java (1)"));
        window.type("#message", "Hello" + Keys.ENTER);
        window.awaitText("#messages li:last-child", text -> text.endsWith(": Hello"));
        window.click("#wire summary");
        assertAccessible(window);
    }

    @Test
    void axeFindsNothingWhenTheServerRefusesANickname() {
        window.type("#nickname", "Server" + Keys.ENTER);
        window.awaitTexts("#messages .server", "Server: The nickname Server is taken. Choose another.");

        assertAccessible(window);
    }

    @Test
    void axeFindsNothingWhileTheServerIsAway() {
        var otherChat = ChatServer.start(0);
        var otherPages = Pages.create(otherChat.port(), "").start(0);
        try {
            open(otherPages, "");
            otherChat.stop();
            window.awaitText("#connection", text -> text.endsWith("reconnecting…"));
            assertAccessible(window);
        } finally {
            otherPages.stop();
        }
    }

    @Test
    void theProjectorShowsTheWireInLargeType() {
        open(pages, "?projector");

        window.awaitText("#wire li", text -> text.startsWith("open "));
        var size = "return parseFloat(getComputedStyle(document.querySelector('#wire li')).fontSize)";
        assertTrue(((Number) window.script(size)).doubleValue() >= 16);
        assertAccessible(window);
    }

    @Test
    void escapeLeavesAWhisperAndTheFieldKeepsTheFocus() {
        var other = browser.open(HOME.formatted(pages.port(), ""));
        for (var each : List.of(window, other)) {
            each.type("#room", "java" + Keys.ENTER);
            each.awaitText("#my-rooms li", text -> text.contains("java ("));
        }
        window.click("#my-rooms .member:not(:disabled)");
        window.awaitText("#message-label", "Whisper to Anon"::equals);
        assertEquals("message", window.script("return document.activeElement.id"));
        window.awaitTexts("#my-rooms [aria-pressed=true]", "Anon");
        assertAccessible(window);
        window.press(Keys.ESCAPE);

        window.awaitText("#message-label", "Write to java"::equals);
        window.awaitTexts("#my-rooms [aria-pressed=true]");
        assertEquals("message", window.script("return document.activeElement.id"));
        other.close();
    }

    @Test
    void theFocusStaysWhenSomebodyComesIn() {
        window.type("#room", "java" + Keys.ENTER);
        window.awaitText("#my-rooms li", text -> text.contains("java (1)"));
        window.script("document.querySelector('#my-rooms .leave').focus()");
        var other = browser.open(HOME.formatted(pages.port(), ""));
        other.type("#room", "java" + Keys.ENTER);
        window.awaitText("#my-rooms li", text -> text.contains("java (2)"));

        assertEquals("leave", window.script("return document.activeElement.className"));
        other.close();
    }

    @Test
    void aFullChatStaysInViewInEverySize() {
        window.asyncScript(FILL);
        for (var size : List.of(List.of(320, 440), List.of(375, 740), List.of(1280, 800), List.of(1920, 1080))) {
            window.resize(size.get(0), size.get(1));

            assertEquals(true, window.script("""
                    const form = document.getElementById("message-form").getBoundingClientRect();
                    const root = document.documentElement;
                    return form.bottom <= innerHeight && root.scrollWidth <= innerWidth && root.scrollHeight <= innerHeight;
                    """), size::toString);
            assertAccessible(window);
        }
    }

    private static void open(Javalin from, String query) {
        window.go(HOME.formatted(from.port(), query));
        window.awaitText("#connection", "Connected by websocket"::equals);
    }

    private static void assertAccessible(Browser.Window window) {
        for (var scheme : List.of("light", "dark")) {
            window.preferColorScheme(scheme);
            assertEquals(List.of(), window.accessibilityViolations(), scheme);
        }
    }
}
