package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that a reader of a step's page gets to the step before, to all steps and to the next, from its top and its foot, and
 * that all these pages have the same sections in the same order. The index must lead to the explanation of each term of the
 * glossary.
 */
class NavigationTest {
    private static final String INDEX = "docs/README.md";
    private static final String GLOSSARY = "docs/glossary.md";
    private static final Pattern TERM = Pattern.compile("\\| ([^|]+) \\|.*\\| \\[[^]]+]\\(([^)]+#[^)]+)\\) \\|");
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

    @Test
    void everyTermOfTheGlossaryIsInTheIndex() {
        Fault.assertNone(termFaults(Project.repository()));
    }

    static List<Fault> termFaults(Project project) {
        var index = project.text(INDEX);
        var rows = project.page(GLOSSARY).prose().stream()
                .filter(line -> line.text().startsWith("| "))
                .skip(1)
                .toList();
        if (rows.isEmpty()) {
            return List.of(new Fault(GLOSSARY, "has no terms"));
        }
        var faults = new ArrayList<Fault>();
        for (var row : rows) {
            var term = TERM.matcher(row.text());
            if (!term.matches()) {
                faults.add(new Fault(GLOSSARY, row.number(), "the last cell must be a link to a section"));
            } else if (!index.contains("[%s](%s)".formatted(term.group(1), term.group(2)))) {
                faults.add(new Fault(
                        GLOSSARY, row.number(), "%s has no [%s](%s)".formatted(INDEX, term.group(1), term.group(2))));
            }
        }
        return faults;
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

    @Test
    void findsATermThatTheIndexLacks(@TempDir Path folder) {
        var project = new Project(folder)
                .with(INDEX, "[frame](a.md#frame) · [mask](a.md#gone)\n")
                .with(GLOSSARY, """
                        # Glossary

                        | term | more |
                        |---|---|
                        | frame | A header and a payload. | [step 2](a.md#frame) |
                        | mask | Four bytes. | [step 2](a.md#mask) |
                        | room | A name. | [step 4](a.md) |
                        """);

        Fault.assertFaults(
                termFaults(project),
                GLOSSARY + ":6: " + INDEX + " has no [mask](a.md#mask)",
                GLOSSARY + ":7: the last cell must be a link to a section");
    }
}
