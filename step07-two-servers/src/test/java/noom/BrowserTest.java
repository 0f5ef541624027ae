package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.javalin.Javalin;
import java.util.List;
import noom.cluster.RedisSetting;
import noom.testkit.Browser;
import noom.testkit.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.Keys;

/** Two windows, each on a server of its own. */
@Order(1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserTest {
    private RedisServer redis;
    private Browser browser;
    private Server first;
    private Server second;
    private Browser.Window ann;
    private Browser.Window bob;

    private record Server(ChatServer chat, Javalin pages) {
        static Server start(String redis) {
            var chat = ChatServer.start(0, RedisSetting.of(redis));
            return new Server(chat, Pages.create(chat.port(), "").start(0));
        }

        void stop() {
            pages.stop();
            chat.stop();
        }
    }

    @BeforeAll
    void start() {
        browser = Browser.start("--process-per-site");
        redis = RedisServer.start();
        first = Server.start(redis.url());
        second = Server.start(redis.url());
        ann = open(first, "Ann");
        bob = open(second, "Bob");
    }

    @AfterAll
    void stop() {
        if (second != null) {
            first.stop();
            second.stop();
        }
        if (redis != null) {
            redis.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    private Browser.Window open(Server server, String nickname) {
        var window = browser.open("http://localhost:" + server.pages().port() + "/");
        window.awaitText("#connection", "Connected by websocket"::equals);
        window.type("#nickname", nickname + Keys.ENTER);
        window.type("#room", "java" + Keys.ENTER);
        window.awaitText("#my-rooms li", text -> text.contains("java ("));
        return window;
    }

    @Test
    void twoWindowsOnTwoServersChatAndSayWhenTheyAreApart() {
        ann.awaitTexts("#my-rooms .member", "Ann (you)", "Bob");
        bob.awaitTexts("#my-rooms .member", "Ann", "Bob (you)");
        ann.type("#message", "Which server are you on?" + Keys.ENTER);
        bob.awaitText("#messages li:last-child", "[java] Ann: Which server are you on?"::equals);
        bob.type("#message", "The other one. You too?" + Keys.ENTER);
        ann.awaitText("#messages li:last-child", "[java] Bob: The other one. You too?"::equals);
        ann.screenshot("step07");

        redis.stop();
        ann.awaitText("#others", text -> text.startsWith("Other servers are out of reach."));
        ann.awaitTexts("#my-rooms .member", "Ann (you)");
        ann.type("#message", "Is anybody there?" + Keys.ENTER);
        ann.awaitText("#messages li:last-child", "[java] You: Is anybody there?"::equals);
        ann.screenshot("step07-apart");

        redis.startAgain();
        ann.awaitTexts("#my-rooms .member", "Ann (you)", "Bob");
        assertEquals(List.of(""), ann.texts("#others"));
        ann.type("#message", "There you are" + Keys.ENTER);
        bob.awaitText("#messages li:last-child", "[java] Ann: There you are"::equals);
        for (var window : List.of(ann, bob)) {
            assertEquals(List.of(), window.console());
        }
    }
}
