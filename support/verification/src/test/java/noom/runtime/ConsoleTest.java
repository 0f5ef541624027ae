package noom.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import noom.testkit.ProgramProcess;
import noom.testkit.Waits;
import org.junit.jupiter.api.Test;

/** What a program says on standard output while it runs. */
class ConsoleTest {
    @Test
    void theLinesAreInOrderShortAndWithoutControlCharacters() {
        try (var program = ProgramProcess.start(Talkative.class.getName(), Map.of())) {
            Waits.waitFor("three lines").until(() -> program.output().size() >= 3);

            assertEquals(List.of("Ann connected, 1 here", "a�[31m�b�c�d", "x".repeat(300) + "…"), program.output());
            assertEquals(List.of(), program.errors());
        }
    }

    @Test
    void aTerminalThatIsPausedStopsNobody() throws Exception {
        // Nobody reads the pipe's end: it holds 64 KiB, and then a write waits.
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Flooding.class.getName())
                .start();
        try (var errors = process.errorReader()) {
            assertEquals("All 100000 lines are said.", errors.readLine());
            assertTrue(process.isAlive());
        } finally {
            process.destroyForcibly();
        }
    }

    /** Says three lines, and runs until it is killed. */
    static final class Talkative {
        public static void main(String[] args) throws InterruptedException {
            Console.log("before the start it is silent");
            Launcher.run(() -> {});
            Console.log("Ann", "connected,", 1, "here");
            Console.log("a\u001b[31m\nb\u0085c\u2028d");
            Console.log("x".repeat(1000));
            Thread.currentThread().join();
        }
    }

    /** Says more than a pipe holds. */
    static final class Flooding {
        public static void main(String[] args) throws InterruptedException {
            Launcher.run(() -> {});
            for (var i = 0; i < 100_000; i++) {
                Console.log("line", i);
            }
            System.err.println("All 100000 lines are said.");
            Thread.currentThread().join();
        }
    }
}
