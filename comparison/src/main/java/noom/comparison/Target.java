package noom.comparison;

import java.util.Locale;

/** The ratio to its Node twin that a Java server must reach. With up to 50 clients every limit is 1. */
enum Target {
    THROUGHPUT(Metric.SATURATION, true, 3),
    ROUND_TRIP(Metric.ONE_IN_FLIGHT, true, 1),
    LATENCY(Metric.P99, false, 0.8),
    MEMORY(Metric.MEMORY, false, 1);

    private static final int FEW_CLIENTS = 50;

    final Metric metric;
    private final boolean moreIsBetter;
    private final double limit;

    Target(Metric metric, boolean moreIsBetter, double limit) {
        this.metric = metric;
        this.moreIsBetter = moreIsBetter;
        this.limit = limit;
    }

    boolean isReachedBy(double ratio, int clients) {
        var ratioLimit = clients <= FEW_CLIENTS ? 1 : limit;
        return moreIsBetter ? ratio >= ratioLimit : ratio <= ratioLimit;
    }

    String describe() {
        return String.format(Locale.ROOT, "%s %.1f", moreIsBetter ? "≥" : "≤", limit);
    }
}
