package noom.testkit;

import java.io.IOException;
import java.util.regex.Pattern;

/** Counts what servers on this machine have sent: one TCP segment for each write that fits into one. On Linux only. */
public final class SentSegments {
    private static final Pattern COUNT = Pattern.compile("data_segs_out:(\\d+)");

    private SentSegments() {}

    /**
     * How many segments with data were sent from a port, on all of its open connections. Without {@code ss}, of iproute2, the
     * test is skipped; with {@code CI=true} it fails.
     */
    public static long from(int port) throws IOException {
        if (Browser.find("ss").isEmpty()) {
            return Browser.skip("No ss: install iproute2.");
        }
        var command = new ProcessBuilder("ss", "-Htin", "sport", "=", ":" + port).start();
        var output = new String(command.getInputStream().readAllBytes());
        return COUNT.matcher(output)
                .results()
                .mapToLong(count -> Long.parseLong(count.group(1)))
                .sum();
    }
}
