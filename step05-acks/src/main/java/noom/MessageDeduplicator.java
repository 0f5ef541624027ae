package noom;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The messages of the last minute by their ids. A client that got no answer cannot know whether its message or only the
 * answer was lost; it sends the message again, and nobody sees it twice. Used by one handler at a time.
 */
final class MessageDeduplicator {
    private static final long A_MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int MAX_SIZE = 100_000;

    private record Seen(long when, int delivered) {}

    /** Oldest first. */
    private final Map<String, Seen> seen = new LinkedHashMap<>();

    private final LongSupplier clock;

    /** @param clock the time in nanoseconds, such as {@code System::nanoTime} */
    MessageDeduplicator(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Delivers a message, unless one with this id was delivered in the last minute.
     *
     * @param delivery delivers it, and returns to how many people
     * @return to how many people it was delivered, now or then
     */
    int deliverOnce(String id, IntSupplier delivery) {
        evictExpired();
        var before = seen.get(id);
        if (before != null) {
            return before.delivered();
        }
        var delivered = delivery.getAsInt();
        seen.put(id, new Seen(clock.getAsLong(), delivered));
        return delivered;
    }

    private void evictExpired() {
        var oldest = seen.values().iterator();
        while (oldest.hasNext()) {
            var isRecent = clock.getAsLong() - oldest.next().when() < A_MINUTE;
            if (isRecent && seen.size() <= MAX_SIZE) {
                return;
            }
            oldest.remove();
        }
    }
}
