package noom;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import noom.runtime.InvalidInputException;
import noom.socketio.HardenedSocketIOServer;
import noom.testkit.StandardErrorCapture;
import noom.testkit.Waits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The long tasks, without a network: here a client is a name. */
@ResourceLock(Resources.SYSTEM_ERR)
class LongTasksTest {
    private final LongTasks<String> tasks = new LongTasks<>(Runnable::run);
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
    void aFailedResultIsLogged() {
        var server = new HardenedSocketIOServer(0);
        server.start();
        var logged = new LongTasks<String>(server::execute);
        try (var log = StandardErrorCapture.start()) {
            logged.start("Ann", () -> {
                throw new IllegalStateException("The result failed.");
            });

            Waits.waitFor("the log").until(() -> log.text().contains("IllegalStateException: The result failed."));
        } finally {
            logged.stop();
            server.stop();
        }
    }

    @Test
    void cancellingNothingIsNoFault() {
        tasks.cancel("nobody");
        assertEquals(0, tasks.count());
    }
}
