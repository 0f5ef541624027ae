package noom.websocket;

import java.util.concurrent.TimeUnit;

/**
 * The time in which the server could read. It stands still while the process is paused, the laptop sleeps, or a handler blocks:
 * what clients sent meanwhile is not read yet. Only the maintenance thread uses it.
 */
final class RunningTime {
    private static final long MAX_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private long lastTick = System.nanoTime();
    private long elapsed;

    /** Counts the time since the last tick, or a quarter of a second if it was longer. */
    void tick(boolean blocked) {
        var now = System.nanoTime();
        if (!blocked) {
            elapsed += Math.min(now - lastTick, MAX_TICK_NANOS);
        }
        lastTick = now;
    }

    long nanos() {
        return elapsed;
    }
}
