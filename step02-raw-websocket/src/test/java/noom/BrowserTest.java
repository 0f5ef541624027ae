package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What people see and do, in two windows. */
@Order(1)
class BrowserTest {
    private static Browser browser;
    private static ChatServer chat;
    private static Javalin pages;

    private static Browser.Window ann;
    private static Browser.Window bob;

    @BeforeAll
    static void start() {
        browser = Browser.start();
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
    void bothComeAnew() {
        for (var window : List.of(ann, bob)) {
            window.resize(1000, 800);
            window.reload();
            window.awaitText("#connection", "Connected"::equals);
        }
    }

    @AfterEach
    void nothingWentWrongOnThePages() {
        for (var window : List.of(ann, bob)) {
            assertEquals(List.of(), window.console());
        }
    }

    @Test
    void twoWindowsChatAndEachLineIsInBoth() {
        ann.type("#nickname", "Ann" + Keys.ENTER);
        bob.type("#nickname", "밥");
        bob.click("#nickname-form button");
        ann.type("#line", "Hello, Bob");
        ann.click("#line-form button");
        bob.awaitTexts("#lines li", "Ann: Hello, Bob");
        bob.type("#line", "안녕 👋" + Keys.ENTER);

        for (var window : List.of(ann, bob)) {
            window.awaitTexts("#lines li", "Ann: Hello, Bob", "밥: 안녕 👋");
        }
        assertEquals("", ann.script("return document.getElementById('line').value"));
        ann.click("#wire summary");
        ann.screenshot("step02");
    }

    @Test
    void thePanelShowsWhatIsOnTheWire() {
        ann.click("#wire summary");
        ann.type("#line", "hi" + Keys.ENTER);

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
    void theKeyboardAloneIsEnough() {
        ann.press(Keys.TAB, "Ann", Keys.ENTER, Keys.TAB, Keys.TAB, "By keyboard", Keys.TAB, Keys.ENTER);

        bob.awaitTexts("#lines li", "Ann: By keyboard");
    }

    @Test
    void markupInNameAndTextIsShownAsItWasTyped() {
        var image = "<img onerror=x()>";
        var markup = "<img src=x onerror=\"document.title='hacked'\"><b>bold</b>";
        ann.type("#nickname", image + Keys.ENTER);
        ann.type("#line", markup + Keys.ENTER);

        for (var window : List.of(ann, bob)) {
            window.awaitTexts("#lines li", image + ": " + markup);
            assertEquals(0L, window.script("return document.querySelectorAll('main img, main b').length"));
            assertEquals("Noom", window.script("return document.title"));
        }
    }

    @Test
    void aRefusalIsShownToItsSenderAlone() {
        ann.type("#nickname", "Server" + Keys.ENTER);
        ann.awaitTexts("#lines li", "Server: The nickname Server is taken. Choose another.");
        ann.type("#line", "hi" + Keys.ENTER);

        bob.awaitTexts("#lines li", "Anon: hi");
    }

    @Test
    void whenTheServerGoesAwayThePageSaysSoAndDoesNotComeBack() {
        var otherChat = ChatServer.start(0);
        var otherPages = Pages.create(otherChat.port(), "").start(0);
        try {
            var window = open(otherPages.port());
            otherChat.stop();
            window.awaitText("#connection", text -> text.startsWith("Disconnected (1001)"));

            otherChat = ChatServer.start(otherChat.port());
            assertEquals(
                    false, window.script("return document.querySelector('#line-form button').matches(':enabled')"));
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
            assertTrue(window.console().stream()
                    .allMatch(line -> line.contains("ERR_CONNECTION_REFUSED") || line.contains("ERR_UNSAFE_PORT")));
            window.close();
        } finally {
            otherPages.stop();
        }
    }

    @Test
    void thePageFitsAPhone() {
        ann.resize(360, 740);
        ann.click("#wire summary");
        ann.type("#line", "long".repeat(200) + Keys.ENTER);

        ann.awaitTexts("#lines li", "Anon: " + "long".repeat(200));
        assertTrue((boolean) ann.script("return document.documentElement.scrollWidth <= innerWidth"));
        ann.screenshot("step02-phone");
    }

    private static Browser.Window open(int port) {
        var window = browser.open("http://localhost:" + port + "/");
        window.awaitText("#connection", "Connected"::equals);
        return window;
    }
}
