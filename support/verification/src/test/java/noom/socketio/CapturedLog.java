package noom.socketio;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard error, where the log goes, read by a test. Its class must be {@code @Isolated}. */
final class CapturedLog implements AutoCloseable {
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private CapturedLog() {}

    /** Begins to read the log, and proves that an error would be seen. */
    static CapturedLog start() {
        var log = new CapturedLog();
        System.setErr(new PrintStream(log.bytes, true, StandardCharsets.UTF_8));
        ExceptionLogger.run("A trial", () -> {
            throw new IllegalStateException("for the log");
        });
        assertTrue(log.text().contains("A trial failed."), log::text);
        log.bytes.reset();
        return log;
    }

    /** Everything that was logged so far. */
    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        System.setErr(standardError);
    }
}
