package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.util.List;
import noom.testkit.Browser;
import noom.testkit.TcpProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        ann = browser.open("about:blank");
        bob = browser.open("about:blank");
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
            window.go(home(pages));
            window.awaitText("#connection", "Connected by websocket"::equals);
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
    void behindAProxyThatForbidsWebSocketThePagePolls() {
        try (var proxy = TcpProxy.withoutUpgradesTo(chat.port())) {
            var proxied = Pages.create(proxy.port(), "").start(0);
            try {
                ann.go(home(proxied));
                ann.awaitText("#connection", "Connected by polling"::equals);
                ann.click("#wire summary");
                ann.type("#message", "through the proxy" + Keys.ENTER);

                bob.awaitTexts("#messages li", "Anon: through the proxy");
                ann.awaitTexts("#messages li", "Anon: through the proxy");
                ann.screenshot("step03-polling");
            } finally {
                ann.go(home(pages));
                proxied.stop();
            }
        }
        ann.awaitConsole("WebSocket");
    }

    @Test
    void behindAProxyThatSwallowsWebSocketThePagePolls() {
        try (var proxy = TcpProxy.to(chat.port())) {
            proxy.swallowUpgrades(true);
            var otherPages = Pages.create(chat.port(), "http://localhost:" + proxy.port())
                    .start(0);
            try {
                ann.go(home(otherPages));

                ann.awaitText("#connection", "Connected by polling"::equals);
                ann.type("#message", "through the proxy" + Keys.ENTER);
                bob.awaitTexts("#messages li", "Anon: through the proxy");
            } finally {
                ann.go(home(pages));
                otherPages.stop();
            }
        }
        ann.awaitConsole("WebSocket");
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
    void afterARestartThePageSendsItsBufferedMessages() {
        var otherChat = ChatServer.start(0);
        var otherPages = Pages.create(otherChat.port(), "").start(0);
        try {
            for (var window : List.of(ann, bob)) {
                window.go(home(otherPages));
                window.awaitText("#connection", "Connected by websocket"::equals);
            }
            ann.type("#nickname", "Ann" + Keys.ENTER);
            ann.type("#message", "before" + Keys.ENTER);
            bob.awaitTexts("#messages li", "Ann: before");
            otherChat.stop();
            for (var window : List.of(ann, bob)) {
                window.awaitText("#connection", text -> text.endsWith("reconnecting…"));
                window.awaitConsole("ERR_CONNECTION_REFUSED");
            }
            ann.type("#message", "meanwhile" + Keys.ENTER);
            ann.awaitTexts("#messages .waiting", "You: meanwhile");
            ann.screenshot("step03-reconnecting");

            otherChat = ChatServer.start(otherChat.port());
            for (var window : List.of(ann, bob)) {
                window.awaitText("#connection", text -> text.startsWith("Connected by "));
            }
            ann.awaitTexts("#messages li", "Ann: before", "Ann: meanwhile");
            bob.type("#message", "after" + Keys.ENTER);
            ann.awaitTexts("#messages li", "Ann: before", "Ann: meanwhile", "Anon: after");
        } finally {
            for (var window : List.of(ann, bob)) {
                window.go(home(pages));
                // Another attempt may have failed before the server was back.
                window.console().forEach(entry -> assertTrue(entry.contains("ERR_CONNECTION_REFUSED"), entry));
            }
            otherPages.stop();
            otherChat.stop();
        }
    }

    @Test
    @Tag("hardening")
    void aRefusedNicknameIsNotSentAgainAfterAReconnect() {
        ann.type("#nickname", "Ann" + Keys.ENTER);
        ann.type("#nickname", Keys.chord(Keys.CONTROL, "a") + "Server" + Keys.ENTER);
        ann.awaitTexts("#messages li", "Server: The nickname Server is taken. Choose another.");

        ann.script("import('/public/js/socket.js').then(({ socket }) => socket.io.engine.close())");
        ann.awaitText("#connection", text -> text.startsWith("Disconnected"));
        ann.awaitText("#connection", "Connected by websocket"::equals);
        ann.type("#message", "Who am I?" + Keys.ENTER);
        bob.awaitTexts("#messages li", "Ann: Who am I?");
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

    private static String home(Javalin pages) {
        return "http://localhost:" + pages.port() + "/";
    }
}
