package noom.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Collects the samples of one run and computes medians, spreads and ratios from them. */
final class Samples {
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private long deliveries;

    /**
     * One measured value.
     *
     * @param clients number of connected clients; 0 for a property of the server itself, such as its start
     * @param round counts from 1
     */
    record Sample(Metric metric, Contender contender, int clients, int round, double value) {}

    /** Median, minimum and maximum of some values. */
    record Spread(double median, double min, double max) {
        private static Spread of(double[] values) {
            var sorted = DoubleStream.of(values).sorted().toArray();
            var middle = sorted.length / 2;
            var median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Spread(median, sorted[0], sorted[sorted.length - 1]);
        }
    }

    /** Adds a sample. NaN, the value where the system does not tell, is ignored. */
    void add(Metric metric, Contender contender, int clients, int round, double value) {
        if (!Double.isNaN(value)) {
            samples.add(new Sample(metric, contender, clients, round, value));
        }
    }

    /** Counts messages that arrived complete, once and in order. */
    void addDeliveries(long more) {
        deliveries += more;
    }

    /** Records a measurement that failed and so has no sample. */
    void addFailure(String description) {
        failures.add(description);
    }

    List<Sample> all() {
        return List.copyOf(samples);
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    long deliveries() {
        return deliveries;
    }

    /** The spread over all rounds; empty if nothing was measured. */
    Optional<Spread> spread(Metric metric, Contender contender, int clients) {
        var values = samples.stream()
                .filter(sample -> matches(sample, metric, contender, clients))
                .mapToDouble(Sample::value)
                .toArray();
        return values.length == 0 ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /** One contender's samples divided by the other's, round by round: samples of one round are seconds apart. */
    Optional<Spread> ratio(Metric metric, Contender first, Contender second, int clients) {
        var ratios = samples.stream()
                .filter(sample -> matches(sample, metric, first, clients))
                .flatMapToDouble(sample -> samples.stream()
                        .filter(paired -> matches(paired, metric, second, clients) && paired.round == sample.round)
                        .mapToDouble(paired -> sample.value / paired.value))
                .toArray();
        return ratios.length == 0 ? Optional.empty() : Optional.of(Spread.of(ratios));
    }

    private static boolean matches(Sample sample, Metric metric, Contender contender, int clients) {
        return sample.metric == metric && sample.contender == contender && sample.clients == clients;
    }
}
