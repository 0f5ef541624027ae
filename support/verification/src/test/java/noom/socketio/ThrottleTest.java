package noom.socketio;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A state that changes quickly is told four times a second at most, and the last state always. */
class ThrottleTest {
    private record Told(int state, long nanos) {}

    private static HardenedSocketIOServer server;

    private final AtomicInteger state = new AtomicInteger();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final Throttle throttle = new Throttle(server, 4, () -> told.add(new Told(state.get(), System.nanoTime())));

    @BeforeAll
    static void start() {
        server = new HardenedSocketIOServer(0);
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @Test
    void fourChangesAreToldAtOnce() {
        change(4);

        assertEquals(List.of(1, 2, 3, 4), states());
    }

    @Test
    void ofManyChangesTheLastIsToldWithinASecond() {
        change(100);
        assertEquals(List.of(1, 2, 3, 4), states());

        await().atMost(2, TimeUnit.SECONDS).until(() -> told.size() > 4);
        assertEquals(List.of(1, 2, 3, 4, 100), states());
        assertTrue(told.get(4).nanos() - told.get(0).nanos() >= TimeUnit.SECONDS.toNanos(1), told::toString);
    }

    @Test
    void noSecondHasMoreThanFour() {
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2500);
        while (System.nanoTime() < end) {
            change(1);
        }
        await().atMost(2, TimeUnit.SECONDS).until(() -> states().contains(state.get()));

        assertTrue(told.size() > 8, told::toString);
        for (var i = 4; i < told.size(); i++) {
            var apart = told.get(i).nanos() - told.get(i - 4).nanos();
            assertTrue(apart >= TimeUnit.SECONDS.toNanos(1), () -> apart + " ns in " + told);
        }
    }

    private List<Integer> states() {
        return told.stream().map(Told::state).toList();
    }

    /** Changes the state so many times, on the server's thread, and waits until that is done. */
    private void change(int times) {
        var done = new CompletableFuture<Void>();
        server.execute(() -> {
            for (var i = 0; i < times; i++) {
                state.incrementAndGet();
                throttle.run();
            }
            done.complete(null);
        });
        done.join();
    }
}
