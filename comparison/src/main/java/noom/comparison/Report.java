package noom.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
            Metric.CPU,
            Metric.CPU_ONE,
            Metric.SATURATION,
            Metric.ONE_IN_FLIGHT,
            Metric.P50,
            Metric.P99,
            Metric.CONNECT,
            Metric.MEMORY,
            Metric.SERVER_CORES,
            Metric.LOAD_CORES);
    private static final List<Metric> PER_SERVER = List.of(
            Metric.CROWD,
            Metric.START,
            Metric.CONNECT_ROUND_TRIPS,
            Metric.CONNECT_SENT,
            Metric.CONNECT_RECEIVED,
            Metric.MESSAGE_SENT,
            Metric.MESSAGE_RECEIVED);
    private static final List<Metric> COMPARED = List.of(
            Metric.CPU,
            Metric.CPU_ONE,
            Metric.SATURATION,
            Metric.ONE_IN_FLIGHT,
            Metric.P99,
            Metric.CONNECT,
            Metric.MEMORY);

    private final Plan plan;
    private final Map<String, String> environment;
    private final Samples samples;
    private final boolean isValid;
    private final StringBuilder page = new StringBuilder();

    /** Two contenders whose ratio is shown: the first divided by the second. */
    private record Pair(String title, Contender first, Contender second) {}

    /** What the framework costs, each time within one family. */
    private static final List<Pair> SOCKET_IO_AND_RAW = List.of(
            new Pair("step 3 / step 2", Contender.STEP3, Contender.STEP2),
            new Pair("netty-socketio / Java-WebSocket, alone", Contender.NETTY_SOCKETIO, Contender.JAVA_WEBSOCKET),
            new Pair("Node socket.io / Node ws", Contender.NODE_SOCKET_IO, Contender.NODE_WS));

    /** Java beside the others. */
    private static final List<Pair> OURS_AND_OTHERS = List.of(
            new Pair("step 2 / Java-WebSocket alone", Contender.STEP2, Contender.JAVA_WEBSOCKET),
            new Pair("step 2 / Javalin", Contender.STEP2, Contender.JAVALIN),
            new Pair("step 2 / Node ws", Contender.STEP2, Contender.NODE_WS),
            new Pair("step 2 / Bun", Contender.STEP2, Contender.BUN),
            new Pair("step 2 / raw TCP, a write a batch", Contender.STEP2, Contender.TCP_BATCH),
            new Pair("step 3 / netty-socketio alone", Contender.STEP3, Contender.NETTY_SOCKETIO),
            new Pair("step 3 / Node socket.io", Contender.STEP3, Contender.NODE_SOCKET_IO),
            new Pair("step 3 / Bun", Contender.STEP3, Contender.BUN));

    /** @param isValid whether the machine was idle before the start */
    Report(Plan plan, Map<String, String> environment, Samples samples, boolean isValid) {
        this.plan = plan;
        this.isValid = isValid;
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
            Charts.draw(samples, metric, metric == Metric.MEMORY ? plan.idleCounts() : plan.clientCounts(), folder);
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
        if (!isValid) {
            line("");
            line("**This run is not valid: the machine was busy before the start (a load of more than %s).**"
                    .formatted(Environment.MAX_LOAD));
        }
        samples.failures().forEach(failure -> line("- " + failure));
        environment();
        ratios(
                "Socket.IO beside raw WebSocket",
                "What the framework costs: its figure divided by the one of the bare protocol, in pairs of equals.",
                SOCKET_IO_AND_RAW);
        ratios("Ours beside the others", "Our figure divided by the other's, round by round.", OURS_AND_OTHERS);
        plan.clientCounts().forEach(this::underLoad);
        idle();
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

    private void ratios(String heading, String explanation, List<Pair> pairs) {
        heading(heading);
        line(explanation);
        line("");
        row(Stream.concat(Stream.of("clients", ""), COMPARED.stream().map(metric -> metric.title)));
        row(Stream.concat(Stream.of("---:", "---"), COMPARED.stream().map(metric -> "---:")));
        for (var clients : plan.clientCounts()) {
            for (var pair : pairs) {
                var ratios = COMPARED.stream()
                        .map(metric -> format(samples.ratio(metric, pair.first, pair.second, clients)))
                        .toList();
                if (ratios.stream().anyMatch(ratio -> !ratio.isEmpty())) {
                    row(Stream.concat(Stream.of("%,d".formatted(clients), pair.title), ratios.stream()));
                }
            }
        }
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
        figures(Contender.all(), UNDER_LOAD, clients);
    }

    private void idle() {
        heading("Memory an idle connection, in KB");
        row(Stream.concat(Stream.of(""), plan.idleCounts().stream().map("%,d clients"::formatted)));
        row(Stream.concat(Stream.of("---"), plan.idleCounts().stream().map(clients -> "---:")));
        for (var contender : chats()) {
            row(Stream.concat(
                    Stream.of(contender.title),
                    plan.idleCounts().stream()
                            .map(clients ->
                                    format(samples.spread(Metric.MEMORY, contender, clients), Metric.MEMORY::format))));
        }
    }

    private static List<Contender> chats() {
        return Contender.all().stream().filter(Contender::isChat).toList();
    }

    private void servers() {
        heading("Largest crowd, start, and what goes over the wire");
        line("Bytes are counted above TCP, for a client that sends no header more than it must; a browser sends some");
        line("hundred bytes more. Round trips are TCP's, the upgrade's and Socket.IO's.");
        line("");
        figures(chats(), PER_SERVER, 0);
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
        line("Bars are medians; the line through a bar reaches from the smallest to the largest figure.");
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
