package noom.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What the tests of an exercise read in the step's folder: the learner's predictions, and the reports of bugs. */
public final class Exercises {
    private static final Pattern PREDICTION = Pattern.compile("^(\\d+):(.*)$", Pattern.MULTILINE);

    private Exercises() {}

    /**
     * Compares a learner's prediction with what the program says. Blanks and capitals do not count.
     *
     * @param exercise the number before the colon in {@code predictions.txt}
     * @param said what the running program says
     * @param look how a learner sees it, a sentence
     */
    public static void assertPredicted(int exercise, String said, String look) {
        var prediction = prediction(exercise);
        if (prediction.isEmpty()) {
            fail("Write your prediction behind \"%d:\" in %s/predictions.txt.".formatted(exercise, step()));
        }
        if (!simplify(prediction).equals(simplify(said))) {
            fail("You predicted %s, and the program says something else. %s".formatted(prediction, look));
        }
    }

    /**
     * Fails if the bug was not put into the program yet. Its patch adds a report, such as {@code bug-4.txt}.
     *
     * @param exercise its number
     */
    public static void assertStarted(int exercise) {
        if (!Files.exists(folder().resolve("bug-%d.txt".formatted(exercise)))) {
            fail("Put the bug in first, with \"git apply docs/exercises/%s-%d.patch\"."
                    .formatted(step().substring(0, "step01".length()), exercise));
        }
    }

    private static String prediction(int exercise) {
        try {
            return PREDICTION
                    .matcher(Files.readString(folder().resolve("predictions.txt")))
                    .results()
                    .filter(line -> line.group(1).equals(String.valueOf(exercise)))
                    .map(line -> line.group(2).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String simplify(String text) {
        return text.replaceAll("[\\s`]", "").toLowerCase();
    }

    private static String step() {
        return folder().getFileName().toString();
    }

    /** Surefire names the module's folder, and so does {@link ExerciseRunner}. */
    private static Path folder() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    }
}
