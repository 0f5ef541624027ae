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

/** The page for everybody: its size, its list of messages, and what axe-core finds in light and dark. */
@Tag("accessibility")
class AccessibilityTest {
    private static final String AFTER_A_FRAME = "requestAnimationFrame(() => requestAnimationFrame(arguments[0]))";
    private static final String IS_NEWEST_IN_VIEW = """
            const messages = document.getElementById("messages").getBoundingClientRect();
            const newest = document.querySelector("#messages li:last-child").getBoundingClientRect();
            return newest.bottom <= messages.bottom && messages.bottom <= innerHeight;
            """;

    private static Browser browser;
    private static Javalin pages;
    private static Browser.Window window;

    @BeforeAll
    static void start() {
        browser = Browser.start("--process-per-site");
        pages = Pages.create().start(0);
        window = browser.open("about:blank");
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
    void openThePageAnew() {
        window.resize(1000, 800);
        window.go("http://localhost:" + pages.port() + "/");
    }

    @Test
    void axeFindsNothingOnTheEmptyAndTheFullPage() {
        assertAccessible(window);
        add(40);
        assertAccessible(window);

        window.script("document.querySelector('label').remove()");
        assertTrue(window.accessibilityViolations().toString().contains("label"), "axe sees a missing label");
    }

    @Test
    void axeFindsNothingOnThePageForAClass() {
        window.go("http://localhost:" + pages.port() + "/join");

        window.text("h1");
        assertAccessible(window);
    }

    @Test
    void theFormStaysInViewInEverySize() {
        add(40);
        for (var size : List.of(
                List.of(320, 440),
                List.of(375, 740),
                List.of(640, 400),
                List.of(683, 512),
                List.of(1280, 800),
                List.of(1920, 1080))) {
            window.resize(size.get(0), size.get(1));
            window.asyncScript(AFTER_A_FRAME);

            assertEquals(true, window.script(IS_NEWEST_IN_VIEW), size::toString);
            assertEquals(true, window.script("""
                    const form = document.getElementById("message-form").getBoundingClientRect();
                    const root = document.documentElement;
                    return form.bottom <= innerHeight && root.scrollWidth <= innerWidth && root.scrollHeight <= innerHeight;
                    """), size::toString);
        }
    }

    @Test
    void aReaderWhoScrolledUpStaysAndGetsAButton() {
        add(40);
        window.script("document.getElementById('messages').scrollTop = 0");
        window.asyncScript(AFTER_A_FRAME);
        add(1);

        assertEquals(0L, window.script("return document.getElementById('messages').scrollTop"));
        window.click("#new-messages");
        window.awaitTexts("#new-messages");
        assertEquals(true, window.script(IS_NEWEST_IN_VIEW));
        assertEquals("messages", window.script("return document.activeElement.id"));
    }

    @Test
    void aNameThatTurnsTheTextAroundTurnsOnlyItself() {
        var leftOfText = """
                const done = arguments[1];
                import("/public/js/messages.js").then(({ addMessage }) => {
                  const message = addMessage(arguments[0]);
                  requestAnimationFrame(() => {
                    const text = message.lastChild;
                    const range = document.createRange();
                    const left = (at) => {
                      range.setStart(text, at);
                      range.setEnd(text, at + 1);
                      return range.getBoundingClientRect().left;
                    };
                    const last = text.length - 1;
                    done(left(last - 1) < left(last));
                  });
                });
                """;

        assertEquals(true, window.asyncScript(leftOfText, "Ann\u202e: abc"));
        assertEquals(true, window.asyncScript(leftOfText, "[java] \u0639\u0644\u064a\u202e: 123 abc"));
    }

    @Test
    void theTitleCountsMessagesInTheBackground() {
        var hide = "Object.defineProperty(document, 'hidden', { value: %s, configurable: true });"
                + "document.dispatchEvent(new Event('visibilitychange'));";
        window.script(hide.formatted(true));
        add(2);
        assertEquals("(2) Noom", window.script("return document.title"));
        window.script(hide.formatted(false));

        assertEquals("Noom", window.script("return document.title"));
    }

    @Test
    void theAddressEnlargesThePageForAProjector() {
        var fontSize = "return parseFloat(getComputedStyle(document.querySelector('#message-form label')).fontSize)";
        assertEquals(16.0, ((Number) window.script(fontSize)).doubleValue());
        window.go("http://localhost:" + pages.port() + "/?projector");

        assertTrue(((Number) window.script(fontSize)).doubleValue() >= 20);
        assertAccessible(window);
    }

    private static void add(int count) {
        for (int i = 0; i < count; i++) {
            window.type("#message", "Message" + Keys.ENTER);
        }
    }

    private static void assertAccessible(Browser.Window window) {
        for (var scheme : List.of("light", "dark")) {
            window.preferColorScheme(scheme);
            assertEquals(List.of(), window.accessibilityViolations(), scheme);
        }
    }
}
