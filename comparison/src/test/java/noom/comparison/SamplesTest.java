package noom.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import noom.comparison.Samples.Spread;
import org.junit.jupiter.api.Test;

/** The statistics of the results. */
class SamplesTest {
    private final Samples samples = new Samples();

    @Test
    void aSpreadHasTheMedianAndBothExtremes() {
        addSamples(Contender.STEP2, 3, 1, 2);

        assertEquals(Optional.of(new Spread(2, 1, 3)), spread(Contender.STEP2));
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMean() {
        addSamples(Contender.STEP2, 4, 1, 2, 10);

        assertEquals(Optional.of(new Spread(3, 1, 10)), spread(Contender.STEP2));
    }

    @Test
    void anUnmeasuredValueHasNoSpread() {
        assertEquals(Optional.empty(), spread(Contender.STEP3));
        samples.add(Metric.SATURATION, Contender.STEP3, 50, 1, Double.NaN);
        assertEquals(Optional.empty(), spread(Contender.STEP3));
    }

    @Test
    void aRatioComparesValuesOfTheSameRound() {
        addSamples(Contender.STEP2, 30, 20, 40);
        addSamples(Contender.NODE_WS, 10, 10, 10);

        assertEquals(
                Optional.of(new Spread(3, 2, 4)),
                samples.ratio(Metric.SATURATION, Contender.STEP2, Contender.NODE_WS, 50));
    }

    private void addSamples(Contender contender, double... values) {
        for (var i = 0; i < values.length; i++) {
            samples.add(Metric.SATURATION, contender, 50, i + 1, values[i]);
        }
    }

    private Optional<Spread> spread(Contender contender) {
        return samples.spread(Metric.SATURATION, contender, 50);
    }
}
