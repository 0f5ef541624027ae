package noom;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import noom.runtime.InvalidInputException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The long tasks, without a network: here a client is a name. */
class LongTasksTest {
    private final LongTasks<String> tasks = new LongTasks<>();
    private final AtomicInteger done = new AtomicInteger();

    @AfterEach
    void stop() {
        tasks.stop();
    }

    @Test
    void aClientThatLeavesCostsNothing() {
        IntStream.range(0, 10).forEach(i -> tasks.start("Ann", done::incrementAndGet));
        tasks.start("Bob", done::incrementAndGet);

        tasks.cancel("Ann");

        assertEquals(1, tasks.count());
        await().atMost(Duration.ofSeconds(5)).until(() -> done.get() == 1);
        assertEquals(0, tasks.count());
    }

    @Test
    void theEleventhAtOnceIsRefusedToThatClientOnly() {
        IntStream.range(0, 10).forEach(i -> tasks.start("Ann", done::incrementAndGet));

        assertThrows(InvalidInputException.class, () -> tasks.start("Ann", done::incrementAndGet));
        tasks.start("Bob", done::incrementAndGet);
        await().atMost(Duration.ofSeconds(5)).until(() -> done.get() == 11);
        tasks.start("Ann", done::incrementAndGet);
    }

    @Test
    void cancellingNothingIsNoFault() {
        tasks.cancel("nobody");
        assertEquals(0, tasks.count());
    }
}
