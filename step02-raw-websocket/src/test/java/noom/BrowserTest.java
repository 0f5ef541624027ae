package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.util.List;
import noom.testkit.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page in a browser, in two windows. */
@Order(1)
class BrowserTest {
    private static Browser browser;
    private static ChatServer chat;
    private static Javalin pages;

    private static Browser.Window ann;
    private static Browser.Window bob;

    @BeforeAll
    static void start() {
        browser = Browser.start("--process-per-site");
        chat = ChatServer.start(0);
        pages = Pages.create(chat.port(), "").start(0);
        ann = open(pages.port());
        bob = open(pages.port());
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
    void openBothAnew() {
        for (var window : List.of(ann, bob)) {
            window.resize(1000, 800);
            window.reload();
            window.awaitText("#connection", "Connected"::equals);
        }
    }

    @AfterEach
    void theConsolesAreEmpty() {
        for (var window : List.of(ann, bob)) {
            assertEquals(List.of(), window.console());
        }
    }

    @Test
    void twoWindowsChatAndBothShowEachMessage() {
        ann.type("#nickname", "Ann" + Keys.ENTER);
        bob.type("#nickname", "밥");
        bob.click("#nickname-form button");
        ann.type("#message", "Hello, Bob");
        ann.click("#message-form button");
        bob.awaitTexts("#messages li", "Ann: Hello, Bob");
        bob.type("#message", "안녕 👋" + Keys.ENTER);

        for (var window : List.of(ann, bob)) {
            window.awaitTexts("#messages li", "Ann: Hello, Bob", "밥: 안녕 👋");
        }
        assertEquals("", ann.script("return document.getElementById('message').value"));
        ann.click("#wire summary");
        ann.screenshot("step02");
    }

    @Test
    void thePanelShowsWhatIsOnTheWire() {
        ann.click("#wire summary");
        ann.type("#message", "hi" + Keys.ENTER);

        ann.awaitTexts(
                "#wire li",
                "open ws://localhost:" + chat.port(),
                "{\"type\":\"new_message\",\"payload\":\"hi\"}",
                "Anon: hi");
        assertEquals(
                List.of("event", "sent", "received"),
                ann.script("return [...document.querySelectorAll('#wire li')].map(li => li.className)"));
    }

    @Test
    @Tag("accessibility")
    void theKeyboardAloneIsEnough() {
        ann.press(Keys.TAB, "Ann", Keys.ENTER, Keys.TAB, Keys.TAB, "By keyboard", Keys.TAB, Keys.ENTER);

        bob.awaitTexts("#messages li", "Ann: By keyboard");
    }

    @Test
    void markupIsShownAsItWasTyped() {
        var image = "<img onerror=x()>";
        var markup = "<img src=x onerror=\"document.title='hacked'\"><b>bold</b>";
        ann.type("#nickname", image + Keys.ENTER);
        ann.type("#message", markup + Keys.ENTER);

        for (var window : List.of(ann, bob)) {
            window.awaitTexts("#messages li", image + ": " + markup);
            assertEquals(0L, window.script("return document.querySelectorAll('main img, main b').length"));
            assertEquals("Noom", window.script("return document.title"));
        }
    }

    @Test
    void aProblemIsShownToItsSenderOnly() {
        ann.type("#nickname", "Server" + Keys.ENTER);
        ann.awaitTexts("#messages li", "Server: The nickname Server is taken. Choose another.");
        ann.type("#message", "hi" + Keys.ENTER);

        bob.awaitTexts("#messages li", "Anon: hi");
    }

    @Test
    void whenTheServerStopsThePageStaysDisconnected() {
        var otherChat = ChatServer.start(0);
        var otherPages = Pages.create(otherChat.port(), "").start(0);
        try {
            var window = open(otherPages.port());
            otherChat.stop();
            window.awaitText("#connection", text -> text.startsWith("Disconnected (1001)"));

            otherChat = ChatServer.start(otherChat.port());
            assertEquals(
                    false, window.script("return document.querySelector('#message-form button').matches(':enabled')"));
            window.reload();
            window.awaitText("#connection", "Connected"::equals);
            window.close();
        } finally {
            otherPages.stop();
            otherChat.stop();
        }
    }

    @Test
    void withoutAServerThePageSaysSo() {
        var otherPages = Pages.create(1, "").start(0);
        try {
            var window = browser.open("http://localhost:" + otherPages.port() + "/");
            window.awaitText("#connection", text -> text.startsWith("Disconnected (1006)"));
            window.awaitConsole("ERR_CONNECTION_REFUSED", "ERR_UNSAFE_PORT");
            window.close();
        } finally {
            otherPages.stop();
        }
    }

    @Test
    @Tag("accessibility")
    void thePageFitsAPhone() {
        ann.resize(360, 740);
        ann.click("#wire summary");
        ann.type("#message", "long".repeat(200) + Keys.ENTER);

        ann.awaitTexts("#messages li", "Anon: " + "long".repeat(200));
        assertTrue((boolean) ann.script("return document.documentElement.scrollWidth <= innerWidth"));
        ann.screenshot("step02-phone");
    }

    private static Browser.Window open(int port) {
        var window = browser.open("http://localhost:" + port + "/");
        window.awaitText("#connection", "Connected"::equals);
        return window;
    }
}
