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

/** Draws the figures: medians as bars, and the smallest and the largest figure as a line through each. */
final class Charts {
    /** What is worth a picture. */
    static final List<Measure> DRAWN =
            List.of(Measure.SATURATION, Measure.ONE_IN_FLIGHT, Measure.P99, Measure.CPU, Measure.MEMORY);

    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;

    private Charts() {}

    /** The file's name of a measure's chart. */
    static String fileName(Measure measure) {
        return measure.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".svg";
    }

    /** Writes the chart of a measure into a folder. */
    static void draw(Samples samples, Measure measure, List<Integer> crowds, Path folder) throws IOException {
        var chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(measure.titleAndUnit())
                .xAxisTitle("clients")
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE).setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setYAxisDecimalPattern("#,##0.##");
        for (var contender : Contender.values()) {
            var spreads = crowds.stream()
                    .flatMap(clients -> samples.spread(measure, contender, clients).stream())
                    .toList();
            if (spreads.size() == crowds.size()) {
                chart.addSeries(
                        contender.title,
                        crowds,
                        spreads.stream().map(Spread::median).toList(),
                        spreads.stream()
                                .map(spread -> (spread.max() - spread.min()) / 2)
                                .toList());
            }
        }
        ChartEncoder.saveChart(chart, folder.resolve(fileName(measure)).toString(), "svg");
    }
}
