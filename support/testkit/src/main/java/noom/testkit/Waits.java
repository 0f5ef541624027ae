package noom.testkit;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ConditionFactory;

/**
 * Waits for what a server or a client does in the background. All waits share one timeout, so that a slow machine is no
 * reason for a test to fail.
 */
public final class Waits {
    /**
     * How long a test waits for something that has to happen. A server misses a page that polled only after 25 s, and on a slow
     * machine a page may have to poll.
     */
    public static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

    private Waits() {}

    /**
     * Begins a wait: {@code waitFor("two messages").until(() -> messages.size() == 2)}.
     *
     * @param what named in the failure when it has not happened within {@link #TIMEOUT}
     */
    public static ConditionFactory waitFor(String what) {
        return await(what)
                .pollInSameThread()
                .atMost(TIMEOUT)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL_INTERVAL);
    }
}
