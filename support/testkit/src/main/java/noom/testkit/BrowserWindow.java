package noom.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.openqa.selenium.NotFoundException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.support.ui.FluentWait;

/**
 * One window of a browser: what a person sees and does in it. Selectors are CSS. Each call waits for its element to
 * appear.
 */
public abstract class BrowserWindow {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    /** One command instead of four for each element, so that polling does not slow the page down. */
    private static final String VISIBLE_TEXTS = """
            return [...document.querySelectorAll(arguments[0])]
                .map((element) => element.checkVisibility() ? element.innerText.trim() : "");
            """;

    /** Opens another address in this window, and waits until it is loaded. */
    public abstract void go(String url);

    /** The address of the page. */
    public abstract String address();

    /** Runs JavaScript in the page, and returns its result. */
    public abstract Object script(String javascript, Object... arguments);

    /**
     * Types into a field, after the text that it holds.
     *
     * @param textAndKeys a text, and then keys such as {@code Keys.ENTER}
     */
    public abstract void type(String selector, String textAndKeys);

    /** Clicks the first match, once it is enabled. */
    public abstract void click(String selector);

    /** The console's entries since the last call, errors and warnings included. */
    public abstract List<String> console();

    /** Gives the page this size in CSS pixels; 360 × 740 is a phone. */
    public abstract void resize(int width, int height);

    /** Closes the window. */
    public abstract void close();

    abstract byte[] png();

    /** Waits until the first match has a visible text, and returns it. */
    public final String text(String selector) {
        return awaitText(selector, text -> !text.isEmpty());
    }

    /** The visible texts of all present matches. Does not wait. */
    @SuppressWarnings("unchecked")
    public final List<String> texts(String selector) {
        return (List<String>) script(VISIBLE_TEXTS, selector);
    }

    /** Waits until the first match has a visible text that passes the test, and returns it. */
    public final String awaitText(String selector, Predicate<String> wanted) {
        return waiting(() -> "the text of %s in %s; now they are %s".formatted(selector, address(), texts(selector)))
                .until(ignored -> texts(selector).stream()
                        .limit(1)
                        .filter(wanted)
                        .findFirst()
                        .orElse(null));
    }

    /** Waits until the matches have exactly these visible texts, in this order. */
    public final void awaitTexts(String selector, String... wanted) {
        waiting(() -> "the texts of %s to be %s, they are %s".formatted(selector, List.of(wanted), texts(selector)))
                .until(ignored -> texts(selector).equals(List.of(wanted)));
    }

    /**
     * Waits until the console has an entry, and checks that each entry is an expected one. An empty console fails: then
     * the fault that the test provoked never reached the page.
     *
     * @param fragments each entry contains one of these
     */
    public final void awaitConsole(String... fragments) {
        var entries = waiting(() -> "an entry in the console of " + address()).until(ignored -> {
            var now = console();
            return now.isEmpty() ? null : now;
        });
        for (var entry : entries) {
            if (Stream.of(fragments).noneMatch(entry::contains)) {
                fail("Unexpected in the console: " + entry);
            }
        }
    }

    /**
     * Takes a picture, into the step's {@code target/images}, or with {@code -Dretake} into {@code docs/images}.
     *
     * @param name the file name without {@code .png}
     */
    public final void screenshot(String name) {
        var folder =
                System.getProperty("retake") == null ? Path.of("target", "images") : Path.of("..", "docs", "images");
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(name + ".png"), png());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final FluentWait<BrowserWindow> waiting(Supplier<String> forWhat) {
        return new FluentWait<>(this)
                .withTimeout(Waits.TIMEOUT)
                .pollingEvery(POLL_INTERVAL)
                .ignoring(NotFoundException.class)
                .ignoring(StaleElementReferenceException.class)
                .withMessage(forWhat);
    }
}
