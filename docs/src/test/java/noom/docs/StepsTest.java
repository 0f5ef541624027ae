package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The diff between two steps is the lesson. Every step is built with the others, is called {@code noom}, and leaves
 * each file of the step before as it is, byte for byte, unless {@code taught.txt} lists it; {@code mvn -Pdocs -pl docs test
 * -Dtest=StepsTest -Dretake} writes that list anew.
 */
class StepsTest {
    private static final String TAUGHT = "docs/src/test/resources/taught.txt";

    @Test
    void everyStepIsBuiltAndCalledNoom() {
        Fault.none(misnamed(Project.ours()));
    }

    @Test
    void aStepChangesOnlyWhatItTeaches() {
        if (System.getProperty("retake") != null) {
            retake(Project.ours());
        }
        Fault.none(changed(Project.ours()));
    }

    static List<Fault> misnamed(Project project) {
        var faults = new ArrayList<Fault>();
        var modules = project.lines("pom.xml").stream()
                .map(String::strip)
                .filter(line -> line.startsWith("<module>"))
                .toList();
        for (var step : project.steps()) {
            if (!modules.contains("<module>%s</module>".formatted(step))) {
                var line = lineOf(project.lines("pom.xml"), "<modules>");
                faults.add(new Fault("pom.xml", line, "%s is no module".formatted(step)));
            }
            var manifest = step + "/package.json";
            if (!project.has(manifest) || !project.text(manifest).contains("\"name\": \"noom\"")) {
                faults.add(new Fault(manifest, 2, "must be {\"name\": \"noom\", …}"));
            }
        }
        return faults;
    }

    static List<Fault> changed(Project project) {
        var faults = new ArrayList<Fault>();
        var steps = project.steps();
        for (int i = 1; i < steps.size(); i++) {
            var taught = taught(project, steps.get(i));
            for (var file : files(project, steps.get(i - 1))) {
                var before = steps.get(i - 1) + "/" + file;
                var after = steps.get(i) + "/" + file;
                var difference = firstDifference(project, before, after);
                if (difference.isPresent() && !taught.contains(file)) {
                    faults.add(new Fault(
                            after,
                            difference.get(),
                            "is not as in %s, and taught.txt does not list it".formatted(before)));
                }
                if (difference.isEmpty() && taught.contains(file)) {
                    var line = lineOf(project.lines(TAUGHT), steps.get(i), "  " + file);
                    faults.add(new Fault(TAUGHT, line, "%s is as in %s".formatted(after, before)));
                }
            }
        }
        return faults;
    }

    /** Lists what differs. The lines of comment at its head stay. */
    private static void retake(Project project) {
        var comment = project.lines(TAUGHT).stream().takeWhile(line -> line.startsWith("#"));
        var steps = project.steps();
        var list = IntStream.range(1, steps.size()).boxed().flatMap(i -> {
            var differing = files(project, steps.get(i - 1)).stream()
                    .filter(file -> firstDifference(project, steps.get(i - 1) + "/" + file, steps.get(i) + "/" + file)
                            .isPresent());
            return Stream.concat(Stream.of(steps.get(i)), differing.map(file -> "  " + file));
        });
        project.with(TAUGHT, Stream.concat(comment, list).collect(Collectors.joining("\n", "", "\n")));
    }

    /** All that a learner sees, but not pom.xml, which names the step. */
    private static List<String> files(Project project, String step) {
        return Stream.concat(
                        project.files(step + "/src").stream(),
                        Stream.of(".npmrc", "nodemon.json", "package.json", "package-lock.json")
                                .map(file -> step + "/" + file)
                                .filter(project::has))
                .map(file -> file.substring(step.length() + 1))
                .sorted()
                .toList();
    }

    /** The number of the first line that differs; 1 where the file is gone. */
    private static Optional<Integer> firstDifference(Project project, String before, String after) {
        if (!project.has(after)) {
            return Optional.of(1);
        }
        if (project.isSame(before, after)) {
            return Optional.empty();
        }
        var old = project.lines(before);
        var now = project.lines(after);
        var line = 0;
        while (line < old.size() && line < now.size() && old.get(line).equals(now.get(line))) {
            line++;
        }
        return Optional.of(line + 1);
    }

    /** The indented lines below the step's name. */
    private static List<String> taught(Project project, String step) {
        if (!project.has(TAUGHT)) {
            return List.of();
        }
        return project.lines(TAUGHT).stream()
                .dropWhile(line -> !line.equals(step))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .map(String::strip)
                .toList();
    }

    private static int lineOf(List<String> lines, String... wanted) {
        var line = -1;
        for (var text : wanted) {
            do {
                line++;
            } while (line < lines.size() - 1 && !lines.get(line).stripTrailing().endsWith(text));
        }
        return line + 1;
    }

    @Test
    void aChangeThatIsNotTaughtIsNamedWithFileAndLine(@TempDir Path folder) {
        var project = Project.of(folder)
                .with("step01-x/src/A.java", "one\ntwo\n")
                .with("step01-x/src/Taught.java", "one\n")
                .with("step01-x/src/Gone.java", "one\n")
                .with("step01-x/src/Same.java", "one\n")
                .with("step02-y/src/A.java", "one\n2\n")
                .with("step02-y/src/Taught.java", "1\n")
                .with("step02-y/src/Same.java", "one\n")
                .with("step02-y/src/New.java", "one\n")
                .with(TAUGHT, "# Files\nstep02-y\n  src/Taught.java\n  src/Same.java\n");

        assertEquals(
                List.of(
                        "step02-y/src/A.java:2: is not as in step01-x/src/A.java, and taught.txt does not list it",
                        "step02-y/src/Gone.java:1: is not as in step01-x/src/Gone.java, and taught.txt does not list it",
                        TAUGHT + ":4: step02-y/src/Same.java is as in step01-x/src/Same.java"),
                changed(project).stream().map(Fault::toString).toList());

        retake(project);
        assertEquals(List.of(), changed(project));
        assertEquals("# Files\nstep02-y\n  src/A.java\n  src/Gone.java\n  src/Taught.java\n", project.text(TAUGHT));
    }

    @Test
    void aStepThatIsNotBuiltOrHasAnotherNameIsAFault(@TempDir Path folder) {
        var project = Project.of(folder)
                .with("pom.xml", "<modules>\n  <module>step01-x</module>\n</modules>\n")
                .with("step01-x/package.json", "{\n  \"name\": \"noom\"\n}\n")
                .with("step02-y/package.json", "{\n  \"name\": \"boom\"\n}\n");

        assertEquals(
                List.of("pom.xml:1: step02-y is no module", "step02-y/package.json:2: must be {\"name\": \"noom\", …}"),
                misnamed(project).stream().map(Fault::toString).toList());
    }
}
