package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.stream.Collectors;

/** A fault that a rule finds, with its place: {@code docs/step01-http-server.md:12: …}. */
record Fault(String file, int line, String message) {
    private static final int WHOLE_FILE = 0;

    /** A fault of a file as a whole, written without a line: {@code docs/changes/step02.diff: …}. */
    Fault(String file, String message) {
        this(file, WHOLE_FILE, message);
    }

    /** Fails with one line for each fault. */
    static void assertNone(List<Fault> faults) {
        if (!faults.isEmpty()) {
            fail("\n" + asText(faults));
        }
    }

    /** Compares the faults with expected ones, written as {@link #toString} does. */
    static void assertFaults(List<Fault> faults, String... expected) {
        assertEquals(String.join("\n", expected), asText(faults).replace("\r\n", "\n"));
    }

    private static String asText(List<Fault> faults) {
        return faults.stream().map(Fault::toString).collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return line == WHOLE_FILE ? "%s: %s".formatted(file, message) : "%s:%d: %s".formatted(file, line, message);
    }
}
