package noom.docs;

import java.nio.file.Path;
import java.util.List;
import noom.testkit.Browser;
import noom.testkit.Waits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * Opens step 6 through nginx as another computer does: the host is not localhost, so the browser gives the page a camera
 * only over https. The browser accepts the self-signed certificate.
 */
class TwoComputersTest {
    @TempDir
    private static Path folder;

    private static Browser browser;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.start(
                "--host-resolver-rules=MAP teacher 127.0.0.1",
                "--ignore-certificate-errors",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream");
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void overHttpsTwoBrowsersShowEachOthersVideo() throws Exception {
        try (var nginx = Nginx.start(folder.resolve("https"), "step06-video-call", "https://teacher")) {
            var windows = List.of(open(nginx), open(nginx));
            windows.forEach(TwoComputersTest::join);

            for (var window : windows) {
                window.awaitText("#call-state", "You are in a call with Anon."::equals);
                Waits.waitFor("the other's video").until(() ->
                        (Boolean) window.script("return document.getElementById('their-video').videoWidth > 0"));
            }
        }
    }

    @Test
    void overHttpThePageExplainsTheMissingCamera() throws Exception {
        try (var nginx = Nginx.start(folder.resolve("http"), "step06-video-call", "http://teacher")) {
            var window = open(nginx);
            join(window);

            window.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
            window.awaitTexts(
                    "#my-tile p",
                    "Microphone: browsers give it only to pages on localhost or over https.",
                    "Camera: browsers give it only to pages on localhost or over https.");
        }
    }

    private static Browser.Window open(Nginx nginx) {
        var window = browser.open(nginx.address().toString());
        window.awaitText("#connection", "Connected by websocket"::equals);
        return window;
    }

    private static void join(Browser.Window window) {
        window.type("#room", "java" + Keys.ENTER);
    }
}
