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

/** Writes what was measured: tables, charts, and the raw figures as CSV. */
final class Report {
    private static final List<Measure> UNDER_LOAD = List.of(
            Measure.SATURATION,
            Measure.ONE_IN_FLIGHT,
            Measure.CPU,
            Measure.P50,
            Measure.P99,
            Measure.CONNECT,
            Measure.MEMORY,
            Measure.SERVER_CORES,
            Measure.LOAD_CORES);
    private static final List<Measure> OF_A_SERVER = List.of(
            Measure.START,
            Measure.CONNECT_ROUND_TRIPS,
            Measure.CONNECT_SENT,
            Measure.CONNECT_RECEIVED,
            Measure.MESSAGE_SENT,
            Measure.MESSAGE_RECEIVED);
    private static final List<Measure> OF_SOCKET_IO = List.of(
            Measure.SATURATION, Measure.ONE_IN_FLIGHT, Measure.CPU, Measure.P99, Measure.CONNECT, Measure.MEMORY);

    private final Plan plan;
    private final Map<String, String> machine;
    private final Samples samples;
    private final StringBuilder page = new StringBuilder();

    /** Two contenders of which the first is measured by the second. */
    private record Pair(String title, Contender one, Contender other) {}

    private static final List<Pair> OURS_BESIDE_NODES = List.of(
            new Pair("step 2 / Node ws", Contender.STEP2, Contender.NODE_WS),
            new Pair("step 3 / Node socket.io", Contender.STEP3, Contender.NODE_SOCKET_IO));
    private static final List<Pair> SOCKET_IO_BESIDE_RAW = List.of(
            new Pair("step 3 / step 2", Contender.STEP3, Contender.STEP2),
            new Pair("Node socket.io / Node ws", Contender.NODE_SOCKET_IO, Contender.NODE_WS));

    Report(Plan plan, Map<String, String> machine, Samples samples) {
        this.plan = plan;
        this.machine = machine;
        this.samples = samples;
    }

    /** Writes {@code results.md}, {@code results.csv} and the charts into a folder. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var measure : Charts.DRAWN) {
            Charts.draw(samples, measure, plan.crowds(), folder);
        }
        Files.write(folder.resolve("results.csv"), csv());
        Files.writeString(folder.resolve("results.md"), page());
    }

    private List<String> csv() {
        var lines = new ArrayList<>(List.of("measure,unit,server,clients,round,value"));
        for (var sample : samples.all()) {
            lines.add(String.join(
                    ",",
                    sample.measure().name(),
                    sample.measure().unit,
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
        line("largest figure. %s".formatted(arrived()));
        samples.failures().forEach(failure -> line("- " + failure));
        machine();
        ratios();
        plan.crowds().forEach(this::underLoad);
        servers();
        charts();
        return page.toString();
    }

    private String arrived() {
        return samples.failures().isEmpty()
                ? "All %,d deliveries were checked: each message came whole, once and in order."
                        .formatted(samples.deliveries())
                : "%,d deliveries came as they should, but these measurements failed:".formatted(samples.deliveries());
    }

    private void machine() {
        heading("The machine");
        row(Stream.of("What", "Which"));
        row(Stream.of("---", "---"));
        machine.forEach((what, which) -> row(Stream.of(what, which)));
    }

    private void ratios() {
        heading("Ours beside Node's");
        line("Our figure divided by Node's, round by round. Wanted are, with more than 50 clients, the limits in the");
        line("heading, and with 50 nothing worse than Node; what falls short is marked ✗.");
        line("");
        row(Stream.concat(
                Stream.of("clients", ""),
                Stream.of(Wanted.values()).map(wanted -> wanted.measure.title + ", " + wanted.inWords())));
        row(Stream.of("---:", "---", "---:", "---:", "---:", "---:"));
        for (var clients : plan.crowds()) {
            for (var pair : OURS_BESIDE_NODES) {
                row(Stream.concat(
                        Stream.of("%,d".formatted(clients), pair.title),
                        Stream.of(Wanted.values()).map(wanted -> judged(wanted, pair, clients))));
            }
        }

        heading("Socket.IO beside raw WebSocket");
        line("What the framework costs: its figure divided by the one of the bare protocol.");
        line("");
        row(Stream.concat(Stream.of("clients", ""), OF_SOCKET_IO.stream().map(measure -> measure.title)));
        row(Stream.concat(Stream.of("---:", "---"), OF_SOCKET_IO.stream().map(measure -> "---:")));
        for (var clients : plan.crowds()) {
            for (var pair : SOCKET_IO_BESIDE_RAW) {
                row(Stream.concat(
                        Stream.of("%,d".formatted(clients), pair.title),
                        OF_SOCKET_IO.stream()
                                .map(measure -> shown(samples.ratio(measure, pair.one, pair.other, clients)))));
            }
        }
    }

    private String judged(Wanted wanted, Pair pair, int clients) {
        var ratio = samples.ratio(wanted.measure, pair.one, pair.other, clients);
        var good = ratio.isEmpty() || wanted.reachedBy(ratio.get().median(), clients);
        return shown(ratio) + (good ? "" : " ✗");
    }

    private static String shown(Optional<Spread> ratio) {
        return shown(ratio, value -> String.format(Locale.ROOT, "%.2f", value));
    }

    private static String shown(Optional<Spread> spread, Function<Double, String> format) {
        return spread.map(figures -> figures.min() == figures.max()
                        ? format.apply(figures.median())
                        : "%s (%s–%s)"
                                .formatted(
                                        format.apply(figures.median()),
                                        format.apply(figures.min()),
                                        format.apply(figures.max())))
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
        figures(Contender.CHATS, OF_A_SERVER, 0);
    }

    private void figures(List<Contender> contenders, List<Measure> measures, int clients) {
        row(Stream.concat(Stream.of(""), measures.stream().map(Measure::titleAndUnit)));
        row(Stream.concat(Stream.of("---"), measures.stream().map(measure -> "---:")));
        for (var contender : contenders) {
            row(Stream.concat(
                    Stream.of(contender.title),
                    measures.stream()
                            .map(measure -> shown(samples.spread(measure, contender, clients), measure::format))));
        }
    }

    private void charts() {
        heading("Charts");
        line("Bars are medians; the line through a bar is as long as the figures lie apart.");
        for (var measure : Charts.DRAWN) {
            line("");
            line("![%s](%s)".formatted(measure.titleAndUnit(), Charts.fileName(measure)));
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
