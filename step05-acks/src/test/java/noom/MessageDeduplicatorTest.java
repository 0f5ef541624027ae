package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
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
                () -> deduplicator.deliverOnce("a", () -> {
                    throw new InvalidInputException("no");
                }));

        assertEquals(1, deliver("a"));
    }

    @Test
    void theMemoryHasAnEnd() {
        for (var i = 0; i < 200_000; i++) {
            deliver("id " + i);
        }
        deliver("id 199999");
        assertEquals(200_000, deliveries);
        deliver("id 0");
        assertEquals(200_001, deliveries, "the oldest are forgotten first");
    }

    private int deliver(String id) {
        return deduplicator.deliverOnce(id, () -> ++deliveries);
    }
}
