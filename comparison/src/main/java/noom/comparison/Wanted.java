package noom.comparison;

import java.util.Locale;

/** What we want of a Java server, as a ratio to its Node twin. With 50 clients it is only to be no worse. */
enum Wanted {
    MANY(Measure.SATURATION, true, 3),
    ONE(Measure.ONE_IN_FLIGHT, true, 1),
    LATENCY(Measure.P99, false, 0.8),
    MEMORY(Measure.MEMORY, false, 1);

    private static final int FEW_CLIENTS = 50;

    final Measure measure;
    private final boolean moreIsBetter;
    private final double limit;

    Wanted(Measure measure, boolean moreIsBetter, double limit) {
        this.measure = measure;
        this.moreIsBetter = moreIsBetter;
        this.limit = limit;
    }

    boolean reachedBy(double ratio, int clients) {
        var border = clients <= FEW_CLIENTS ? 1 : limit;
        return moreIsBetter ? ratio >= border : ratio <= border;
    }

    String inWords() {
        return String.format(Locale.ROOT, "%s %.1f", moreIsBetter ? "≥" : "≤", limit);
    }
}
