package noom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.Keys;

/** What axe-core finds on the page of a chat in each of its states, in light and dark. */
@Tag("accessibility")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class AccessibilityContract {
    /** The weight of the type, and whether the dot is filled. */
    private static final String CONNECTION_LOOK = """
            const connection = document.getElementById("connection");
            const { borderTopWidth, height } = getComputedStyle(connection, "::before");
            return `${getComputedStyle(connection).fontWeight} ${2 * parseFloat(borderTopWidth) > 0.9 * parseFloat(height)}`;
            """;

    Browser browser;
    protected Browser.Window window;
    RunningServer pages;
    private RunningServer chat;

    /** Starts a chat on a free port. */
    protected abstract RunningServer startChat();

    /** Starts the pages on a free port, for a chat on this one. */
    protected abstract RunningServer startPages(int chatPort);

    /** What the page says when it is connected. */
    protected String connectedText() {
        return "Connected by websocket";
    }

    /** What the page says while the server is away, as a regular expression. */
    protected String awayText() {
        return ".*reconnecting…";
    }

    /** Does in the page what comes before the first message. */
    void enter() {}

    @BeforeAll
    final void start() {
        browser = Browser.start("--process-per-site");
        chat = startChat();
        pages = startPages(chat.port());
        window = browser.open("about:blank");
    }

    @AfterAll
    final void stop() {
        if (pages != null) {
            pages.close();
            chat.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    final void openThePageAnew() {
        window.resize(1000, 800);
        open(pages, "");
    }

    @Test
    void axeFindsNothingOnTheEmptyPageAndInUse() {
        assertAccessible(window);
        enter();
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
        var otherChat = startChat();
        try (var otherPages = startPages(otherChat.port())) {
            open(otherPages, "");
            assertEquals("400 true", window.script(CONNECTION_LOOK));
            otherChat.close();
            window.awaitText("#connection", text -> text.matches(awayText()));
            assertEquals("700 false", window.script(CONNECTION_LOOK));
            assertAccessible(window);
        }
    }

    @Test
    void aMessageOfBlanksStaysInTheField() {
        enter();
        window.type("#message", "  " + Keys.ENTER);
        window.type("#message", "Hello" + Keys.ENTER);

        window.awaitText("#messages li:last-child", text -> text.endsWith(":   Hello"));
        assertEquals(List.of(), window.texts("#messages .failed"));
    }

    /** A screen reader speaks what is added to a live region. */
    @Test
    void aNewMessageIsSpokenOnceAndNoOtherAgain() {
        enter();
        window.type("#message", "One" + Keys.ENTER);
        window.awaitText("#messages li:last-child", text -> text.endsWith(": One"));
        window.script("""
                window.spoken = [];
                const list = document.querySelector("#messages[aria-live=polite]");
                const say = ({ addedNodes }) => spoken.push(...[...addedNodes].map((node) => node.textContent));
                new MutationObserver((all) => all.forEach(say)).observe(list, { childList: true });
                """);
        window.type("#message", "Two" + Keys.ENTER);
        window.awaitText("#messages li:last-child", text -> text.endsWith(": Two"));

        var spoken = (List<?>) window.script("return spoken");
        assertEquals(1, spoken.size(), spoken::toString);
    }

    @Test
    void messagesDifferByMoreThanColour() {
        var looks = window.script("""
                const list = document.getElementById("messages");
                const classes = ["", "own", "server", "own waiting", "own failed"];
                const looks = classes.map((name) => {
                    const message = document.createElement("li");
                    message.className = `message ${name}`;
                    list.append(message);
                    const style = getComputedStyle(message);
                    return ["borderInlineStartStyle", "borderInlineStartWidth", "borderInlineEndStyle", "fontStyle"]
                        .map((property) => style[property]).join(" ");
                });
                return new Set(looks).size;
                """);

        assertEquals(5L, looks);
    }

    @Test
    void theProjectorShowsTheWireInLargeType() {
        open(pages, "?projector");

        window.awaitText("#wire li", text -> text.startsWith("open "));
        var size = "return parseFloat(getComputedStyle(document.querySelector('#wire li')).fontSize)";
        assertTrue(((Number) window.script(size)).doubleValue() >= 16);
        assertAccessible(window);
    }

    private void open(RunningServer from, String query) {
        window.go(address(from, query));
        window.awaitText("#connection", connectedText()::equals);
    }

    static String address(RunningServer pages, String query) {
        return "http://localhost:%d/%s".formatted(pages.port(), query);
    }

    protected static void assertAccessible(Browser.Window window) {
        for (var scheme : List.of("light", "dark")) {
            window.preferColorScheme(scheme);
            assertEquals(List.of(), window.accessibilityViolations(), scheme);
        }
    }
}
