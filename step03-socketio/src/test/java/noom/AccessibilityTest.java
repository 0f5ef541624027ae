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
