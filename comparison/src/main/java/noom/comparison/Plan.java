package noom.comparison;

import java.time.Duration;
import java.util.List;

/**
 * How long and how often is measured.
 *
 * @param crowds numbers of clients
 * @param rounds how often each server has its turn
 * @param starts how often each chat is started anew, for its start and its memory
 * @param warmUp under load, before anything is measured
 * @param one time for one measurement
 * @param moment for what a server does behind a connection's back, before its memory is read
 */
record Plan(List<Integer> crowds, int rounds, int starts, Duration warmUp, Duration one, Duration moment) {
    static final Plan FULL = new Plan(
            List.of(50, 500, 2000), 5, 5, Duration.ofSeconds(5), Duration.ofMillis(1300), Duration.ofMillis(300));
    static final Plan QUICK =
            new Plan(List.of(50, 500), 1, 1, Duration.ofMillis(1000), Duration.ofMillis(300), Duration.ofMillis(300));

    /** Only whether it works. */
    static final Plan SMOKE =
            new Plan(List.of(10), 1, 1, Duration.ofMillis(200), Duration.ofMillis(250), Duration.ofMillis(50));
}
