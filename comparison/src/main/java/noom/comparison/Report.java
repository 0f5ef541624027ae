package noom.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import noom.comparison.Samples.Spread;

/** Writes the results of a run: tables and charts for readers, and every sample as CSV for a spreadsheet. */
final class Report {
    private static final List<Metric> UNDER_LOAD = List.of(
            Metric.SATURATION,
            Metric.ONE_IN_FLIGHT,
            Metric.CPU,
            Metric.P50,
            Metric.P99,
            Metric.CONNECT,
            Metric.MEMORY,
            Metric.SERVER_CORES,
            Metric.LOAD_CORES);
    private static final List<Metric> PER_SERVER = List.of(
            Metric.START,
            Metric.CONNECT_ROUND_TRIPS,
            Metric.CONNECT_SENT,
            Metric.CONNECT_RECEIVED,
            Metric.MESSAGE_SENT,
            Metric.MESSAGE_RECEIVED);
    private static final List<Metric> FRAMEWORK_COST =
            List.of(Metric.SATURATION, Metric.ONE_IN_FLIGHT, Metric.CPU, Metric.P99, Metric.CONNECT, Metric.MEMORY);

    private final Plan plan;
    private final Map<String, String> environment;
    private final Samples samples;
    private final StringBuilder page = new StringBuilder();

    /** Two contenders whose ratio is shown: the first divided by the second. */
    private record Pair(String title, Contender first, Contender second) {}

    private static final List<Pair> JAVA_AND_NODE = List.of(
            new Pair("step 2 / Node ws", Contender.STEP2, Contender.NODE_WS),
            new Pair("step 3 / Node socket.io", Contender.STEP3, Contender.NODE_SOCKET_IO));
    private static final List<Pair> SOCKET_IO_AND_RAW = List.of(
            new Pair("step 3 / step 2", Contender.STEP3, Contender.STEP2),
            new Pair("Node socket.io / Node ws", Contender.NODE_SOCKET_IO, Contender.NODE_WS));

    Report(Plan plan, Map<String, String> environment, Samples samples) {
        this.plan = plan;
        this.environment = environment;
        this.samples = samples;
    }

    /**
     * Writes {@code results.md}, {@code results.csv} and the charts.
     *
     * @param folder created if it is missing
     * @throws IOException if a file cannot be written
     */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var metric : Charts.DRAWN) {
            Charts.draw(samples, metric, plan.clientCounts(), folder);
        }
        Files.write(folder.resolve("results.csv"), csv());
        Files.writeString(folder.resolve("results.md"), page());
    }

    private List<String> csv() {
        var lines = new ArrayList<>(List.of("metric,unit,server,clients,round,value"));
        for (var sample : samples.all()) {
            lines.add(String.join(
                    ",",
                    sample.metric().name(),
                    sample.metric().unit,
                    "\"" + sample.contender().title + "\"",
                    sample.clients() == 0 ? "" : String.valueOf(sample.clients()),
                    String.valueOf(sample.round()),
                    String.format(Locale.ROOT, "%.3f", sample.value())));
        }
        return lines;
    }

    private String page() {
        line("# Results");
        line("");
        line("Written by `mvn -pl comparison compile exec:java`. Medians of %d rounds, in brackets the smallest and the"
                .formatted(plan.rounds()));
        line("largest figure. %s".formatted(deliveries()));
        samples.failures().forEach(failure -> line("- " + failure));
        environment();
        ratios();
        plan.clientCounts().forEach(this::underLoad);
        servers();
        charts();
        return page.toString();
    }

    private String deliveries() {
        return samples.failures().isEmpty()
                ? "All %,d deliveries were checked: each message came whole, once and in order."
                        .formatted(samples.deliveries())
                : "%,d deliveries came as they should, but these measurements failed:".formatted(samples.deliveries());
    }

    private void environment() {
        heading("The machine");
        row(Stream.of("What", "Which"));
        row(Stream.of("---", "---"));
        environment.forEach((name, value) -> row(Stream.of(name, value)));
    }

    private void ratios() {
        heading("Ours beside Node's");
        line("Our figure divided by Node's, round by round. Target are, with more than 50 clients, the limits in the");
        line("heading, and with 50 nothing worse than Node; what falls short is marked ✗.");
        line("");
        row(Stream.concat(
                Stream.of("clients", ""),
                Stream.of(Target.values()).map(target -> target.metric.title + ", " + target.describe())));
        row(Stream.of("---:", "---", "---:", "---:", "---:", "---:"));
        for (var clients : plan.clientCounts()) {
            for (var pair : JAVA_AND_NODE) {
                row(Stream.concat(
                        Stream.of("%,d".formatted(clients), pair.title),
                        Stream.of(Target.values()).map(target -> judge(target, pair, clients))));
            }
        }

        heading("Socket.IO beside raw WebSocket");
        line("What the framework costs: its figure divided by the one of the bare protocol.");
        line("");
        row(Stream.concat(Stream.of("clients", ""), FRAMEWORK_COST.stream().map(metric -> metric.title)));
        row(Stream.concat(Stream.of("---:", "---"), FRAMEWORK_COST.stream().map(metric -> "---:")));
        for (var clients : plan.clientCounts()) {
            for (var pair : SOCKET_IO_AND_RAW) {
                row(Stream.concat(
                        Stream.of("%,d".formatted(clients), pair.title),
                        FRAMEWORK_COST.stream()
                                .map(metric -> format(samples.ratio(metric, pair.first, pair.second, clients)))));
            }
        }
    }

    private String judge(Target target, Pair pair, int clients) {
        var ratio = samples.ratio(target.metric, pair.first, pair.second, clients);
        var reached = ratio.isEmpty() || target.isReachedBy(ratio.get().median(), clients);
        return format(ratio) + (reached ? "" : " ✗");
    }

    private static String format(Optional<Spread> ratio) {
        return format(ratio, value -> String.format(Locale.ROOT, "%.2f", value));
    }

    private static String format(Optional<Spread> spread, Function<Double, String> formatter) {
        return spread.map(figures -> figures.min() == figures.max()
                        ? formatter.apply(figures.median())
                        : "%s (%s–%s)"
                                .formatted(
                                        formatter.apply(figures.median()),
                                        formatter.apply(figures.min()),
                                        formatter.apply(figures.max())))
                .orElse("");
    }

    private void underLoad(int clients) {
        heading("%,d clients".formatted(clients));
        figures(Arrays.asList(Contender.values()), UNDER_LOAD, clients);
    }

    private void servers() {
        heading("Start, and what goes over the wire");
        line("Bytes are counted above TCP, for a client that sends no header more than it must; a browser sends some");
        line("hundred bytes more. Round trips are TCP's, the upgrade's and Socket.IO's.");
        line("");
        figures(Contender.CHATS, PER_SERVER, 0);
    }

    private void figures(List<Contender> contenders, List<Metric> metrics, int clients) {
        row(Stream.concat(Stream.of(""), metrics.stream().map(Metric::titleAndUnit)));
        row(Stream.concat(Stream.of("---"), metrics.stream().map(metric -> "---:")));
        for (var contender : contenders) {
            row(Stream.concat(
                    Stream.of(contender.title),
                    metrics.stream()
                            .map(metric -> format(samples.spread(metric, contender, clients), metric::format))));
        }
    }

    private void charts() {
        heading("Charts");
        line("Bars are medians; the line through a bar is as long as the figures lie apart.");
        for (var metric : Charts.DRAWN) {
            line("");
            line("![%s](%s)".formatted(metric.titleAndUnit(), Charts.fileName(metric)));
        }
    }

    private void heading(String text) {
        line("");
        line("## " + text);
        line("");
    }

    private void row(Stream<String> cells) {
        line("| " + String.join(" | ", cells.toList()) + " |");
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
