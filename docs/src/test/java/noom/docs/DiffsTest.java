package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/changes/stepNN.diff} is what changed since the step before, without tests. It is generated:
 * {@code mvn -Pdocs -pl docs test -Dtest=DiffsTest -Dretake} writes it anew.
 */
class DiffsTest {
    @Test
    void everyDiffIsFresh(@TempDir Path scratch) throws IOException {
        if (System.getProperty("retake") != null) {
            retake(Project.ours(), scratch);
        }
        Fault.none(faults(Project.ours(), scratch));
    }

    static List<Fault> faults(Project project, Path scratch) throws IOException {
        var faults = new ArrayList<Fault>();
        var steps = project.steps();
        for (int i = 1; i < steps.size(); i++) {
            var file = file(steps.get(i));
            var wanted = diff(project, steps.get(i - 1), steps.get(i), scratch)
                    .lines()
                    .toList();
            var found = project.has(file) ? project.lines(file) : List.<String>of();
            for (int line = 0; line < Math.max(wanted.size(), found.size()); line++) {
                if (line >= wanted.size()
                        || line >= found.size()
                        || !Objects.equals(wanted.get(line), found.get(line))) {
                    faults.add(new Fault(
                            file,
                            line + 1,
                            "is stale: mvn -Pdocs -pl docs test -Dtest=DiffsTest -Dretake writes it anew"));
                    break;
                }
            }
        }
        return faults;
    }

    private static void retake(Project project, Path scratch) throws IOException {
        var steps = project.steps();
        for (int i = 1; i < steps.size(); i++) {
            project.with(file(steps.get(i)), diff(project, steps.get(i - 1), steps.get(i), scratch));
        }
    }

    private static String file(String step) {
        return "docs/changes/%s.diff".formatted(step.substring(0, "stepNN".length()));
    }

    /** git compares copies of the files that matter. The blobs' ids are left out: nobody reads them. */
    private static String diff(Project project, String before, String after, Path scratch) throws IOException {
        for (var step : List.of(before, after)) {
            for (var file : project.files(step)) {
                if (isLesson(file.substring(step.length() + 1))) {
                    Project.of(scratch).with(file, project.text(file));
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
    void aStaleDiffIsNamedWithFileAndLineUntilItIsRetaken(@TempDir Path folder, @TempDir Path scratch)
            throws IOException {
        var project = Project.of(folder)
                .with("step01-x/src/main/java/noom/A.java", "one\ntwo\n")
                .with("step01-x/src/test/java/noom/ATest.java", "two\n")
                .with("step02-y/src/main/java/noom/A.java", "one\n2\n")
                .with("step02-y/src/test/java/noom/ATest.java", "one\n")
                .with("docs/changes/step02.diff", "diff --git step01-x/A.java step02-y/A.java\n");

        assertEquals(
                List.of("docs/changes/step02.diff:1: is stale:"
                        + " mvn -Pdocs -pl docs test -Dtest=DiffsTest -Dretake writes it anew"),
                faults(project, scratch).stream().map(Fault::toString).toList());

        retake(project, scratch);
        assertEquals(List.of(), faults(project, scratch));
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
