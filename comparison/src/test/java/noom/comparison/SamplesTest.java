package noom.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import noom.comparison.Samples.Spread;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private final Samples samples = new Samples();

    @Test
    void aSpreadIsTheMiddleAndBothEnds() {
        measured(Contender.STEP2, 3, 1, 2);

        assertEquals(Optional.of(new Spread(2, 1, 3)), spread(Contender.STEP2));
    }

    @Test
    void ofAnEvenNumberOfFiguresTheMiddleIsBetweenTheTwoInIt() {
        measured(Contender.STEP2, 4, 1, 2, 10);

        assertEquals(Optional.of(new Spread(3, 1, 10)), spread(Contender.STEP2));
    }

    @Test
    void whatWasNotMeasuredHasNoSpread() {
        assertEquals(Optional.empty(), spread(Contender.STEP3));
        samples.add(Metric.SATURATION, Contender.STEP3, 50, 1, Double.NaN);
        assertEquals(Optional.empty(), spread(Contender.STEP3));
    }

    @Test
    void aRatioComparesWhatWasMeasuredInTheSameRound() {
        measured(Contender.STEP2, 30, 20, 40);
        measured(Contender.NODE_WS, 10, 10, 10);

        assertEquals(
                Optional.of(new Spread(3, 2, 4)),
                samples.ratio(Metric.SATURATION, Contender.STEP2, Contender.NODE_WS, 50));
    }

    @Test
    void aPercentileIsTheTimeWithinWhichSoManyArrived() {
        var latencies = new Latencies();
        for (var millis = 1; millis <= 100; millis++) {
            latencies.add(millis * 1_000_000L - 1);
        }

        assertEquals(50, latencies.percentile(0.50), 0.001);
        assertEquals(99, latencies.percentile(0.99), 0.001);
    }

    @Test
    void with50ClientsAServerHasOnlyToBeNoWorse() {
        assertTrue(Target.MANY.reachedBy(1, 50));
        assertFalse(Target.MANY.reachedBy(2.9, 500));
        assertTrue(Target.LATENCY.reachedBy(1, 50));
        assertFalse(Target.LATENCY.reachedBy(0.9, 500));
    }

    private void measured(Contender contender, double... values) {
        for (var i = 0; i < values.length; i++) {
            samples.add(Metric.SATURATION, contender, 50, i + 1, values[i]);
        }
    }

    private Optional<Spread> spread(Contender contender) {
        return samples.spread(Metric.SATURATION, contender, 50);
    }
}
