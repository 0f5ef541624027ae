package noom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.Keys;

/** A chat between two browsers: Ann has Chromium, and Bob has Firefox. */
@Tag("firefox")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FirefoxContract {
    private Browser chromium;
    private Firefox firefox;
    private RunningServer chat;
    private RunningServer pages;
    private RunningServer pagesForFirefox;
    private TcpProxy network;

    protected BrowserWindow ann;
    protected BrowserWindow bob;

    /** Starts a chat on a free port. */
    protected abstract RunningServer startChat();

    /** Starts the pages on a free port, for a chat on this one. */
    protected abstract RunningServer startPages(int chatPort);

    /** Starts the pages that Firefox opens, where they are not the same: those of another server. */
    protected RunningServer startPagesForFirefox() {
        return new RunningServer(pages.port(), () -> {});
    }

    /** What the page says when it is connected. */
    protected String connectedText() {
        return "Connected by websocket";
    }

    /** Does in both windows what comes before the first message. */
    void enter() {}

    /** Cuts both browsers off from the chat. */
    protected final void cutOff() {
        network.redirectTo(0);
        network.cut();
    }

    /** Lets both connect to the chat again. In their consoles stand only attempts that failed, with the chat's address. */
    protected final void reconnect() {
        network.redirectTo(chat.port());
        for (var window : List.of(ann, bob)) {
            window.awaitText("#connection", text -> text.startsWith("Connected by "));
            window.console().forEach(entry -> assertTrue(entry.contains("://localhost:" + network.port()), entry));
        }
    }

    @BeforeAll
    final void start() {
        chromium = Browser.start();
        firefox = Firefox.start();
        chat = startChat();
        network = TcpProxy.to(chat.port());
        pages = startPages(network.port());
        pagesForFirefox = startPagesForFirefox();
        ann = chromium.open("about:blank");
        bob = firefox.open("about:blank");
    }

    @AfterAll
    final void stop() {
        if (pagesForFirefox != null) {
            pagesForFirefox.close();
        }
        if (pages != null) {
            pages.close();
            network.close();
            chat.close();
        }
        if (firefox != null) {
            firefox.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    final void bothCome() {
        ann.go("http://localhost:%d/".formatted(pages.port()));
        bob.go("http://localhost:%d/".formatted(pagesForFirefox.port()));
        for (var window : List.of(ann, bob)) {
            window.awaitText("#connection", connectedText()::equals);
        }
        ann.type("#nickname", "Ann" + Keys.ENTER);
        bob.type("#nickname", "밥");
        bob.click("#nickname-form button");
        enter();
    }

    @AfterEach
    final void theConsolesAreEmpty() {
        for (var window : List.of(ann, bob)) {
            assertEquals(List.of(), window.console());
        }
    }

    @Test
    final void chromiumAndFirefoxChatWithEachOther() {
        chatWithEachOther();
    }

    protected final void chatWithEachOther() {
        ann.type("#message", "Hello, Bob" + Keys.ENTER);
        awaitMessage(bob, "Ann: Hello, Bob");
        bob.type("#message", "안녕 👋 <b>");
        bob.click("#message-form button");
        awaitMessage(ann, "밥: 안녕 👋 <b>");
        awaitMessage(bob, ": 안녕 👋 <b>");
    }

    /** Waits until the last message ends so: before it may stand a room. */
    private static void awaitMessage(BrowserWindow window, String end) {
        window.awaitText("#messages li:last-child", text -> text.endsWith(end));
    }
}
