package noom;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import noom.runtime.InvalidInputException;

/**
 * Runs tasks that take 1,500 ms, on a thread of their own, and gives the results back to the server's thread. On the
 * server's thread, all clients would wait for them. The methods themselves are called by handlers, on the server's thread.
 *
 * @param <S> a socket
 */
final class LongTasks<S> {
    private static final int MILLIS = 1500;
    private static final int MAX_CONCURRENT = 10;

    private final ScheduledThreadPoolExecutor worker = new ScheduledThreadPoolExecutor(1);
    private final Executor server;

    /** The tasks of each client. A finished one is removed when its client starts the next, or leaves. */
    private final Map<S, Set<Future<?>>> running = new HashMap<>();

    /** @param server runs a task on the server's thread, and logs what it throws */
    LongTasks(Executor server) {
        this.server = server;
        worker.setRemoveOnCancelPolicy(true);
    }

    /**
     * Works for 1,500 ms, and then gives the result to the server, unless the client leaves before.
     *
     * @throws InvalidInputException if this client has ten tasks running
     */
    void start(S client, Runnable result) {
        var tasks = running.computeIfAbsent(client, isNew -> new HashSet<>());
        tasks.removeIf(Future::isDone);
        if (tasks.size() >= MAX_CONCURRENT) {
            throw new InvalidInputException(
                    "%d of your long tasks are running. Wait for one.".formatted(MAX_CONCURRENT));
        }
        tasks.add(worker.schedule(() -> server.execute(result), MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Cancels the tasks of a client that left. */
    void cancel(S client) {
        running.getOrDefault(client, Set.of()).forEach(task -> task.cancel(false));
        running.remove(client);
    }

    /** The number of tasks of all clients. */
    int count() {
        return worker.getQueue().size();
    }

    /** Cancels all tasks. */
    void stop() {
        worker.shutdownNow();
    }
}
