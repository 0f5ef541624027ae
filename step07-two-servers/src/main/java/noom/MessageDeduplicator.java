package noom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Delivers a message once. A client that got no answer cannot know whether the message or only the answer was lost, so
 * it sends the message again, with the same id. Used by handlers only, on the server's thread.
 */
final class MessageDeduplicator {
    private static final long MAX_AGE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MAX_SIZE = 20_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What makes two messages the same. With the id alone, a second person who takes an id that is taken would be told
     * that the message was delivered, and nobody would have heard it.
     *
     * @param sender a secret of the sender, so that nobody else can name it
     * @param rooms those that were named, in any order
     * @param id chosen by the sender
     * @param text as it was typed
     */
    record Message(String sender, Set<String> rooms, String id, String text) {
        /** The same on each server, and it tells nobody the secret. */
        String key() {
            try {
                var parts = JSON.writeValueAsBytes(List.of(sender, new TreeSet<>(rooms), id, text));
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(parts));
            } catch (JsonProcessingException | NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private record Delivery(long time, CompletableFuture<Integer> receivers) {}

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
    CompletableFuture<Integer> deliverOnce(Message message, Supplier<CompletableFuture<Integer>> delivery) {
        evictExpired();
        var before = deliveries.get(message);
        if (before != null) {
            return before.receivers();
        }
        var receivers = delivery.get();
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
