package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that the pages for teachers in {@code docs/teaching} are those of the stages, and that the minutes of each plan add
 * up. {@code mvn -Pdocs -pl docs test -Dtest=StagesTest -Dretake} updates them.
 */
class TeachingTest {
    private static final int EVENING = 90;
    private static final String RETAKE = "mvn -Pdocs -pl docs test -Dtest=StagesTest -Dretake";

    @Test
    void everyPageIsUpToDate() {
        Fault.assertNone(faults(Project.repository()));
    }

    static List<Fault> faults(Project project) {
        var faults = new ArrayList<Fault>();
        new TeachingPages(project).all().forEach((page, text) -> {
            if (!project.has(page) || !project.text(page).equals(text)) {
                faults.add(new Fault(page, "is stale: %s updates it".formatted(RETAKE)));
            }
        });
        return faults;
    }

    @Test
    void everyStepLeadsToItsStages() {
        var project = Project.repository();
        for (var step : project.steps()) {
            var link = "](teaching/%s.md)".formatted(Project.shortName(step));
            assertTrue(project.text("docs/" + step + ".md").contains(link), step);
        }
    }

    @Test
    void threeHoursAreEnoughForSixSteps() {
        var plan = new Plan(Project.repository(), "docs/stages/three-hours.txt");

        assertEquals(List.of(180), plan.minutes());
        assertEquals(stages("step07"), plan.stages());
    }

    @Test
    void sixEveningsHaveTimeForEveryStage() {
        var plan = new Plan(Project.repository(), "docs/stages/six-evenings.txt");

        assertEquals(6, plan.minutes().size());
        plan.minutes().forEach(minutes -> assertTrue(minutes <= EVENING, () -> minutes + " minutes in an evening"));
        assertEquals(stages(""), plan.stages());
    }

    /** All stages but those of one step, as a plan names them. */
    private static List<String> stages(String without) {
        return Stages.all(Project.repository()).stream()
                .filter(stages -> without.isEmpty() || !stages.step().startsWith(without))
                .flatMap(stages ->
                        stages.list().stream().map(stage -> Project.shortName(stages.step()) + " " + stage.number()))
                .toList();
    }

    @Test
    void retakesThePagesFromPatchesAndTexts(@TempDir Path folder) {
        var project = project(folder);

        Fault.assertFaults(
                faults(project),
                "docs/teaching/step01.md: is stale: %s updates it".formatted(RETAKE),
                "docs/teaching/handout.md: is stale: %s updates it".formatted(RETAKE),
                "docs/teaching/README.md: is stale: %s updates it".formatted(RETAKE));

        new TeachingPages(project).all().forEach(project::with);
        Fault.assertFaults(faults(project));
        assertEquals("""
                # Plan

                <!-- plan: docs/stages/short.txt -->
                | at | what | how | minutes |
                |---|---|---|---|
                | | **Evening 1** | | |
                | 0:00 | [Step 1, 1. It's one](step01.md#1-its-one) | type | 55 |
                | 0:55 | Break | | 10 |
                | 1:05 | [Step 1, 1. It's one](step01.md#1-its-one) | show | 2 |
                | 1:07 | End | | |
                | | **Evening 2** | | |
                | 0:00 | [Step 1, 1. It's one](step01.md#1-its-one) | skip | 0 |
                | 0:00 | End | | |

                The end.
                """, project.text("docs/teaching/README.md"));
        var page = project.text("docs/teaching/step01.md");
        assertTrue(page.contains("""
                `A.java`, new:

                <!-- from: docs/stages/step01/1-one.patch -->
                ```diff
                @@ -0,0 +1 @@
                +one
                ```

                **You see:** [One](../README.md).
                """), page);
        assertTrue(page.contains("| [1. It's one](#1-its-one) | 55 | 2 | 1 |\n| all | 55 | 2 | 1 |\n"), page);
        assertTrue(project.text("docs/teaching/handout.md").contains("1. **Why?** Because it is so.\n"));
        assertEquals(List.of(67, 0), new Plan(project, "docs/stages/short.txt").minutes());
    }

    @Test
    void findsTextsAndPlansThatAreIncomplete(@TempDir Path folder) {
        var project = project(folder);
        project.with("docs/stages/short.txt", "step01 2 type\n");
        assertEquals(
                "docs/stages/short.txt: there is no step01 2",
                assertThrows(IllegalStateException.class, () -> faults(project)).getMessage());

        project.with("docs/stages/short.txt", "step01 1 read\n");
        assertEquals(
                "docs/stages/short.txt: \"step01 1 read\" is no line of a plan",
                assertThrows(IllegalStateException.class, () -> faults(project)).getMessage());

        var text = project.text("docs/stages/step01/1-one.md");
        for (var wrong : List.of(
                text.replace("**Ask:** Why?", ""),
                text.replace("**Ask:** Why?", "**Ask:** "),
                text.replace("to type", "to write"))) {
            project.with("docs/stages/step01/1-one.md", wrong);
            assertEquals(
                    "docs/stages/step01/1-one.md needs a text for each of [Minutes, Say, Ask, Answer, Goes wrong, You see],"
                            + " in this order, and \"5 to type, 2 to show\"",
                    assertThrows(IllegalStateException.class, () -> faults(project))
                            .getMessage());
        }
    }

    private static Project project(Path folder) {
        return new Project(folder)
                .with("step01-x/A.java", "one\n")
                .with("docs/stages/step01/1-one.patch", """
                        diff --git a/step01-x/A.java b/step01-x/A.java
                        new file mode 100644
                        --- /dev/null
                        +++ b/step01-x/A.java
                        @@ -0,0 +1 @@
                        +one
                        """)
                .with("docs/stages/step01/1-one.md", """
                        # It's one

                        **Minutes:** 55 to type, 2 to show

                        **Say:** One.

                        **Ask:** Why?

                        **Answer:** Because
                        it is so.

                        **Goes wrong:** Two.

                        **You see:** [One](../../README.md).
                        """)
                .with("docs/stages/short.txt", """
                        # Evening 1
                        step01 1 type
                        10 Break
                        step01 1 show
                        # Evening 2
                        step01 1 skip
                        """)
                .with("docs/teaching/README.md", "# Plan\n\n<!-- plan: docs/stages/short.txt -->\n\nThe end.\n");
    }
}
