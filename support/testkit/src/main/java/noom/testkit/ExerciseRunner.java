package noom.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.MultipleFailuresError;

/**
 * Runs the tests of one exercise, and prints one sentence: that it is solved, or what is missing. {@code mvn -q -pl
 * step01-http-server test -Dexercise=3} calls it inside Maven. It ends Maven itself, with code 0 or 1: a failed build
 * would print twenty more lines.
 */
public final class ExerciseRunner {
    private static final String TESTS = "noom.ExerciseTest";

    private static final Pattern EXCEPTION =
            Pattern.compile("^(?:\\w+\\.)+\\w+(?:Exception|Error)(?:: .*)?$", Pattern.MULTILINE);
    private static final Pattern OWN_CODE = Pattern.compile("at noom\\.\\p{Lu}\\w*\\..*$", Pattern.MULTILINE);

    private ExerciseRunner() {}

    /** Takes the number of the exercise and the folder of the step. */
    public static void main(String[] arguments) {
        System.setProperty("basedir", arguments[1]);
        var result = run(TESTS, arguments[0]);
        System.out.println(result.sentence());
        System.exit(result.isSolved() ? 0 : 1);
    }

    /** Runs the nested class {@code Exercise3} of the tests for the exercise {@code 3}. */
    static Result run(String tests, String exercise) {
        var nested = find(tests + "$Exercise" + exercise);
        if (nested.isEmpty()) {
            var numbers = IntStream.rangeClosed(1, 99)
                    .filter(number -> find(tests + "$Exercise" + number).isPresent())
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(", "));
            return new Result(
                    false,
                    "There is no exercise \"%s\". Choose one of %s, for example -Dexercise=1."
                            .formatted(exercise, numbers));
        }
        return run(nested.get(), exercise);
    }

    private static Result run(Class<?> nested, String exercise) {
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(nested))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .configurationParameter(
                        "junit.jupiter.testmethod.order.default", "org.junit.jupiter.api.MethodOrderer$OrderAnnotation")
                .build();
        var listener = new Listener();
        var out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        try (var log = StandardErrorCapture.start()) {
            LauncherFactory.create().execute(request, listener);
            return listener.result(exercise, log.text());
        } finally {
            System.setOut(out);
        }
    }

    /** The first exception in the log, and where the step's own code threw or called it. */
    static String firstException(String log) {
        var exception = EXCEPTION.matcher(log);
        if (!exception.find()) {
            return "";
        }
        var place = OWN_CODE.matcher(log).region(exception.end(), log.length());
        return " The server logged %s%s."
                .formatted(exception.group(), place.find() ? " " + place.group().strip() : "");
    }

    private static Optional<Class<?>> find(String name) {
        try {
            return Optional.of(Class.forName(name, false, Thread.currentThread().getContextClassLoader()));
        } catch (ClassNotFoundException missing) {
            return Optional.empty();
        }
    }

    /** Whether the exercise is solved, and the sentence that says so or what is missing. */
    record Result(boolean isSolved, String sentence) {}

    private static final class Listener implements TestExecutionListener {
        private final AtomicInteger passed = new AtomicInteger();
        private final AtomicReference<Result> firstMissing = new AtomicReference<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() != Status.SUCCESSFUL) {
                firstMissing.compareAndSet(null, new Result(false, missing(test, result)));
            } else if (test.isTest()) {
                passed.incrementAndGet();
            }
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            firstMissing.compareAndSet(null, new Result(false, "A test is skipped: " + reason));
        }

        Result result(String exercise, String log) {
            if (firstMissing.get() == null && passed.get() > 0) {
                return new Result(true, "Exercise %s solved.".formatted(exercise));
            }
            var missing = firstMissing.get() == null
                    ? "No test runs."
                    : firstMissing.get().sentence();
            return new Result(
                    false, "Exercise %s is not solved yet. %s%s".formatted(exercise, missing, firstException(log)));
        }
    }

    private static String missing(TestIdentifier test, TestExecutionResult result) {
        var failure = result.getThrowable().map(ExerciseRunner::first).orElseGet(AssertionError::new);
        var message = String.valueOf(failure.getMessage()).strip();
        if (result.getStatus() == Status.ABORTED) {
            return "It cannot be checked: " + message.replaceFirst("^Assumption failed: ", "");
        }
        if (failure instanceof ConditionTimeoutException) {
            var condition = message.replaceFirst(
                    "(?s)Condition with alias '(.*)' didn't complete within (.*?) because.*", "$2 for $1");
            return "%s (waited %s).".formatted(sentence(test), condition);
        }
        if (!(failure instanceof AssertionError)) {
            return sentence(test) + ": " + failure;
        }
        // JUnit writes "Our sentence. ==> expected: <1> but was: <2>".
        var parts = message.split(" ==> ", 2);
        var hasSentence = parts[0].matches("(?s)\\p{Lu}.*");
        var sentence = (hasSentence ? parts[0] : sentence(test)).replaceAll("\\.$", "");
        var details = hasSentence ? (parts.length == 2 ? parts[1] : "") : message;
        var isPlain = details.isEmpty() || details.equals("null") || details.matches("expected: <(true|false)>.*");
        return isPlain ? sentence + "." : "%s (%s).".formatted(sentence, details.replaceAll("\\s*\\R\\s*", " "));
    }

    private static Throwable first(Throwable failure) {
        return failure instanceof MultipleFailuresError several
                ? first(several.getFailures().get(0))
                : failure;
    }

    /** Turns {@code onlyAPostForgets} into "Only a post forgets". */
    private static String sentence(TestIdentifier test) {
        var name = test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElseGet(test::getDisplayName);
        var words = name.replaceAll("(?<=\\p{Ll}|\\d)(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})", " ")
                .toLowerCase();
        return words.substring(0, 1).toUpperCase() + words.substring(1);
    }
}
