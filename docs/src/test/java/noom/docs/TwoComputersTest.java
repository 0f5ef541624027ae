package noom.docs;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import noom.testkit.Browser;
import noom.testkit.Waits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * Step 6 as another computer sees it, through nginx: the name is not localhost, so a browser gives it a camera only over
 * https. The certificate is self-signed, and the browser accepts it.
 */
class TwoComputersTest {
    @TempDir
    private static Path folder;

    private static Browser browser;

    @BeforeAll
    static void openBrowser() throws IOException {
        Nginx.need(folder);
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
    void overHttpsTwoSeeEachOther() throws Exception {
        behindNginx("https", address -> {
            var people = List.of(open(address), open(address));
            people.forEach(TwoComputersTest::join);

            for (var person : people) {
                person.awaitText("#call-state", "You are in a call."::equals);
                Waits.waitFor("a picture of the other").until(() ->
                        (Boolean) person.script("return document.getElementById('their-video').videoWidth > 0"));
            }
        });
    }

    @Test
    void overHttpThePageExplainsTheMissingCamera() throws Exception {
        behindNginx("http", address -> {
            var ann = open(address);
            join(ann);

            ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
            ann.awaitTexts(
                    "#messages li",
                    "Microphone: browsers give it only to pages on localhost or over https.",
                    "Camera: browsers give it only to pages on localhost or over https.");
        });
    }

    private interface Visit {
        void to(String address) throws Exception;
    }

    private static void behindNginx(String scheme, Visit visit) throws Exception {
        var here = URI.create("%s://localhost:%d".formatted(scheme, Nginx.freePort()));
        try (var step = Running.start(Project.ours(), "step06-video-call", Map.of("SOCKET_URL", fromThere(here)));
                var nginx = Nginx.before(folder.resolve(scheme), step, here, UnaryOperator.identity())) {
            visit.to(fromThere(nginx.address()));
        }
    }

    private static String fromThere(URI address) {
        return address.toString().replace("localhost", "teacher");
    }

    private static Browser.Window open(String address) {
        var window = browser.open(address);
        window.awaitText("#connection", "Connected by websocket"::equals);
        return window;
    }

    private static void join(Browser.Window window) {
        window.type("#room", "java" + Keys.ENTER);
    }
}
