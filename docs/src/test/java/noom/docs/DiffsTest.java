package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that {@code docs/changes/stepNN.diff} is the difference from the step it grew from, without tests. {@code mvn -Pdocs
 * -pl docs test -Dtest=DiffsTest -Dretake} updates it.
 */
class DiffsTest {
    @Test
    void everyDiffIsUpToDate(@TempDir Path scratch) throws IOException {
        if (System.getProperty("retake") != null) {
            retake(Project.repository(), scratch);
        }
        Fault.assertNone(faults(Project.repository(), scratch));
    }

    static List<Fault> faults(Project project, Path scratch) throws IOException {
        var faults = new ArrayList<Fault>();
        for (var step : project.steps()) {
            if (project.predecessor(step).isEmpty()) {
                continue;
            }
            var file = file(step);
            var diff = diff(project, project.predecessor(step).orElseThrow(), step, scratch);
            if (!project.has(file) || !project.text(file).equals(diff)) {
                faults.add(new Fault(file, "is stale: mvn -Pdocs -pl docs test -Dtest=DiffsTest -Dretake updates it"));
            }
        }
        return faults;
    }

    private static void retake(Project project, Path scratch) throws IOException {
        for (var step : project.steps()) {
            var before = project.predecessor(step);
            if (before.isPresent()) {
                project.with(file(step), diff(project, before.get(), step, scratch));
            }
        }
    }

    private static String file(String step) {
        return "docs/changes/%s.diff".formatted(Project.shortName(step));
    }

    /** Compares copies of the files with git, and leaves out the ids of the blobs. */
    private static String diff(Project project, String before, String after, Path scratch) throws IOException {
        for (var step : List.of(before, after)) {
            for (var file : project.files(step)) {
                if (isLesson(file.substring(step.length() + 1))) {
                    new Project(scratch).with(file, project.text(file));
                }
            }
        }
        var git = "git -c core.autocrlf=false -c core.quotePath=false diff --no-index --no-color --no-ext-diff"
                + " --no-renames --diff-algorithm=histogram --src-prefix= --dst-prefix= " + before + " " + after;
        return Tool.run(scratch, List.of(git.split(" ")))
                .lines()
                .filter(line -> !line.matches("index [0-9a-f]+\\.\\.[0-9a-f]+.*"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static boolean isLesson(String file) {
        return file.matches("pom\\.xml|package\\.json|nodemon\\.json|src/main/.*");
    }

    @Test
    void findsAndRetakesAStaleDiff(@TempDir Path folder, @TempDir Path scratch) throws IOException {
        var project = new Project(folder)
                .with("step01-x/src/main/java/noom/A.java", "one\ntwo\n")
                .with("step01-x/src/test/java/noom/ATest.java", "two\n")
                .with("step02-y/src/main/java/noom/A.java", "one\n2\n")
                .with("step02-y/src/test/java/noom/ATest.java", "one\n")
                .with("docs/changes/step02.diff", "diff --git step01-x/A.java step02-y/A.java\n");

        Fault.assertFaults(
                faults(project, scratch),
                "docs/changes/step02.diff: is stale:"
                        + " mvn -Pdocs -pl docs test -Dtest=DiffsTest -Dretake updates it");

        retake(project, scratch);
        Fault.assertFaults(faults(project, scratch));
        assertEquals("""
                diff --git step01-x/src/main/java/noom/A.java step02-y/src/main/java/noom/A.java
                --- step01-x/src/main/java/noom/A.java
                +++ step02-y/src/main/java/noom/A.java
                @@ -1,2 +1,2 @@
                 one
                -two
                +2
                """, project.text("docs/changes/step02.diff"));
    }
}
