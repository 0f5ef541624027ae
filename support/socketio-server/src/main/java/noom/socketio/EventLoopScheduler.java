package noom.socketio;

import com.corundumstudio.socketio.scheduler.CancelableScheduler;
import com.corundumstudio.socketio.scheduler.SchedulerKey;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs netty-socketio's timers on the event loop. The library's own scheduler has a thread of its own, so that a ping
 * timeout runs disconnect listeners beside the other handlers.
 *
 * <p>A timer of {@link #NEVER_MILLIS} or more is not scheduled: the library has no setting that turns its ping timeout and
 * its upgrade timeout off.
 */
final class EventLoopScheduler implements CancelableScheduler {
    /** Twelve days. The library adds the ping interval to it, as an int. */
    static final int NEVER_MILLIS = 1 << 30;

    private final Map<SchedulerKey, Future<?>> scheduled = new ConcurrentHashMap<>();
    private EventExecutorGroup eventLoop;

    /** To be called before the first timer is scheduled. */
    void runOn(EventExecutorGroup eventLoop) {
        this.eventLoop = eventLoop;
    }

    @Override
    public void update(ChannelHandlerContext ctx) {
        // All connections share one event loop.
    }

    @Override
    public void schedule(Runnable task, long delay, TimeUnit unit) {
        eventLoop.schedule(() -> ExceptionLogger.run("A timer", task), delay, unit);
    }

    @Override
    public void schedule(SchedulerKey key, Runnable task, long delay, TimeUnit unit) {
        if (unit.toMillis(delay) >= NEVER_MILLIS) {
            return;
        }
        Runnable once = () -> {
            scheduled.remove(key);
            ExceptionLogger.run("A timer", task);
        };
        var previous = scheduled.put(key, eventLoop.schedule(once, delay, unit));
        if (previous != null) {
            previous.cancel(false);
        }
    }

    @Override
    public void scheduleCallback(SchedulerKey key, Runnable task, long delay, TimeUnit unit) {
        schedule(key, task, delay, unit);
    }

    @Override
    public void cancel(SchedulerKey key) {
        var task = scheduled.remove(key);
        if (task != null) {
            task.cancel(false);
        }
    }

    /** How many timers wait, for tests. */
    int count() {
        return scheduled.size();
    }

    @Override
    public void shutdown() {
        // The timers end with the event loop.
    }
}
