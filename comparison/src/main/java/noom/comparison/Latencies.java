package noom.comparison;

import java.util.concurrent.TimeUnit;

/** A latency histogram with buckets of 10 microseconds, up to 10 seconds. Longer latencies count as 10 seconds. */
final class Latencies {
    private static final long BUCKET_NANOS = TimeUnit.MICROSECONDS.toNanos(10);
    private static final int BUCKETS = 1_000_000;

    private final int[] counts = new int[BUCKETS];
    private long total;

    void add(long nanos) {
        counts[(int) Math.min(BUCKETS - 1, Math.max(0, nanos / BUCKET_NANOS))]++;
        total++;
    }

    /**
     * The time in milliseconds within which a share of all messages arrived.
     *
     * @param share 0 to 1; 0.99 leaves out the slowest hundredth
     * @throws IllegalStateException if nothing was added
     */
    double percentile(double share) {
        var rank = Math.max(1, (long) Math.ceil(share * total));
        var seen = 0L;
        for (var i = 0; i < BUCKETS; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return (i + 1) * (double) BUCKET_NANOS / TimeUnit.MILLISECONDS.toNanos(1);
            }
        }
        throw new IllegalStateException("Nothing arrived.");
    }
}
