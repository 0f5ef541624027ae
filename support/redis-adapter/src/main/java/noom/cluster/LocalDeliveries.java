package noom.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * Delivers to this server's sockets in the order in which the events were sent, although some wait until Redis has said
 * that they are new. Other servers get them in this order anyway. Used on the server's event loop.
 */
final class LocalDeliveries {
    private record Delivery(CompletableFuture<Boolean> isNew, Runnable run) {}

    private final Deque<Delivery> waiting = new ArrayDeque<>();

    /** @param isNew completes on the event loop; false drops the delivery */
    void add(CompletableFuture<Boolean> isNew, Runnable run) {
        waiting.addLast(new Delivery(isNew, run));
        isNew.thenRun(this::drain);
    }

    /** Delivers after those that wait. */
    void add(Runnable run) {
        add(CompletableFuture.completedFuture(true), run);
    }

    private void drain() {
        while (!waiting.isEmpty() && waiting.peekFirst().isNew().isDone()) {
            var next = waiting.removeFirst();
            if (next.isNew().join()) {
                next.run().run();
            }
        }
    }
}
