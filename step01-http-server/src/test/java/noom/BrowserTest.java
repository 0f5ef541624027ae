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

/** What a person sees and does. */
@Order(1)
class BrowserTest {
    private static Browser browser;
    private static Javalin pages;
    private static String home;
    private static Browser.Window window;

    @BeforeAll
    static void start() {
        browser = Browser.start();
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
    void comeAsAStranger() {
        browser.forgetCookies();
        window.resize(1000, 800);
        window.go(home);
    }

    @AfterEach
    void nothingWentWrongOnThePage() {
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
    void aStrangeAddressLeadsHomeAndCountsAsOneVisit() {
        window.go(home + "no/such/page?name=<b>Ann</b>");

        assertEquals(home, window.address());
        assertEquals("Visits by this browser: 2", window.text("#visits"));
    }

    @Test
    void aLineThatIsAddedStandsInTheListAndTheFieldIsEmptyAgain() {
        window.type("#line", "Hello");
        window.click("button");
        window.type("#line", "안녕 👋" + Keys.ENTER);

        window.awaitTexts("#lines li", "Hello", "안녕 👋");
        assertEquals("", window.script("return document.getElementById('line').value"));
        window.screenshot("step01");
    }

    @Test
    void theKeyboardAloneIsEnough() {
        window.press(Keys.TAB, "By keyboard", Keys.TAB, Keys.ENTER);

        window.awaitTexts("#lines li", "By keyboard");
    }

    @Test
    void nobodyElseSeesTheLineAndAReloadLosesIt() {
        window.type("#line", "Only mine" + Keys.ENTER);
        window.awaitTexts("#lines li", "Only mine");

        var other = browser.open(home);
        other.awaitTexts("#lines li");
        other.close();

        window.reload();
        window.awaitTexts("#lines li");
    }

    @Test
    void markupIsShownAsItWasTyped() {
        var markup = "<img src=x onerror=\"document.title='hacked'\"><b>bold</b>";
        window.type("#line", markup + Keys.ENTER);

        window.awaitTexts("#lines li", markup);
        assertEquals(0L, window.script("return document.querySelectorAll('#lines img, #lines b').length"));
        assertEquals("Noom", window.script("return document.title"));
    }

    @Test
    void thePageFitsAPhone() {
        window.resize(360, 740);
        window.type("#line", "long".repeat(200) + Keys.ENTER);

        window.awaitTexts("#lines li", "long".repeat(200));
        assertTrue((boolean) window.script("return document.documentElement.scrollWidth <= innerWidth"));
    }
}
