package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that each step is a module, is called {@code noom}, and changes only those files of the step it grew from that {@code
 * taught.txt} lists: the diff between two steps is the lesson. {@code mvn -Pdocs -pl docs test -Dtest=StepsTest -Dretake}
 * updates the list.
 */
class StepsTest {
    private static final String TAUGHT = "docs/src/test/resources/taught.txt";

    @Test
    void everyStepIsAModuleCalledNoom() {
        Fault.assertNone(misnamed(Project.repository()));
    }

    @Test
    void aStepChangesOnlyTheListedFiles() {
        if (System.getProperty("retake") != null) {
            retake(Project.repository());
        }
        Fault.assertNone(changed(Project.repository()));
    }

    static List<Fault> misnamed(Project project) {
        var faults = new ArrayList<Fault>();
        for (var step : project.steps()) {
            if (!project.text("pom.xml").contains("<module>%s</module>".formatted(step))) {
                faults.add(new Fault("pom.xml", "%s is not a module".formatted(step)));
            }
            var manifest = step + "/package.json";
            if (!project.has(manifest) || !project.text(manifest).contains("\"name\": \"noom\"")) {
                faults.add(new Fault(manifest, "must be {\"name\": \"noom\", …}"));
            }
        }
        return faults;
    }

    static List<Fault> changed(Project project) {
        var faults = new ArrayList<Fault>();
        for (var after : grown(project)) {
            var before = project.predecessor(after).orElseThrow();
            var changed = changedFiles(project, before, after);
            var taught = taught(project, after);
            changed.stream()
                    .filter(file -> !taught.contains(file))
                    .forEach(file -> faults.add(new Fault(
                            after + "/" + file,
                            "differs from %s/%s, and taught.txt does not list it".formatted(before, file))));
            taught.stream()
                    .filter(file -> !changed.contains(file))
                    .forEach(file -> faults.add(new Fault(
                            TAUGHT, "%s/%s does not differ from %s/%s".formatted(after, file, before, file))));
        }
        return faults;
    }

    /** All steps but the first. */
    private static List<String> grown(Project project) {
        return project.steps().stream()
                .filter(step -> project.predecessor(step).isPresent())
                .toList();
    }

    /** Lists the changed files, below the comment at the beginning of the list. */
    private static void retake(Project project) {
        var comment = project.lines(TAUGHT).stream().takeWhile(line -> line.startsWith("#"));
        var list = grown(project).stream().flatMap(step -> {
            var changed = changedFiles(project, project.predecessor(step).orElseThrow(), step);
            return Stream.concat(Stream.of(step), changed.stream().map(file -> "  " + file));
        });
        project.with(TAUGHT, Stream.concat(comment, list).collect(Collectors.joining("\n", "", "\n")));
    }

    /** Lists the files of a step that differ in the next step or are not in it. */
    private static List<String> changedFiles(Project project, String before, String after) {
        return files(project, before).stream()
                .filter(file ->
                        !project.has(after + "/" + file) || !project.isSame(before + "/" + file, after + "/" + file))
                .toList();
    }

    /** Lists the files that a learner sees, except pom.xml, which names the step. */
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

    /** Reads the indented lines below the step's name. */
    private static List<String> taught(Project project, String step) {
        return project.lines(TAUGHT).stream()
                .dropWhile(line -> !line.equals(step))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .map(String::strip)
                .toList();
    }

    @Test
    void findsAndRetakesChangesThatAreNotListed(@TempDir Path folder) {
        var project = new Project(folder)
                .with("step01-x/src/A.java", "one\ntwo\n")
                .with("step01-x/src/Taught.java", "one\n")
                .with("step01-x/src/Gone.java", "one\n")
                .with("step01-x/src/Same.java", "one\n")
                .with("step02-y/src/A.java", "one\n2\n")
                .with("step02-y/src/Taught.java", "1\n")
                .with("step02-y/src/Same.java", "one\n")
                .with("step02-y/src/New.java", "one\n")
                .with(TAUGHT, "# Files\nstep02-y\n  src/Taught.java\n  src/Same.java\n");

        Fault.assertFaults(
                changed(project),
                "step02-y/src/A.java: differs from step01-x/src/A.java, and taught.txt does not list it",
                "step02-y/src/Gone.java: differs from step01-x/src/Gone.java, and taught.txt does not list it",
                TAUGHT + ": step02-y/src/Same.java does not differ from step01-x/src/Same.java");

        retake(project);
        Fault.assertFaults(changed(project));
        assertEquals("# Files\nstep02-y\n  src/A.java\n  src/Gone.java\n  src/Taught.java\n", project.text(TAUGHT));
    }

    @Test
    void findsStepsThatAreNotModulesCalledNoom(@TempDir Path folder) {
        var project = new Project(folder)
                .with("pom.xml", "<modules>\n  <module>step01-x</module>\n</modules>\n")
                .with("step01-x/package.json", "{\n  \"name\": \"noom\"\n}\n")
                .with("step02-y/package.json", "{\n  \"name\": \"boom\"\n}\n");

        Fault.assertFaults(
                misnamed(project),
                "pom.xml: step02-y is not a module",
                "step02-y/package.json: must be {\"name\": \"noom\", …}");
    }
}
