package noom.comparison;

import java.util.concurrent.TimeUnit;

/** How long messages took, counted by steps of 10 microseconds up to 10 seconds. */
final class Latencies {
    private static final long STEP = TimeUnit.MICROSECONDS.toNanos(10);
    private static final int STEPS = 1_000_000;

    private final int[] counts = new int[STEPS];
    private long total;

    void add(long nanos) {
        counts[(int) Math.min(STEPS - 1, Math.max(0, nanos / STEP))]++;
        total++;
    }

    /** The time in milliseconds within which this part of all messages had arrived; 0.99 is the slowest hundredth. */
    double percentile(double part) {
        var wanted = Math.max(1, (long) Math.ceil(part * total));
        var seen = 0L;
        for (var i = 0; i < STEPS; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return (i + 1) * (double) STEP / TimeUnit.MILLISECONDS.toNanos(1);
            }
        }
        throw new IllegalStateException("Nothing arrived.");
    }
}
