package noom.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Drives a real Chrome or Chromium with as many windows as a test needs. It starts in two seconds: once a test class. */
public final class Browser implements AutoCloseable {
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private static final String FIRST_ENABLED = """
            const first = document.querySelector(arguments[0]);
            return first?.matches(":not(:disabled)") ? first : null;
            """;

    private static final String CURSOR_TO_THE_END = """
            const field = arguments[0];
            field.focus();
            field.setSelectionRange(field.value.length, field.value.length);
            """;

    private static final String RUN_AXE = """
            const done = arguments[0];
            axe.run({ resultTypes: ["violations"] })
                .then(({ violations }) => violations.flatMap(({ id, nodes }) =>
                    nodes.map(({ html, failureSummary }) => [id, html, failureSummary].join("\\n"))))
                .then(done, (error) => done([String(error)]));
            """;

    private final ChromeDriver driver;
    private final String firstWindow;
    private String windowInFront;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
        this.firstWindow = driver.getWindowHandle();
    }

    /**
     * Starts the browser and the driver that are installed; nothing is downloaded. Without them the tests are skipped;
     * with {@code CI=true} they fail.
     *
     * @param moreArguments of Chromium. {@code --process-per-site} saves a process for each window, but then windows
     *     share one main thread, which is too slow for two video calls
     */
    public static Browser start(String... moreArguments) {
        var browser = find("chromium", "chromium-browser", "google-chrome", "chrome", "Google Chrome");
        var driver = find("chromedriver");
        if (browser.isEmpty() || driver.isEmpty()) {
            return skip("No browser: install Chrome or Chromium and its chromedriver, both on the PATH.");
        }
        // Selenium warns about each Chrome that is newer than itself. Nothing here depends on the version.
        SELENIUM.setLevel(Level.SEVERE);
        var options = new ChromeOptions();
        options.setBinary(browser.get().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-extensions",
                // No spare process for a next page, no suggestions under the address bar.
                "--disable-features=SpareRendererForSitePerProcess,WebUIOmniboxPopup,WebUIOmniboxAimPopup",
                // A window behind another one runs at full speed: a test looks at both.
                "--disable-backgrounding-occluded-windows",
                "--disable-background-timer-throttling",
                "--disable-renderer-backgrounding",
                "--force-prefers-reduced-motion",
                "--hide-scrollbars");
        options.addArguments(moreArguments);
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.get().toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    /** Opens a new window of 1000 × 800 CSS pixels on this address. All windows share the cookies. */
    public Window open(String url) {
        toFront(firstWindow);
        driver.switchTo().newWindow(WindowType.WINDOW);
        windowInFront = driver.getWindowHandle();
        // A page behind another one gets no focus events, but people look at one page each.
        driver.executeCdpCommand("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
        var window = new Window(windowInFront);
        window.resize(1000, 800);
        window.go(url);
        return window;
    }

    /** Deletes all cookies. */
    public void forgetCookies() {
        toFront(firstWindow);
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    }

    @Override
    public void close() {
        driver.quit();
    }

    static <T> T skip(String reason) {
        if ("true".equals(System.getenv("CI"))) {
            return fail(reason);
        }
        return abort(reason);
    }

    private void toFront(String window) {
        if (!window.equals(windowInFront)) {
            driver.switchTo().window(window);
            windowInFront = window;
        }
    }

    static Optional<Path> find(String... names) {
        var folders = Stream.concat(
                Stream.of(System.getenv("PATH").split(File.pathSeparator)),
                Stream.of(
                        "/Applications/Google Chrome.app/Contents/MacOS",
                        "/Applications/Firefox.app/Contents/MacOS",
                        "/usr/lib/chromium"));
        return folders.flatMap(folder -> Stream.of(names)
                        .flatMap(name -> Stream.of(name, name + ".exe"))
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** One window of this browser. */
    public final class Window extends BrowserWindow {
        private final String handle;

        private Window(String handle) {
            this.handle = handle;
        }

        /** {@inheritDoc} The text is inserted at once. */
        @Override
        public void type(String selector, String textAndKeys) {
            var field = awaitEnabled(selector);
            var keys = textAndKeys.replaceFirst("^\\P{Co}*", "");
            var text = textAndKeys.substring(0, textAndKeys.length() - keys.length());
            driver.executeScript(CURSOR_TO_THE_END, field);
            driver.executeCdpCommand("Input.insertText", Map.of("text", text));
            field.sendKeys(keys);
        }

        @Override
        public void click(String selector) {
            awaitEnabled(selector).click();
        }

        @Override
        public Object script(String javascript, Object... arguments) {
            toFront();
            return driver.executeScript(javascript, arguments);
        }

        /** Runs JavaScript in the page, and returns the value that it passes to its last argument, a callback. */
        public Object asyncScript(String javascript, Object... arguments) {
            toFront();
            return driver.executeAsyncScript(javascript, arguments);
        }

        @Override
        public String address() {
            toFront();
            return driver.getCurrentUrl();
        }

        @Override
        public void go(String url) {
            toFront();
            driver.get(url);
        }

        /** Reloads the page, and waits until it is loaded. */
        public void reload() {
            toFront();
            driver.navigate().refresh();
        }

        @Override
        public void resize(int width, int height) {
            toFront();
            driver.executeCdpCommand(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        }

        /** Presses keys in the focused element: {@code press(Keys.TAB, "hi", Keys.ENTER)}. */
        public void press(CharSequence... keys) {
            toFront();
            for (var key : keys) {
                driver.switchTo().activeElement().sendKeys(key);
            }
        }

        @Override
        public List<String> console() {
            toFront();
            return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                    .map(LogEntry::getMessage)
                    .toList();
        }

        @Override
        byte[] png() {
            toFront();
            return driver.getScreenshotAs(OutputType.BYTES);
        }

        /** Prefers a dark or a light page, as the settings of a system do. */
        public void preferColorScheme(String scheme) {
            emulate("prefers-color-scheme", scheme);
        }

        /** Shows the page in the few colours that the system chooses, as a high-contrast theme does. */
        public void forceColors(boolean isActive) {
            emulate("forced-colors", isActive ? "active" : "none");
        }

        private void emulate(String feature, String value) {
            toFront();
            var features = List.of(Map.of("name", feature, "value", value));
            driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", features));
        }

        /**
         * What axe-core finds on the page as it is now. npm installs axe-core with this module; without it the test is
         * skipped, and with {@code CI=true} it fails.
         */
        @SuppressWarnings("unchecked")
        public List<String> accessibilityViolations() {
            var axe = Path.of("..", "support", "testkit", "node_modules", "axe-core", "axe.min.js");
            if (!Files.isRegularFile(axe)) {
                return skip("No axe-core: build support/testkit, which installs it.");
            }
            try {
                script(Files.readString(axe));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return (List<String>) asyncScript(RUN_AXE);
        }

        @Override
        public void close() {
            toFront();
            driver.close();
            windowInFront = null;
        }

        private void toFront() {
            Browser.this.toFront(handle);
        }

        private WebElement awaitEnabled(String selector) {
            toFront();
            return waiting(() -> selector + " in " + driver.getCurrentUrl())
                    .until(ignored -> (WebElement) driver.executeScript(FIRST_ENABLED, selector));
        }
    }
}
