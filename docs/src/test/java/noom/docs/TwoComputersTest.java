package noom.docs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * Step 6 as another computer sees it, through nginx: under a name that is not localhost, so that a browser gives it no
 * camera but over https. The certificate is self-signed, and the browser accepts it, as a person does.
 */
class TwoComputersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    @TempDir
    private static Path folder;

    private static ChromeDriver browser;

    @BeforeAll
    static void openBrowser() throws IOException {
        Nginx.need(folder);
        var options = new ChromeOptions();
        options.setBinary(Tool.find("chromium", "chromium-browser", "google-chrome", "chrome")
                .toFile());
        options.setAcceptInsecureCerts(true);
        options.addArguments(
                "--host-resolver-rules=MAP teacher 127.0.0.1",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-backgrounding-occluded-windows",
                "--disable-renderer-backgrounding");
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Tool.find("chromedriver").toFile())
                .usingAnyFreePort()
                .build();
        // Selenium warns about every Chrome that is newer than itself; we use nothing that depends on it.
        SELENIUM.setLevel(Level.SEVERE);
        browser = new ChromeDriver(service, options);
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    @Test
    void overHttpsTwoSeeEachOther() throws Exception {
        behindNginx("https", address -> {
            var ann = open(address);
            var bob = open(address);
            join(ann);
            join(bob);

            for (var person : List.of(ann, bob)) {
                awaitText(person, "#call-state", "You are in a call.");
                await().atMost(PATIENCE).until(() -> seesTheOther(person));
            }
        });
    }

    @Test
    void overHttpTheyAreToldWhyTheyHaveNoCamera() throws Exception {
        behindNginx("http", address -> {
            var ann = open(address);
            join(ann);

            awaitText(ann, "#call-state", "You are in java, and wait for somebody.");
            assertEquals(
                    List.of(
                            "Microphone: browsers give it only to pages on localhost or over https.",
                            "Camera: browsers give it only to pages on localhost or over https."),
                    browser.findElements(By.cssSelector("#lines li")).stream()
                            .map(WebElement::getText)
                            .toList());
        });
    }

    private interface Visit {
        void to(String address) throws Exception;
    }

    private static void behindNginx(String scheme, Visit visit) throws Exception {
        var port = Nginx.freePort();
        var here = URI.create("%s://localhost:%d".formatted(scheme, port));
        try (var step = Running.start(Project.ours(), "step06-video-call", Map.of("SOCKET_URL", fromThere(here)));
                var nginx = Nginx.before(folder.resolve(scheme), step, here, UnaryOperator.identity())) {
            visit.to(fromThere(nginx.address()));
        }
    }

    private static String fromThere(URI address) {
        return address.toString().replace("localhost", "teacher");
    }

    /** A window of its own, where the page has its connection to the chat. */
    private static String open(String address) {
        browser.switchTo().newWindow(WindowType.WINDOW);
        browser.get(address);
        var window = browser.getWindowHandle();
        awaitText(window, "#connection", "Connected by websocket");
        return window;
    }

    private static void join(String window) {
        browser.switchTo().window(window);
        browser.findElement(By.id("room")).sendKeys("java", Keys.ENTER);
    }

    private static void awaitText(String window, String selector, String text) {
        browser.switchTo().window(window);
        await().atMost(PATIENCE)
                .until(() -> browser.findElement(By.cssSelector(selector)).getText(), text::equals);
    }

    /** Whether a picture of the other has come. */
    private static boolean seesTheOther(String window) {
        browser.switchTo().window(window);
        return Boolean.TRUE.equals(
                browser.executeScript("return document.getElementById('their-video').videoWidth > 0"));
    }
}
