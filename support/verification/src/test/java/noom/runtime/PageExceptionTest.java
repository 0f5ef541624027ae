package noom.runtime;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import noom.testkit.RawHttpClient;
import noom.testkit.StandardErrorCapture;
import noom.testkit.Waits;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a page throws is logged once, with its stack trace, and answered with 500. */
@Isolated("It reads the log.")
class PageExceptionTest {
    private static Stream<Throwable> faults() {
        return Stream.of(
                new IllegalStateException("a bug"),
                new IOException("a full disk"),
                new UncheckedIOException(new IOException("a full disk")),
                new AssertionError("a bug"),
                new StackOverflowError("a recursion"),
                new NoClassDefFoundError("noom/Missing"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsLoggedAndAnsweredWith500(Throwable fault) throws IOException {
        var pages = TestPages.start(fault);
        try (var log = StandardErrorCapture.start()) {
            var response = RawHttpClient.send(pages.port(), "GET /fault HTTP/1.1", "");
            Waits.waitFor("the log").until(() -> log.text().contains("\tat "));
            var next = RawHttpClient.send(pages.port(), "GET / HTTP/1.1", "");

            assertAll(
                    () -> assertEquals(500, response.status()),
                    () -> assertFalse(response.body().contains(fault.getMessage()), response::body),
                    () -> assertEquals(200, next.status()),
                    () -> assertEquals(1, count(log, fault.toString()), log::text),
                    () -> assertEquals(1, count(log, " io.javalin.Javalin - "), log::text),
                    () -> assertTrue(log.text().contains("\tat noom.runtime.PageExceptionTest"), log::text));
        } finally {
            pages.stop();
        }
    }

    private static long count(StandardErrorCapture log, String part) {
        return log.text().lines().filter(line -> line.contains(part)).count();
    }
}
