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

/** Ann and Bob at a browser, each in a window. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ChatInABrowser {
    Browser browser;
    ChatServer chat;
    Javalin pages;

    Browser.Window ann;
    Browser.Window bob;

    @BeforeAll
    void start() {
        browser = Browser.start("--process-per-site");
        chat = ChatServer.start(0);
        pages = Pages.create(chat.port(), "").start(0);
        ann = browser.open("about:blank");
        bob = browser.open("about:blank");
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

    static String home(Javalin pages) {
        return "http://localhost:" + pages.port() + "/";
    }
}
