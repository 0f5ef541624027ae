package noom.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import noom.testkit.ConnectionCrowd;
import noom.testkit.ProgramProcess;
import noom.testkit.RawHttpClient;
import noom.testkit.Waits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Isolated;

/** Pages without free files answer again as soon as they have some. */
@Isolated("It measures how soon the server is back.")
@EnabledOnOs(value = OS.LINUX, disabledReason = "prlimit is a Linux program")
class PagesConnectorTest {
    private static final Duration MOST_TO_RECOVER = Duration.ofSeconds(2);

    @Test
    void afterTooManyOpenFilesThePagesAnswerAgain() throws Exception {
        try (var program = ProgramProcess.start(TestPages.class.getName(), Map.of())) {
            var port = program.portAfter(TestPages.LISTENING);
            assertEquals(200, RawHttpClient.send(port, "GET / HTTP/1.1", "").status());
            program.limitOpenFiles(60);
            for (var round = 0; round < 2; round++) {
                try (var crowd = ConnectionCrowd.connect(port, 160)) {
                    Waits.waitFor("the server to run out of files")
                            .until(() -> crowd.size() > 60 && !program.errors().isEmpty());
                }

                var begin = System.nanoTime();
                assertEquals(200, RawHttpClient.send(port, "GET / HTTP/1.1", "").status());
                var taken = Duration.ofNanos(System.nanoTime() - begin);
                assertTrue(taken.compareTo(MOST_TO_RECOVER) < 0, () -> "it took " + taken);
            }
            assertEquals(1, program.errors().size(), program.errors()::toString);
            assertTrue(program.errors().get(0).contains("Cannot accept connections: "), program.errors()::toString);
        }
    }
}
