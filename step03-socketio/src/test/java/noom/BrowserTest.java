package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** The page in a browser, in two windows. */
@Order(1)
class BrowserTest extends ChatInABrowser {
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
        ann.screenshot("step03");
    }

    @Test
    void thePanelShowsThePacketsOnTheWire() {
        ann.click("#wire summary");
        ann.type("#message", "hi" + Keys.ENTER);

        ann.awaitText("#wire li:last-child", "42[\"new_message\",\"Anon: hi\"]"::equals);
        var packets = ann.texts("#wire li");
        assertEquals("open ws://localhost:" + chat.port() + "/socket.io/?EIO=4&transport=websocket", packets.get(0));
        assertTrue(packets.get(1).startsWith("0{\"sid\":"), packets::toString);
        assertTrue(packets.contains("42[\"new_message\",\"hi\"]"), packets::toString);
    }

    @ParameterizedTest
    @CsvSource({"polling, polling", "websocket, websocket", "default, websocket", "nonsense, websocket"})
    void theAddressPicksTheTransport(String wanted, String used) {
        ann.go(home(pages) + "?transports=" + wanted);
        ann.awaitText("#connection", ("Connected by " + used)::equals);
        ann.type("#message", "over " + wanted + Keys.ENTER);

        bob.awaitTexts("#messages li", "Anon: over " + wanted);
        bob.type("#message", "I hear you" + Keys.ENTER);
        ann.awaitTexts("#messages li", "Anon: over " + wanted, "Anon: I hear you");
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
    @Tag("accessibility")
    void thePageFitsAPhone() {
        ann.resize(360, 740);
        ann.click("#wire summary");
        ann.type("#message", "long".repeat(200) + Keys.ENTER);

        ann.awaitTexts("#messages li", "Anon: " + "long".repeat(200));
        assertTrue((boolean) ann.script("return document.documentElement.scrollWidth <= innerWidth"));
        ann.screenshot("step03-phone");
    }
}
