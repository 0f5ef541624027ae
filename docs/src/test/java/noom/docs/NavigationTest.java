package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that a reader of a step's page gets to the step before, to all steps and to the next, from its top and its foot, and
 * that all these pages have the same sections in the same order.
 */
class NavigationTest {
    private static final List<String> SECTIONS = List.of(
            "Run it",
            "Try it",
            "The idea",
            "The code",
            "Going deeper",
            "The same in Node",
            "Traps",
            "Exercises",
            "Check yourself",
            "The ideas again",
            "What you can now");

    @Test
    void everyStepLeadsToItsNeighbours() {
        Fault.assertNone(faults(Project.repository()));
    }

    static List<Fault> faults(Project project) {
        var faults = new ArrayList<Fault>();
        var steps = project.steps();
        for (var i = 0; i < steps.size(); i++) {
            var page = "docs/" + steps.get(i) + ".md";
            if (!project.has(page)) {
                faults.add(new Fault(page, "is missing"));
                continue;
            }
            var lines = project.lines(page);
            var links = links(steps, i);
            if (!lines.get(2).equals(links)) {
                faults.add(new Fault(page, "line 3 must be " + links));
            }
            if (!lines.get(lines.size() - 1).equals(links)) {
                faults.add(new Fault(page, "the last line must be " + links));
            }
            var sections = sections(project.page(page));
            if (!sections.equals(SECTIONS)) {
                faults.add(new Fault(page, "the sections must be %s, not %s".formatted(SECTIONS, sections)));
            }
        }
        return faults;
    }

    private static List<String> sections(Page page) {
        return page.prose().stream()
                .map(Page.Line::text)
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring("## ".length()))
                .toList();
    }

    private static String links(List<String> steps, int i) {
        var links = new ArrayList<String>();
        if (i > 0) {
            links.add("[← %s](%s.md)".formatted(title(steps.get(i - 1)), steps.get(i - 1)));
        }
        links.add("[All steps](README.md)");
        links.add("[Glossary](glossary.md)");
        if (i < steps.size() - 1) {
            links.add("[%s →](%s.md)".formatted(title(steps.get(i + 1)), steps.get(i + 1)));
        }
        return String.join(" · ", links);
    }

    private static String title(String step) {
        return "Step " + Integer.parseInt(step.substring(4, 6));
    }

    @Test
    void findsAPageThatLeadsNowhere(@TempDir Path folder) {
        var project = new Project(folder)
                .with("step01-x/pom.xml", "")
                .with("step02-y/pom.xml", "")
                .with("docs/step01-x.md", "# X\n\nHello\n");

        assertEquals(
                List.of("docs/step01-x.md", "docs/step01-x.md", "docs/step01-x.md", "docs/step02-y.md"),
                faults(project).stream()
                        .map(fault -> fault.toString().replaceAll(":.*", ""))
                        .toList());
    }
}
