package noom;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Delivers each message once, by its id. A client that got no answer cannot know whether the message or only the answer
 * was lost, so it sends the message again. Used by handlers only, on the server's thread.
 */
final class MessageDeduplicator {
    private static final long MAX_AGE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MAX_SIZE = 100_000;

    private record Delivery(long time, int receivers) {}

    /** Oldest first. */
    private final Map<String, Delivery> deliveries = new LinkedHashMap<>();

    private final LongSupplier clock;

    /** @param clock the time in nanoseconds, such as {@code System::nanoTime} */
    MessageDeduplicator(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Delivers a message, unless one with this id was delivered in the last minute.
     *
     * @param delivery delivers it, and returns the number of its receivers
     * @return the number of receivers, now or then
     */
    int deliverOnce(String id, IntSupplier delivery) {
        evictExpired();
        var before = deliveries.get(id);
        if (before != null) {
            return before.receivers();
        }
        var receivers = delivery.getAsInt();
        deliveries.put(id, new Delivery(clock.getAsLong(), receivers));
        return receivers;
    }

    private void evictExpired() {
        var oldest = deliveries.values().iterator();
        while (oldest.hasNext()) {
            var isRecent = clock.getAsLong() - oldest.next().time() < MAX_AGE_NANOS;
            if (isRecent && deliveries.size() <= MAX_SIZE) {
                return;
            }
            oldest.remove();
        }
    }
}
