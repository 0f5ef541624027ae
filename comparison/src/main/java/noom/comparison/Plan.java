package noom.comparison;

import java.time.Duration;
import java.util.List;

/**
 * The size of a run: how many clients, how often and how long.
 *
 * @param clientCounts numbers of clients, ascending
 * @param idleCounts numbers of idle clients whose memory is measured, ascending
 * @param crowds numbers of clients to try for the largest crowd, ascending
 * @param rounds how many times each server is measured under load
 * @param starts how many times each chat is started to measure its start and its memory
 * @param warmUp load before the first measurement, per server
 * @param sampleTime duration of one measurement under load
 * @param settleTime pause before the memory is read, for work that a server does after a client has connected
 */
record Plan(
        List<Integer> clientCounts,
        List<Integer> idleCounts,
        List<Integer> crowds,
        int rounds,
        int starts,
        Duration warmUp,
        Duration sampleTime,
        Duration settleTime) {
    static final Plan FULL = new Plan(
            List.of(50, 500, 2000),
            List.of(50, 500, 2000, 10_000),
            List.of(2000, 4000, 8000, 16_000),
            3,
            2,
            Duration.ofSeconds(3),
            Duration.ofMillis(800),
            Duration.ofMillis(300));

    static final Plan QUICK = new Plan(
            List.of(50, 500),
            List.of(50, 500),
            List.of(1000, 2000),
            1,
            1,
            Duration.ofMillis(1000),
            Duration.ofMillis(300),
            Duration.ofMillis(300));

    /** Shows that every measurement works; the figures mean nothing. */
    static final Plan SMOKE = new Plan(
            List.of(10),
            List.of(10),
            List.of(10),
            1,
            1,
            Duration.ofMillis(200),
            Duration.ofMillis(250),
            Duration.ofMillis(50));
}
