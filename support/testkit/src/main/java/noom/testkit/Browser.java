package noom.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Drives a real Chrome or Chromium with as many windows as a test needs. It starts in two seconds: once a test class. */
public final class Browser implements AutoCloseable {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    /** One command instead of four for each element, so that polling does not slow the page down. */
    private static final String VISIBLE_TEXTS = """
            return [...document.querySelectorAll(arguments[0])]
                .map((element) => element.checkVisibility() ? element.innerText.trim() : "");
            """;

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
        var browser = find("chromium", "chromium-browser", "google-chrome", "chrome");
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

    private static <T> T skip(String reason) {
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

    private static Optional<Path> find(String... names) {
        var folders = Stream.concat(
                Stream.of(System.getenv("PATH").split(File.pathSeparator)),
                Stream.of("/Applications/Google Chrome.app/Contents/MacOS", "/usr/lib/chromium"));
        return folders.flatMap(folder -> Stream.of(names)
                        .flatMap(name -> Stream.of(name, name + ".exe", "Google Chrome"))
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** One window: what a person sees and does in it. Selectors are CSS. Each call waits for its element to appear. */
    public final class Window {
        private final String handle;

        private Window(String handle) {
            this.handle = handle;
        }

        /**
         * Types into a field, after the text that it holds.
         *
         * @param textAndKeys a text, which is inserted at once, and then keys such as {@code Keys.ENTER}
         */
        public void type(String selector, String textAndKeys) {
            var field = awaitEnabled(selector);
            var keys = textAndKeys.replaceFirst("^\\P{Co}*", "");
            var text = textAndKeys.substring(0, textAndKeys.length() - keys.length());
            driver.executeScript(CURSOR_TO_THE_END, field);
            driver.executeCdpCommand("Input.insertText", Map.of("text", text));
            field.sendKeys(keys);
        }

        /** Clicks the first match, once it is enabled. */
        public void click(String selector) {
            awaitEnabled(selector).click();
        }

        /** Waits until the first match has a visible text, and returns it. */
        public String text(String selector) {
            return awaitText(selector, text -> !text.isEmpty());
        }

        /** The visible texts of all present matches. Does not wait. */
        @SuppressWarnings("unchecked")
        public List<String> texts(String selector) {
            return (List<String>) script(VISIBLE_TEXTS, selector);
        }

        /** Waits until the first match has a visible text that passes the test, and returns it. */
        public String awaitText(String selector, Predicate<String> wanted) {
            return waiting(() -> "the text of %s in %s; now they are %s"
                            .formatted(selector, driver.getCurrentUrl(), texts(selector)))
                    .until(ignored -> texts(selector).stream()
                            .limit(1)
                            .filter(wanted)
                            .findFirst()
                            .orElse(null));
        }

        /** Waits until the matches have exactly these visible texts, in this order. */
        public void awaitTexts(String selector, String... wanted) {
            waiting(() -> "the texts of %s to be %s, they are %s".formatted(selector, List.of(wanted), texts(selector)))
                    .until(ignored -> texts(selector).equals(List.of(wanted)));
        }

        /** Runs JavaScript in the page, and returns its result. */
        public Object script(String javascript, Object... arguments) {
            toFront();
            return driver.executeScript(javascript, arguments);
        }

        /** Runs JavaScript in the page, and returns the value that it passes to its last argument, a callback. */
        public Object asyncScript(String javascript, Object... arguments) {
            toFront();
            return driver.executeAsyncScript(javascript, arguments);
        }

        /** The address of the page. */
        public String address() {
            toFront();
            return driver.getCurrentUrl();
        }

        /** Opens another address in this window, and waits until it is loaded. */
        public void go(String url) {
            toFront();
            driver.get(url);
        }

        /** Reloads the page, and waits until it is loaded. */
        public void reload() {
            toFront();
            driver.navigate().refresh();
        }

        /** Gives the page this size in CSS pixels; 360 × 740 is a phone. */
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

        /**
         * Waits until the console has an entry, and checks that each entry is an expected one. An empty console fails:
         * then the fault that the test provoked never reached the page.
         *
         * @param fragments each entry contains one of these
         */
        public void awaitConsole(String... fragments) {
            var entries = waiting(() -> "an entry in the console of " + driver.getCurrentUrl())
                    .until(ignored -> {
                        var now = console();
                        return now.isEmpty() ? null : now;
                    });
            for (var entry : entries) {
                if (Stream.of(fragments).noneMatch(entry::contains)) {
                    fail("Unexpected in the console: " + entry);
                }
            }
        }

        /** The console's entries since the last call, errors and warnings included. */
        public List<String> console() {
            toFront();
            return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                    .map(LogEntry::getMessage)
                    .toList();
        }

        /**
         * Takes a picture, into the step's {@code target/images}, or with {@code -Dretake} into {@code docs/images}.
         *
         * @param name the file name without {@code .png}
         */
        public void screenshot(String name) {
            toFront();
            var folder = System.getProperty("retake") == null
                    ? Path.of("target", "images")
                    : Path.of("..", "docs", "images");
            try {
                Files.createDirectories(folder);
                Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Prefers a dark or a light page, as the settings of a system do. */
        public void preferColorScheme(String scheme) {
            toFront();
            var feature = Map.of("name", "prefers-color-scheme", "value", scheme);
            driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
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

        /** Closes the window. */
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

        private WebDriverWait waiting(Supplier<String> forWhat) {
            var wait = new WebDriverWait(driver, Waits.TIMEOUT, POLL_INTERVAL);
            wait.ignoring(StaleElementReferenceException.class).withMessage(forWhat);
            return wait;
        }
    }
}
