package noom.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** All figures of one run, each with where it comes from. */
final class Samples {
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private long deliveries;

    /** One figure. Without a number of clients it holds for the server as such, and {@code clients} is 0. */
    record Sample(Measure measure, Contender contender, int clients, int round, double value) {}

    /** The middle of some figures, and how far they lie apart. */
    record Spread(double median, double min, double max) {
        private static Spread of(double[] values) {
            var sorted = DoubleStream.of(values).sorted().toArray();
            var middle = sorted.length / 2;
            var median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Spread(median, sorted[0], sorted[sorted.length - 1]);
        }
    }

    void add(Measure measure, Contender contender, int clients, int round, double value) {
        if (!Double.isNaN(value)) {
            samples.add(new Sample(measure, contender, clients, round, value));
        }
    }

    /** So many messages arrived as they should. */
    void arrived(long more) {
        deliveries += more;
    }

    /** Something did not: that measurement has no figure. */
    void failed(String what) {
        failures.add(what);
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

    /** Over all rounds; empty where nothing was measured. */
    Optional<Spread> spread(Measure measure, Contender contender, int clients) {
        var values = samples.stream()
                .filter(sample -> matches(sample, measure, contender, clients))
                .mapToDouble(Sample::value)
                .toArray();
        return values.length == 0 ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /** One contender's figures divided by the other's, round by round: both had the machine at about the same time. */
    Optional<Spread> ratio(Measure measure, Contender one, Contender other, int clients) {
        var ratios = samples.stream()
                .filter(sample -> matches(sample, measure, one, clients))
                .flatMapToDouble(sample -> samples.stream()
                        .filter(beside -> matches(beside, measure, other, clients) && beside.round == sample.round)
                        .mapToDouble(beside -> sample.value / beside.value))
                .toArray();
        return ratios.length == 0 ? Optional.empty() : Optional.of(Spread.of(ratios));
    }

    private static boolean matches(Sample sample, Measure measure, Contender contender, int clients) {
        return sample.measure == measure && sample.contender == contender && sample.clients == clients;
    }
}
