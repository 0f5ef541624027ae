package noom.docs;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.stream.Collectors;

/** What a rule found wrong, and where: {@code docs/step01-http-server.md:12: …}. */
record Fault(String file, int line, String what) {

    /** Fails with one line for each fault. */
    static void none(List<Fault> faults) {
        if (!faults.isEmpty()) {
            fail(faults.stream().map(Fault::toString).collect(Collectors.joining("\n", "\n", "")));
        }
    }

    @Override
    public String toString() {
        return "%s:%d: %s".formatted(file, line, what);
    }
}
