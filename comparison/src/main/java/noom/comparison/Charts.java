package noom.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import noom.comparison.Samples.Spread;

/**
 * Draws bar charts as SVG: the bar is the median, the line through it reaches from the smallest to the largest figure. Each
 * family has one colour, for a light and for a dark page.
 */
final class Charts {
    /** The metrics that get a chart. */
    static final List<Metric> DRAWN = List.of(
            Metric.CPU,
            Metric.CPU_ONE,
            Metric.SATURATION,
            Metric.ONE_IN_FLIGHT,
            Metric.P99,
            Metric.MEMORY,
            Metric.CROWD);

    private static final int WIDTH = 900;
    private static final int LEFT = 215;
    private static final int RIGHT = 110;
    private static final int TOP = 50;
    private static final int ROW = 24;
    private static final int BAR = 16;
    private static final int GROUP = 34;

    private final StringBuilder svg = new StringBuilder();
    private final Metric metric;
    private final double scale;
    private int y = TOP;

    /** What is drawn for one number of clients. */
    private record Group(int clients, List<Bar> bars) {}

    private record Bar(Contender contender, Spread spread) {}

    private Charts(Metric metric, List<Group> groups) {
        this.metric = metric;
        var largest = groups.stream()
                .flatMap(group -> group.bars().stream())
                .mapToDouble(bar -> bar.spread().max())
                .max()
                .orElse(1);
        scale = (WIDTH - LEFT - RIGHT) / Math.max(largest, Double.MIN_NORMAL);
    }

    /** The file name of a metric's chart. */
    static String fileName(Metric metric) {
        return metric.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".svg";
    }

    /**
     * Draws the chart of a metric. A contender without samples is left out.
     *
     * @param clientCounts one group of bars for each that was measured, and one for figures that have no number of clients
     * @param folder an existing folder
     * @throws IOException if the file cannot be written
     */
    static void draw(Samples samples, Metric metric, List<Integer> clientCounts, Path folder) throws IOException {
        var groups = Stream.concat(Stream.of(0), clientCounts.stream())
                .map(clients -> new Group(clients, bars(samples, metric, clients)))
                .filter(group -> !group.bars().isEmpty())
                .toList();
        Files.writeString(folder.resolve(fileName(metric)), new Charts(metric, groups).draw(groups));
    }

    private static List<Bar> bars(Samples samples, Metric metric, int clients) {
        return Stream.of(Contender.values())
                .flatMap(contender ->
                        samples.spread(metric, contender, clients).stream().map(spread -> new Bar(contender, spread)))
                .toList();
    }

    private String draw(List<Group> groups) {
        groups.forEach(this::draw);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="sans-serif" font-size="13">
                  <title>%s</title>
                  <style>
                    rect.page { fill: #ffffff; } text { fill: #1f2328; } line { stroke: #1f2328; stroke-width: 1.5; }
                %s    @media (prefers-color-scheme: dark) {
                      rect.page { fill: #0d1117; } text { fill: #e6edf3; } line { stroke: #e6edf3; }
                %s    }
                  </style>
                  <rect class="page" width="100%%" height="100%%"/>
                  <text x="16" y="28" font-size="16" font-weight="bold">%s</text>
                %s</svg>
                """.formatted(
                        WIDTH,
                        y + GROUP / 2,
                        metric.titleAndUnit(),
                        colors(family -> family.color),
                        colors(family -> family.colorOnDark),
                        metric.titleAndUnit(),
                        svg);
    }

    private static String colors(Function<Family, String> color) {
        return Stream.of(Family.values())
                .map(family -> "    .%s { fill: %s; }\n".formatted(cssClass(family), color.apply(family)))
                .collect(Collectors.joining());
    }

    private static String cssClass(Family family) {
        return family.name().toLowerCase(Locale.ROOT);
    }

    private void draw(Group group) {
        if (group.clients() > 0) {
            y += GROUP - ROW;
            svg.append("  <text x=\"16\" y=\"%d\" font-weight=\"bold\">%,d clients</text>\n"
                    .formatted(y + BAR - 3, group.clients()));
            y += ROW;
        }
        group.bars().forEach(this::draw);
    }

    private void draw(Bar bar) {
        var spread = bar.spread();
        var middle = y + BAR / 2.0;
        svg.append(String.format(
                Locale.ROOT,
                """
                  <text x="%d" y="%d" text-anchor="end">%s</text>
                  <rect class="%s" x="%d" y="%d" width="%.1f" height="%d"/>
                  <line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>
                  <text x="%.1f" y="%d">%s</text>
                """,
                LEFT - 8,
                y + BAR - 3,
                bar.contender().title,
                cssClass(bar.contender().family),
                LEFT,
                y,
                spread.median() * scale,
                BAR,
                LEFT + spread.min() * scale,
                middle,
                LEFT + spread.max() * scale,
                middle,
                LEFT + spread.max() * scale + 8,
                y + BAR - 3,
                metric.format(spread.median())));
        y += ROW;
    }
}
