package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import noom.MessageDeduplicator.Message;
import noom.runtime.InvalidInputException;
import org.junit.jupiter.api.Test;

/** The memory for message ids, with a clock of its own. */
class MessageDeduplicatorTest {
    private long now;
    private int deliveries;
    private final MessageDeduplicator deduplicator = new MessageDeduplicator(() -> now);

    @Test
    void theSameIdIsDeliveredOnceAndAnsweredTheSame() {
        assertEquals(1, deliver("a"));
        assertEquals(1, deliver("a"));
        assertEquals(2, deliver("b"));
        assertEquals(1, deliver("a"));
        assertEquals(2, deliveries);
    }

    @Test
    void anotherSenderRoomOrTextIsAnotherMessage() {
        deliver(message("a"));
        deliver(new Message("secret of Bob", Set.of("java"), "a", "hi"));
        deliver(new Message("secret of Ann", Set.of("java", "node"), "a", "hi"));
        deliver(new Message("secret of Ann", Set.of("java"), "a", "ho"));
        assertEquals(4, deliveries);

        deliver(new Message("secret of Ann", Set.of("node", "java"), "a", "hi"));
        assertEquals(4, deliveries, "the same rooms in another order");
    }

    @Test
    void afterAMinuteAnIdIsForgotten() {
        deliver("a");
        now += Duration.ofSeconds(59).toNanos();
        deliver("a");
        assertEquals(1, deliveries);

        now += Duration.ofSeconds(1).toNanos();
        deliver("a");
        assertEquals(2, deliveries);
    }

    @Test
    void aDeliveryThatIsRefusedIsNotRemembered() {
        assertThrows(
                InvalidInputException.class,
                () -> deduplicator.deliverOnce(message("a"), () -> {
                    throw new InvalidInputException("no");
                }));

        assertEquals(1, deliver("a"));
    }

    @Test
    void theMemoryHasAnEnd() {
        for (var i = 0; i < 40_000; i++) {
            deliver("id " + i);
        }
        deliver("id 39999");
        assertEquals(40_000, deliveries);
        deliver("id 0");
        assertEquals(40_001, deliveries, "the oldest are forgotten first");
    }

    @Test
    void theKeyIsTheSameInAnyOrderAndTellsNoSecret() {
        var one = new Message("secret of Ann", Set.of("java", "node"), "a", "hi");
        var other = new Message("secret of Ann", Set.of("node", "java"), "a", "hi");

        assertEquals(one.key(), other.key());
        assertTrue(one.key().matches("[0-9a-f]{64}"), one.key());
        assertNotEquals(one.key(), message("a").key());
    }

    private int deliver(String id) {
        return deliver(message(id));
    }

    private int deliver(Message message) {
        return deduplicator
                .deliverOnce(message, () -> CompletableFuture.completedFuture(++deliveries))
                .join();
    }

    private static Message message(String id) {
        return new Message("secret of Ann", Set.of("java"), id, "hi");
    }
}
