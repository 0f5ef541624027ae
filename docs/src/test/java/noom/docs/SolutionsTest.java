package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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
 * An exercise is solved if its solution is applied, and only then: {@code mvn -Psolutions verify} applies them to a copy
 * of the repository and runs every exercise as a reader does, with none, each one and both of a step's solutions.
 */
class SolutionsTest {
    private static final String REPORT = "%s/target/surefire-reports/TEST-noom.ExerciseTest.xml";
    private static final List<Integer> EXERCISES = List.of(1, 2);

    @Tag("solutions")
    @Timeout(600)
    @ParameterizedTest(name = "solutions applied: {0}")
    @MethodSource
    void anExerciseIsSolvedIfAndOnlyIfItsSolutionIsApplied(
            List<Integer> applied, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        var copy = Project.ours().copyTo(folder);
        for (var step : copy.steps()) {
            for (var exercise : applied) {
                run(
                        copy,
                        "git",
                        "apply",
                        Project.ours().root().resolve(solution(step, exercise)).toString());
            }
        }

        run(copy, mavenThatTestsTheExercises(copy.steps()));

        var faults = new ArrayList<Fault>();
        for (var step : copy.steps()) {
            faults.addAll(faults(copy, step, applied));
        }
        Fault.none(faults);
    }

    @Test
    void everySolutionStandsOnItsStepAsItIs() throws IOException {
        Fault.none(stale(Project.ours()));
    }

    static List<Fault> stale(Project project) throws IOException {
        var faults = new ArrayList<Fault>();
        for (var step : project.steps()) {
            for (var exercise : EXERCISES) {
                var patch = solution(step, exercise);
                // git shows what it would change only if it can.
                if (Tool.run(project.root(), List.of("git", "apply", "--check", "--stat", patch))
                        .isEmpty()) {
                    faults.add(new Fault(patch, 1, "git apply does not take it: solve %s anew".formatted(step)));
                }
            }
        }
        return faults;
    }

    static Stream<List<Integer>> anExerciseIsSolvedIfAndOnlyIfItsSolutionIsApplied() {
        return Stream.of(List.of(), List.of(1), List.of(2), EXERCISES);
    }

    static List<Fault> faults(Project project, String step, List<Integer> applied) throws Exception {
        var file = step + "/src/test/java/noom/ExerciseTest.java";
        var report = project.root().resolve(REPORT.formatted(step)).toFile();
        var tests = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report)
                .getElementsByTagName("testcase");
        var untested = new ArrayList<>(EXERCISES);
        var faults = new ArrayList<Fault>();
        for (var test : IntStream.range(0, tests.getLength())
                .mapToObj(i -> (Element) tests.item(i))
                .toList()) {
            var exercise = Integer.valueOf(test.getAttribute("classname").replaceFirst(".*\\$Exercise", ""));
            untested.remove(exercise);
            var passes = Stream.of("failure", "error", "skipped")
                    .allMatch(outcome -> test.getElementsByTagName(outcome).getLength() == 0);
            if (passes != applied.contains(exercise)) {
                faults.add(new Fault(
                        file,
                        lineOf(project, file, test.getAttribute("name")),
                        "%s %s %s"
                                .formatted(
                                        test.getAttribute("name"),
                                        passes ? "passes without" : "fails in spite of",
                                        solution(step, exercise))));
            }
        }
        untested.forEach(exercise -> faults.add(new Fault(file, 1, "no test of exercise " + exercise)));
        return faults;
    }

    private static String solution(String step, int exercise) {
        return "docs/solutions/%s-%d.patch".formatted(step.substring(0, "stepNN".length()), exercise);
    }

    private static int lineOf(Project project, String file, String test) {
        var lines = project.lines(file);
        return 1
                + IntStream.range(0, lines.size())
                        .filter(i -> lines.get(i).contains(" " + test + "("))
                        .findFirst()
                        .orElse(0);
    }

    /** What a reader types, for all steps at once. It fails only if something does not compile. */
    private static String[] mavenThatTestsTheExercises(List<String> steps) {
        var maven = Path.of(System.getProperty("maven.home"), "bin", File.separatorChar == '/' ? "mvn" : "mvn.cmd");
        return new String[] {
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
            "-Dgroups=exercise"
        };
    }

    private static void run(Project copy, String... command) throws IOException, InterruptedException {
        var log = copy.root().resolve("log.txt").toFile();
        var builder = new ProcessBuilder(command)
                .directory(copy.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        var environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        assertEquals(0, builder.start().waitFor(), () -> "%s says why in %s".formatted(command[0], log));
    }

    @Test
    void aSolutionThatIsStaleOrGoneIsNamed(@TempDir Path folder) throws IOException {
        var patch = """
                --- a/step01-x/file
                +++ b/step01-x/file
                @@ -1 +1 @@
                -one
                +two
                """;
        var project = Project.of(folder).with("step01-x/file", "one\n").with("docs/solutions/step01-1.patch", patch);

        assertEquals(
                List.of("docs/solutions/step01-2.patch:1: git apply does not take it: solve step01-x anew"),
                stale(project).stream().map(Fault::toString).toList());

        project.with("docs/solutions/step01-2.patch", patch.replace("-one", "-eins"));
        assertEquals(1, stale(project).size());
        project.with("docs/solutions/step01-2.patch", patch);
        assertEquals(0, stale(project).size());
    }

    @Test
    void whatAnExerciseShouldNotSayIsNamedWithFileAndLine(@TempDir Path folder) throws Exception {
        var step = "step01-x";
        var project = Project.of(folder)
                .with(step + "/src/test/java/noom/ExerciseTest.java", "class\nvoid one()\nvoid two()\n")
                .with(REPORT.formatted(step), """
                        <testsuite>
                          <testcase name="one" classname="noom.ExerciseTest$Exercise1"/>
                          <testcase name="two" classname="noom.ExerciseTest$Exercise1"><failure/></testcase>
                        </testsuite>
                        """);

        assertEquals(
                List.of(
                        "step01-x/src/test/java/noom/ExerciseTest.java:2:"
                                + " one passes without docs/solutions/step01-1.patch",
                        "step01-x/src/test/java/noom/ExerciseTest.java:1: no test of exercise 2"),
                faults(project, step, List.of()).stream().map(Fault::toString).toList());
        assertEquals(
                List.of(
                        "step01-x/src/test/java/noom/ExerciseTest.java:3:"
                                + " two fails in spite of docs/solutions/step01-1.patch",
                        "step01-x/src/test/java/noom/ExerciseTest.java:1: no test of exercise 2"),
                faults(project, step, List.of(1)).stream().map(Fault::toString).toList());
    }
}
