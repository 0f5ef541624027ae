package noom.comparison;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import noom.comparison.Samples.Spread;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws SVG bar charts of the medians, with error bars from the minimum to the maximum. */
final class Charts {
    /** The metrics that get a chart. */
    static final List<Metric> DRAWN =
            List.of(Metric.SATURATION, Metric.ONE_IN_FLIGHT, Metric.P99, Metric.CPU, Metric.MEMORY);

    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;

    private Charts() {}

    /** The file name of a metric's chart. */
    static String fileName(Metric metric) {
        return metric.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".svg";
    }

    /**
     * Draws the chart of a metric. A contender that lacks a sample for one of the client counts is left out.
     *
     * @param folder an existing folder
     * @throws IOException if the file cannot be written
     */
    static void draw(Samples samples, Metric metric, List<Integer> clientCounts, Path folder) throws IOException {
        var chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(metric.titleAndUnit())
                .xAxisTitle("clients")
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE).setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setYAxisDecimalPattern("#,##0.##");
        for (var contender : Contender.values()) {
            var spreads = clientCounts.stream()
                    .flatMap(clients -> samples.spread(metric, contender, clients).stream())
                    .toList();
            if (spreads.size() == clientCounts.size()) {
                chart.addSeries(
                        contender.title,
                        clientCounts,
                        spreads.stream().map(Spread::median).toList(),
                        spreads.stream()
                                .map(spread -> (spread.max() - spread.min()) / 2)
                                .toList());
            }
        }
        ChartEncoder.saveChart(chart, folder.resolve(fileName(metric)).toString(), "svg");
    }
}
