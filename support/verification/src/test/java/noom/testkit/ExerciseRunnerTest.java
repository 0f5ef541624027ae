package noom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What a learner reads about an exercise, and how a prediction is compared. */
@Isolated("It sets a system property, and takes the output of the program.")
class ExerciseRunnerTest {
    private static final String SAMPLE = ExerciseRunnerTest.class.getName() + "$Sample";

    @TempDir
    private Path folder;

    private Optional<String> basedir;

    @BeforeEach
    void beAStep() {
        basedir = Optional.ofNullable(System.getProperty("basedir"));
        System.setProperty("basedir", folder.resolve("step01-x").toString());
    }

    @AfterEach
    void beAModuleAgain() {
        basedir.ifPresentOrElse(old -> System.setProperty("basedir", old), () -> System.clearProperty("basedir"));
    }

    /** Not run by itself: JUnit finds nested classes in a test class only if they are not static. */
    static class Sample {
        @Nested
        class Exercise1 {
            @Test
            void everythingIsThere() {
                System.out.println("This is not printed.");
            }
        }

        @Nested
        class Exercise2 {
            @Test
            @Order(1)
            void aSentenceIsKept() {
                assertEquals(1, 2, "The server counts wrong.");
            }

            @Test
            void anotherOne() {
                assertTrue(false);
            }
        }

        @Nested
        class Exercise3 {
            @Test
            void onlyAPostForgets() {
                assertTrue(false);
            }
        }

        @Nested
        class Exercise4 {
            @Test
            void theServerAnswers() {
                throw new IllegalStateException("no server");
            }
        }

        @Nested
        class Exercise5 {
            @Test
            void theBrowserShowsIt() {
                abort("No browser.");
            }
        }

        @Nested
        class Exercise6 {
            @Test
            void theServerAnswers() {
                LoggerFactory.getLogger("server").error("A handler failed", new IllegalArgumentException("oops"));
                assertTrue(false, "No answer comes.");
            }
        }

        @Nested
        class Exercise7 {
            @Test
            void bobIsTold() {
                Waits.waitFor("a line for Bob").atMost(Duration.ofMillis(10)).until(() -> false);
            }
        }
    }

    @Test
    void aSolvedExerciseSaysSo() {
        assertEquals(new ExerciseRunner.Result(true, "Exercise 1 solved."), ExerciseRunner.run(SAMPLE, "1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2 | The server counts wrong (expected: <1> but was: <2>).
                    3 | Only a post forgets.
                    4 | The server answers: java.lang.IllegalStateException: no server
                    5 | It cannot be checked: No browser.
                    7 | Bob is told (waited 10 milliseconds for a line for Bob).
                    """)
    void anUnsolvedExerciseSaysWhatIsMissing(String exercise, String missing) {
        assertEquals(
                new ExerciseRunner.Result(false, "Exercise %s is not solved yet. %s".formatted(exercise, missing)),
                ExerciseRunner.run(SAMPLE, exercise));
    }

    @Test
    void theFirstExceptionInTheLogIsNamed() {
        var sentence = ExerciseRunner.run(SAMPLE, "6").sentence();

        assertEquals(
                "Exercise 6 is not solved yet. No answer comes."
                        + " The server logged java.lang.IllegalArgumentException: oops.",
                sentence);
    }

    @Test
    void ownCodeInTheLogIsNamedWithItsLine() {
        assertEquals(
                " The server logged a.b.OopsException: no at noom.ChatServer.parse(ChatServer.java:87).",
                ExerciseRunner.firstException("""
                        [server] ERROR A handler failed
                        a.b.OopsException: no
                        \tat noom.testkit.Other.call(Other.java:3)
                        \tat noom.ChatServer.parse(ChatServer.java:87)
                        \tat noom.ChatServer.onMessage(ChatServer.java:50)
                        """));
        assertEquals("", ExerciseRunner.firstException("[server] INFO An exception is no exception\n"));
    }

    @Test
    void anExerciseThatDoesNotExistLeadsToThoseThatDo() {
        assertEquals(
                new ExerciseRunner.Result(
                        false,
                        "There is no exercise \"8\". Choose one of 1, 2, 3, 4, 5, 6, 7, for example -Dexercise=1."),
                ExerciseRunner.run(SAMPLE, "8"));
    }

    @Test
    void aPredictionIsComparedWithoutBlanksAndCapitals() throws IOException {
        predict("# 1: a comment\n1: `81 0b`\n2:\n3: Ann\n");

        Exercises.assertPredicted(1, "810B", "Look.");
        assertEquals("Write your prediction behind \"2:\" in step01-x/predictions.txt.", failure(2));
        assertEquals("Write your prediction behind \"4:\" in step01-x/predictions.txt.", failure(4));
    }

    @Test
    void aWrongPredictionIsNotToldTheRightOne() throws IOException {
        predict("3: Bob\n");

        var failure = failure(3);
        assertEquals("You predicted Bob, and the program says something else. Look.", failure);
        assertFalse(failure.contains("the answer"), failure);
    }

    @Test
    void aBugIsPutInFirst() throws IOException {
        predict("");
        var failure = assertThrows(AssertionError.class, () -> Exercises.assertStarted(4));
        assertEquals("Put the bug in first, with \"git apply docs/exercises/step01-4.patch\".", failure.getMessage());

        Files.writeString(folder.resolve("step01-x/bug-4.txt"), "From: Ann");
        Exercises.assertStarted(4);
    }

    private void predict(String predictions) throws IOException {
        Files.createDirectories(folder.resolve("step01-x"));
        Files.writeString(folder.resolve("step01-x/predictions.txt"), predictions);
    }

    private static String failure(int exercise) {
        return assertThrows(AssertionError.class, () -> Exercises.assertPredicted(exercise, "the answer", "Look."))
                .getMessage();
    }
}
