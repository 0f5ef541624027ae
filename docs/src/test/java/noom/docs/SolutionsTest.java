package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/**
 * Checks that the tests of an exercise pass with its solution, and only with it. {@code mvn -Psolutions -pl docs test} runs
 * all exercises in a copy of the repository, with no solution, with each one, and with both solutions of each step.
 */
class SolutionsTest {
    private static final String REPORT = "%s/target/surefire-reports/TEST-noom.ExerciseTest.xml";
    private static final List<Integer> EXERCISES = List.of(1, 2);

    @Tag("solutions")
    @Timeout(600)
    @ParameterizedTest(name = "solutions applied: {0}")
    @MethodSource
    void onlyItsSolutionSolvesAnExercise(List<Integer> applied, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        var repository = Project.repository();
        var copy = repository.copyTo(folder);
        for (var step : copy.steps()) {
            for (var exercise : applied) {
                var patch = repository.root().resolve(solution(step, exercise));
                run(copy, List.of("git", "apply", patch.toString()));
            }
        }

        run(copy, mavenCommand(copy.steps()));

        var faults = new ArrayList<Fault>();
        for (var step : copy.steps()) {
            faults.addAll(faults(copy, step, applied));
        }
        Fault.assertNone(faults);
    }

    static Stream<List<Integer>> onlyItsSolutionSolvesAnExercise() {
        return Stream.of(List.of(), List.of(1), List.of(2), EXERCISES);
    }

    @Test
    void everySolutionAppliesToItsStep() throws IOException {
        Fault.assertNone(stale(Project.repository()));
    }

    static List<Fault> stale(Project project) throws IOException {
        var faults = new ArrayList<Fault>();
        for (var step : project.steps()) {
            for (var exercise : EXERCISES) {
                var patch = solution(step, exercise);
                // With --stat, git prints something only if the patch applies.
                var command = List.of("git", "apply", "--check", "--stat", patch);
                if (Tool.run(project.root(), command).isEmpty()) {
                    faults.add(new Fault(patch, "does not apply: update it for the present " + step));
                }
            }
        }
        return faults;
    }

    /** Compares the report of a step's exercises with the applied solutions. */
    static List<Fault> faults(Project project, String step, List<Integer> applied) throws Exception {
        var report = project.root().resolve(REPORT.formatted(step)).toFile();
        var tests = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report)
                .getElementsByTagName("testcase");
        var untested = new ArrayList<>(EXERCISES);
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

    private static String solution(String step, int exercise) {
        return "docs/solutions/%s-%d.patch".formatted(Project.shortName(step), exercise);
    }

    /** Runs a reader's command for all steps at once. It fails only if the code does not compile. */
    private static List<String> mavenCommand(List<String> steps) {
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
                "-Dgroups=exercise");
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
        var project = new Project(folder).with("step01-x/file", "one\n").with("docs/solutions/step01-1.patch", patch);
        var fault = "docs/solutions/step01-2.patch: does not apply: update it for the present step01-x";

        Fault.assertFaults(stale(project), fault);
        project.with("docs/solutions/step01-2.patch", patch.replace("-one", "-eins"));
        Fault.assertFaults(stale(project), fault);
        project.with("docs/solutions/step01-2.patch", patch);
        Fault.assertFaults(stale(project));
    }

    @Test
    void findsExercisesWithTheWrongResult(@TempDir Path folder) throws Exception {
        var step = "step01-x";
        var project = new Project(folder).with(REPORT.formatted(step), """
                        <testsuite>
                          <testcase name="one" classname="noom.ExerciseTest$Exercise1"/>
                          <testcase name="two" classname="noom.ExerciseTest$Exercise1"><failure/></testcase>
                        </testsuite>
                        """);
        var untested = "docs/solutions/step01-2.patch: no test runs this exercise";

        Fault.assertFaults(
                faults(project, step, List.of()),
                "docs/solutions/step01-1.patch: one passes without its solution",
                untested);
        Fault.assertFaults(
                faults(project, step, List.of(1)),
                "docs/solutions/step01-1.patch: two fails with its solution",
                untested);
    }
}
