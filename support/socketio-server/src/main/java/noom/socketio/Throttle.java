package noom.socketio;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Runs an action when it is asked to, but only so often a second. What is asked for beyond that is done once, as soon as
 * it may be: so an action that tells a state always tells the last one. Without it, a client that opens and closes
 * rooms as fast as it can has the server write to everybody each time. Used on the server's thread.
 */
public final class Throttle {
    private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();

    private final HardenedSocketIOServer server;
    private final int perSecond;
    private final Runnable action;

    /** When it ran the last times, oldest first. */
    private final Deque<Long> runs = new ArrayDeque<>();

    private boolean isWaiting;

    /**
     * Creates a throttle.
     *
     * @param server on whose thread the action runs; what it throws is logged
     * @param perSecond how often the action may run within any second
     */
    public Throttle(HardenedSocketIOServer server, int perSecond, Runnable action) {
        this.server = server;
        this.perSecond = perSecond;
        this.action = action;
    }

    /** Runs the action now, or once within the next second if it has run too often. */
    public void run() {
        if (isWaiting) {
            return;
        }
        var wait = runs.size() < perSecond ? 0 : runs.peekFirst() + WINDOW_NANOS - System.nanoTime();
        if (wait <= 0) {
            runNow();
        } else {
            isWaiting = true;
            server.schedule(this::runNow, Duration.ofNanos(wait));
        }
    }

    private void runNow() {
        isWaiting = false;
        if (runs.size() == perSecond) {
            runs.removeFirst();
        }
        runs.addLast(System.nanoTime());
        action.run();
    }
}
