package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.javalin.Javalin;
import java.util.List;
import noom.testkit.Browser;
import noom.testkit.BrowserWindow;
import noom.testkit.FakeCamera;
import noom.testkit.Firefox;
import noom.testkit.Waits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.openqa.selenium.Keys;

/** A call between Ann, who has Chromium, and Bob, who has Firefox. */
@ResourceLock(CallInABrowser.VIDEO_CODING)
@Tag("firefox")
class FirefoxTest {
    private static Browser chromium;
    private static Firefox firefox;
    private static SignalingServer server;
    private static Javalin pages;

    private static BrowserWindow ann;
    private static BrowserWindow bob;

    @BeforeAll
    static void start() {
        chromium = Browser.start(FakeCamera.ANN.arguments());
        firefox = Firefox.start();
        server = SignalingServer.start(0);
        pages = Pages.create(server.port(), "", "[]").start(0);
        ann = chromium.open("about:blank");
        bob = firefox.open("about:blank");
    }

    @AfterAll
    static void stop() {
        if (pages != null) {
            pages.stop();
            server.stop();
        }
        if (firefox != null) {
            firefox.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void bothCome() {
        for (var window : List.of(ann, bob)) {
            window.go("http://localhost:%d/".formatted(pages.port()));
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
    void chromiumCallsFirefox() {
        callChatAndHangUp(ann, bob);
    }

    @Test
    void firefoxCallsChromium() {
        callChatAndHangUp(bob, ann);
    }

    /** The one who waits in the room makes the offer. */
    private static void callChatAndHangUp(BrowserWindow caller, BrowserWindow callee) {
        caller.type("#room", "java" + Keys.ENTER);
        awaitState(caller, "You are in java, and wait for somebody.");
        callee.type("#room", "java" + Keys.ENTER);
        for (var window : List.of(caller, callee)) {
            awaitState(window, "You are in a call");
            awaitMovingPicture(window);
        }

        caller.type("#message", "Hello, 밥" + Keys.ENTER);
        awaitMessage(callee, ": Hello, 밥");
        callee.type("#message", "안녕 👋" + Keys.ENTER);
        awaitMessage(caller, ": 안녕 👋");

        callee.click("#hang-up");
        awaitState(callee, "You are in no call.");
        caller.awaitText("#call-state", text -> text.endsWith(" left. You are in java, and wait for somebody."));
    }

    private static void awaitState(BrowserWindow window, String start) {
        window.awaitText("#call-state", text -> text.startsWith(start));
    }

    private static void awaitMessage(BrowserWindow window, String end) {
        window.awaitText("#messages li:last-child", text -> text.endsWith(end));
    }

    private static void awaitMovingPicture(BrowserWindow window) {
        Waits.waitFor("a picture of the other").until(() -> picture(window) != null);
        var first = picture(window);
        Waits.waitFor("it to move").until(() -> !first.equals(picture(window)));
    }

    /** What the other's video shows now, as a small picture, or nothing. */
    private static Object picture(BrowserWindow window) {
        return window.script("""
                const video = document.getElementById("their-video");
                const canvas = document.createElement("canvas");
                canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
                return video.videoWidth > 0 ? canvas.toDataURL() : null;
                """);
    }
}
