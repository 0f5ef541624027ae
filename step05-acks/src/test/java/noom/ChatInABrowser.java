package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.javalin.Javalin;
import java.util.List;
import noom.testkit.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.Keys;

/** Ann and Bob at a browser, and Eve, who comes where a test needs a third. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ChatInABrowser {
    Browser browser;
    ChatServer chat;
    Javalin pages;

    Browser.Window ann;
    Browser.Window bob;
    Browser.Window eve;

    @BeforeAll
    void start() {
        browser = Browser.start("--process-per-site");
        chat = ChatServer.start(0);
        pages = Pages.create(chat.port(), "").start(0);
        ann = open();
        bob = open();
        eve = open();
    }

    @AfterAll
    void stop() {
        if (pages != null) {
            pages.stop();
            chat.stop();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void twoComeAnew() {
        comeAs(ann, "Ann");
        comeAs(bob, "Bob");
        ann.awaitTexts("#open-rooms button");
    }

    @AfterEach
    void nothingWentWrongOnThePages() {
        for (var window : List.of(ann, bob, eve)) {
            assertEquals(List.of(), window.console());
        }
        leave(eve);
    }

    Browser.Window open() {
        return browser.open("about:blank");
    }

    void comeAs(Browser.Window window, String nickname) {
        window.go("http://localhost:" + pages.port() + "/");
        window.awaitText("#connection", "Connected by websocket"::equals);
        window.type("#nickname", nickname + Keys.ENTER);
    }

    /** Leaves the chat for another address of the server; for an empty page the browser would start a process. */
    void leave(Browser.Window window) {
        var elsewhere = "http://localhost:" + pages.port() + "/public/css/noom.css";
        if (!window.address().equals(elsewhere)) {
            window.go(elsewhere);
        }
    }

    static void enter(Browser.Window window, String room) {
        window.type("#room", room + Keys.ENTER);
        window.awaitText("#my-rooms li", text -> text.contains(room + " ("));
    }

    static void lastMessage(Browser.Window window, String line) {
        window.awaitText("#messages li:last-child", line::equals);
    }
}
