package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/**
 * Checks that the tests of an exercise pass with its solution, and only with it. {@code mvn -Psolutions -pl docs test} runs
 * all exercises in copies of the repository: with all bugs, and with the odd, the even and all solutions.
 */
class SolutionsTest {
    private static final String REPORT = "%s/target/surefire-reports/TEST-noom.ExerciseTest.xml";
    private static final List<Integer> EXERCISES = List.of(1, 2, 3, 4, 5, 6, 7, 8);

    /** Each has a patch that puts the bug in. */
    private static final List<Integer> BUGS = List.of(4, 5);

    @Tag("solutions")
    @Timeout(600)
    @ParameterizedTest(name = "bugs: {0}, solutions: {1}")
    @MethodSource
    void onlyItsSolutionSolvesAnExercise(
            List<Integer> bugs, List<Integer> solved, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        var repository = Project.repository();
        var copy = repository.copyTo(folder);
        for (var step : copy.steps()) {
            for (var patch : patches(step, bugs, solved)) {
                run(
                        copy,
                        List.of("git", "apply", repository.root().resolve(patch).toString()));
            }
        }

        // With the bugs alone, the other exercises are as unsolved as ever, and would only wait for what never comes.
        var run = solved.isEmpty() ? bugs : EXERCISES;
        run(copy, mavenCommand(copy.steps(), run));

        var faults = new ArrayList<Fault>();
        for (var step : copy.steps()) {
            faults.addAll(faults(copy, step, run, solved));
        }
        Fault.assertNone(faults);
    }

    static Stream<Arguments> onlyItsSolutionSolvesAnExercise() {
        return Stream.of(
                arguments(BUGS, List.of()),
                arguments(List.of(5), List.of(1, 3, 5, 7)),
                arguments(List.of(4), List.of(2, 4, 6, 8)),
                arguments(BUGS, EXERCISES));
    }

    /** In the order of the exercises, as somebody solves them who keeps the solutions. */
    private static List<String> patches(String step, List<Integer> bugs, List<Integer> solved) {
        var patches = new ArrayList<String>();
        for (var exercise : EXERCISES) {
            if (bugs.contains(exercise)) {
                patches.add(bug(step, exercise));
            }
            if (solved.contains(exercise)) {
                patches.add(solution(step, exercise));
            }
        }
        return patches;
    }

    @Test
    void everySolutionAppliesToItsStep() throws IOException {
        Fault.assertNone(stale(Project.repository()));
    }

    static List<Fault> stale(Project project) throws IOException {
        var faults = new ArrayList<Fault>();
        for (var step : project.steps()) {
            for (var exercise : EXERCISES) {
                var solution = solution(step, exercise);
                if (!BUGS.contains(exercise)) {
                    if (!applies(project, solution)) {
                        faults.add(new Fault(solution, "does not apply: update it for the present " + step));
                    }
                } else if (!applies(project, bug(step, exercise))) {
                    faults.add(new Fault(bug(step, exercise), "does not apply: update it for the present " + step));
                } else if (!applies(project, bug(step, exercise), solution)) {
                    faults.add(new Fault(solution, "does not apply after " + bug(step, exercise)));
                }
            }
        }
        return faults;
    }

    /** Whether these patches apply, one after the other: as one patch, because git changes no file here. */
    private static boolean applies(Project project, String... patches) throws IOException {
        if (!Stream.of(patches).allMatch(project::has)) {
            return false;
        }
        var all = Files.createTempFile("noom", ".patch");
        try {
            Files.writeString(all, Stream.of(patches).map(project::text).collect(Collectors.joining()));
            // With --stat, git prints something only if the patch applies.
            var command = List.of("git", "apply", "--check", "--stat", all.toString());
            return !Tool.run(project.root(), command).isEmpty();
        } finally {
            Files.delete(all);
        }
    }

    /** Compares the report of the exercises that ran with the applied solutions. */
    static List<Fault> faults(Project project, String step, List<Integer> run, List<Integer> applied) throws Exception {
        var report = project.root().resolve(REPORT.formatted(step)).toFile();
        var tests = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report)
                .getElementsByTagName("testcase");
        var untested = new ArrayList<>(run);
        var faults = new ArrayList<Fault>();
        for (var i = 0; i < tests.getLength(); i++) {
            var test = (Element) tests.item(i);
            var exercise = Integer.valueOf(test.getAttribute("classname").replaceFirst(".*\\$Exercise", ""));
            untested.remove(exercise);
            if (passes(test) != applied.contains(exercise)) {
                var message = passes(test) ? "%s passes without its solution" : "%s fails with its solution";
                faults.add(new Fault(solution(step, exercise), message.formatted(test.getAttribute("name"))));
            }
        }
        untested.forEach(exercise -> faults.add(new Fault(solution(step, exercise), "no test runs this exercise")));
        return faults;
    }

    private static boolean passes(Element test) {
        return Stream.of("failure", "error", "skipped")
                .allMatch(outcome -> test.getElementsByTagName(outcome).getLength() == 0);
    }

    private static String bug(String step, int exercise) {
        return "docs/exercises/%s-%d.patch".formatted(Project.shortName(step), exercise);
    }

    private static String solution(String step, int exercise) {
        return "docs/solutions/%s-%d.patch".formatted(Project.shortName(step), exercise);
    }

    /** Runs these exercises of all steps at once. It fails only if the code does not compile. */
    private static List<String> mavenCommand(List<String> steps, List<Integer> exercises) {
        var tests = exercises.stream().map("ExerciseTest$Exercise%d"::formatted).collect(Collectors.joining(","));
        var maven = Path.of(System.getProperty("maven.home"), "bin", File.separatorChar == '/' ? "mvn" : "mvn.cmd");
        return List.of(
                maven.toString(),
                "-B",
                "-ntp",
                "-o",
                "-T2",
                "-Dmaven.repo.local=" + System.getProperty("localRepository"),
                "-Dmaven.test.failure.ignore",
                "-pl",
                String.join(",", steps),
                "test",
                "-Dgroups=exercise",
                "-Dtest=" + tests);
    }

    private static void run(Project copy, List<String> command) throws IOException, InterruptedException {
        var log = copy.root().resolve("log.txt").toFile();
        var builder = new ProcessBuilder(command)
                .directory(copy.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        var environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        assertEquals(0, builder.start().waitFor(), () -> "%s failed, see %s".formatted(command.get(0), log));
    }

    @Test
    void findsStaleSolutions(@TempDir Path folder) throws IOException {
        var patch = """
                --- a/step01-x/file
                +++ b/step01-x/file
                @@ -1 +1 @@
                -one
                +two
                """;
        var back = patch.replace("-one", "-three").replace("+two", "+one").replace("-three", "-two");
        var project = new Project(folder).with("step01-x/file", "one\n");
        for (var exercise : EXERCISES) {
            var isBug = BUGS.contains(exercise);
            project.with(solution("step01-x", exercise), isBug ? back : patch);
            if (isBug) {
                project.with(bug("step01-x", exercise), patch);
            }
        }

        Fault.assertFaults(stale(project));
        project.with(solution("step01-x", 1), back)
                .with(bug("step01-x", 4), back)
                .with(solution("step01-x", 5), patch);
        Fault.assertFaults(
                stale(project),
                "docs/solutions/step01-1.patch: does not apply: update it for the present step01-x",
                "docs/exercises/step01-4.patch: does not apply: update it for the present step01-x",
                "docs/solutions/step01-5.patch: does not apply after docs/exercises/step01-5.patch");
    }

    @Test
    void findsExercisesWithTheWrongResult(@TempDir Path folder) throws Exception {
        var step = "step01-x";
        var others = EXERCISES.stream()
                .skip(2)
                .map(
                        "<testcase name=\"other\" classname=\"noom.ExerciseTest$Exercise%d\"><failure/></testcase>"
                                ::formatted)
                .collect(Collectors.joining("\n"));
        var project = new Project(folder).with(REPORT.formatted(step), """
                        <testsuite>
                          <testcase name="one" classname="noom.ExerciseTest$Exercise1"/>
                          <testcase name="two" classname="noom.ExerciseTest$Exercise1"><failure/></testcase>
                          %s
                        </testsuite>
                        """.formatted(others));
        var untested = "docs/solutions/step01-2.patch: no test runs this exercise";

        Fault.assertFaults(
                faults(project, step, EXERCISES, List.of()),
                "docs/solutions/step01-1.patch: one passes without its solution",
                untested);
        Fault.assertFaults(
                faults(project, step, EXERCISES, List.of(1)),
                "docs/solutions/step01-1.patch: two fails with its solution",
                untested);
    }
}
