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

/** The page in a browser. */
@Order(1)
class BrowserTest {
    private static Browser browser;
    private static Javalin pages;
    private static String home;
    private static Browser.Window window;

    @BeforeAll
    static void start() {
        browser = Browser.start("--process-per-site");
        pages = Pages.create().start(0);
        home = "http://localhost:" + pages.port() + "/";
        window = browser.open(home);
    }

    @AfterAll
    static void stop() {
        if (pages != null) {
            pages.stop();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openHomeWithoutCookies() {
        browser.forgetCookies();
        window.resize(1000, 800);
        window.go(home);
    }

    @AfterEach
    void theConsoleIsEmpty() {
        assertEquals(List.of(), window.console());
    }

    @Test
    void threeVisitsReadOneTwoThree() {
        assertEquals("Visits by this browser: 1", window.text("#visits"));
        window.reload();
        assertEquals("Visits by this browser: 2", window.text("#visits"));
        window.go(home);
        assertEquals("Visits by this browser: 3", window.text("#visits"));
    }

    @Test
    void anUnknownAddressRedirectsHomeAndCountsAsOneVisit() {
        window.go(home + "no/such/page?name=<b>Ann</b>");

        assertEquals(home, window.address());
        assertEquals("Visits by this browser: 2", window.text("#visits"));
    }

    @Test
    void anAddedMessageIsListedAndTheFieldIsEmpty() {
        window.type("#message", "Hello");
        window.click("button");
        window.type("#message", "안녕 👋" + Keys.ENTER);

        window.awaitTexts("#messages li", "Hello", "안녕 👋");
        assertEquals("", window.script("return document.getElementById('message').value"));
        window.screenshot("step01");
    }

    @Test
    @Tag("accessibility")
    void theKeyboardAloneIsEnough() {
        window.press(Keys.TAB, "By keyboard", Keys.TAB, Keys.ENTER);

        window.awaitTexts("#messages li", "By keyboard");
    }

    @Test
    void nobodyElseSeesAMessageAndAReloadLosesIt() {
        window.type("#message", "Only mine" + Keys.ENTER);
        window.awaitTexts("#messages li", "Only mine");

        var other = browser.open(home);
        other.awaitTexts("#messages li");
        other.close();

        window.reload();
        window.awaitTexts("#messages li");
    }

    @Test
    void markupIsShownAsItWasTyped() {
        var markup = "<img src=x onerror=\"document.title='hacked'\"><b>bold</b>";
        window.type("#message", markup + Keys.ENTER);

        window.awaitTexts("#messages li", markup);
        assertEquals(0L, window.script("return document.querySelectorAll('#messages img, #messages b').length"));
        assertEquals("Noom", window.script("return document.title"));
    }

    @Test
    @Tag("accessibility")
    void thePageFitsAPhone() {
        window.resize(360, 740);
        window.type("#message", "long".repeat(200) + Keys.ENTER);

        window.awaitTexts("#messages li", "long".repeat(200));
        assertTrue((boolean) window.script("return document.documentElement.scrollWidth <= innerWidth"));
    }
}
