package noom;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Delivers a message once. A client that got no answer cannot know whether the message or only the answer was lost, so
 * it sends the message again, with the same id. Used by handlers only, on the server's thread.
 */
final class MessageDeduplicator {
    private static final long MAX_AGE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MAX_SIZE = 20_000;

    /**
     * What makes two messages the same. With the id alone, a second person who takes an id that is taken would be told
     * that the message was delivered, and nobody would have heard it.
     *
     * @param sender a secret of the sender, so that nobody else can name it
     * @param rooms those that were named, in any order
     * @param id chosen by the sender
     * @param text as it was typed
     */
    record Message(String sender, Set<String> rooms, String id, String text) {}

    private record Delivery(long time, int receivers) {}

    /** Oldest first. */
    private final Map<Message, Delivery> deliveries = new LinkedHashMap<>();

    private final LongSupplier clock;

    /** @param clock the time in nanoseconds, such as {@code System::nanoTime} */
    MessageDeduplicator(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Delivers a message, unless it was delivered in the last minute.
     *
     * @param delivery delivers it, and returns the number of its receivers
     * @return the number of receivers, now or then
     */
    int deliverOnce(Message message, IntSupplier delivery) {
        evictExpired();
        var before = deliveries.get(message);
        if (before != null) {
            return before.receivers();
        }
        var receivers = delivery.getAsInt();
        deliveries.put(message, new Delivery(clock.getAsLong(), receivers));
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
