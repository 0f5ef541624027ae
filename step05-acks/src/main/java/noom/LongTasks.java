package noom;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import noom.runtime.InvalidInputException;

/**
 * Work that takes 1,500 ms. It is done on a thread of its own: on the thread that reads from the network, everybody
 * would wait for it. Every method holds this object's lock.
 *
 * @param <S> a socket
 */
final class LongTasks<S> {
    private static final int MILLIS = 1500;
    private static final int MAX_CONCURRENT = 10;

    private final ScheduledThreadPoolExecutor worker = new ScheduledThreadPoolExecutor(1);

    /** What is under way for whom. Tasks that are done are taken out with the next one, or when the client leaves. */
    private final Map<S, Set<Future<?>>> underWay = new HashMap<>();

    LongTasks() {
        worker.setRemoveOnCancelPolicy(true);
    }

    /**
     * Does this in 1,500 ms, unless the client leaves.
     *
     * @throws InvalidInputException if ten are under way for this client
     */
    synchronized void start(S client, Runnable task) {
        var tasks = underWay.computeIfAbsent(client, isNew -> new HashSet<>());
        tasks.removeIf(Future::isDone);
        if (tasks.size() >= MAX_CONCURRENT) {
            throw new InvalidInputException(
                    "%d long tasks are under way for you. Wait for one.".formatted(MAX_CONCURRENT));
        }
        tasks.add(worker.schedule(task, MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Forgets what is under way for a client that left. */
    synchronized void cancel(S client) {
        underWay.getOrDefault(client, Set.of()).forEach(task -> task.cancel(false));
        underWay.remove(client);
    }

    /** How many are under way, for everybody together. */
    synchronized int count() {
        return worker.getQueue().size();
    }

    /** Forgets everything. */
    void stop() {
        worker.shutdownNow();
    }
}
