package noom.testkit;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * Captures the log of this process, which goes to standard error. It sees the log of all tests that run meanwhile, so a
 * test class that expects an empty log carries {@code @Isolated}, another one {@code @ResourceLock(Resources.SYSTEM_ERR)}.
 */
public final class StandardErrorCapture implements AutoCloseable {
    private static final String PROBE = "This is a probe of the log.";

    private final PrintStream original = System.err;
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();

    private StandardErrorCapture() {
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
    }

    /**
     * Begins to capture.
     *
     * @throws IllegalStateException if the log does not arrive here: then an empty capture would prove nothing
     */
    public static StandardErrorCapture start() {
        var capture = new StandardErrorCapture();
        LoggerFactory.getLogger(StandardErrorCapture.class).error(PROBE);
        if (!capture.text().contains(PROBE)) {
            capture.close();
            throw new IllegalStateException("The log does not go to standard error.");
        }
        capture.captured.reset();
        return capture;
    }

    /** What was written so far. */
    public String text() {
        return captured.toString(StandardCharsets.UTF_8);
    }

    /** Gives standard error back. */
    @Override
    public void close() {
        System.setErr(original);
    }
}
