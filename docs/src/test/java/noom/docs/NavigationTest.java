package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that a reader of a page gets to the page before, to all steps and to the next page, from its top and its foot, and
 * that the pages of the steps have the same sections in the same order. The index must lead to the explanation of each term of
 * the glossary.
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

    /** The pages beside the steps, in the order of the index. */
    private static final List<Stop> BESIDE_THE_STEPS = List.of(
            new Stop("notes-map", "The notes"),
            new Stop("node-to-java", "From Node to Java"),
            new Stop("one-port", "One port"),
            new Stop("troubleshooting", "When something goes wrong"));

    /** A page of {@code docs}, by its name without {@code .md}, and what links call it. */
    record Stop(String name, String title) {
        String page() {
            return "docs/%s.md".formatted(name);
        }
    }

    @Test
    void everyStepLeadsToItsNeighbours() {
        Fault.assertNone(stepFaults(Project.repository()));
    }

    @Test
    void everyPageBesideTheStepsLeadsToItsNeighbours() {
        Fault.assertNone(faults(Project.repository(), BESIDE_THE_STEPS));
    }

    @Test
    void everyStepHasTheSameSections() {
        Fault.assertNone(sectionFaults(Project.repository()));
    }

    static List<Fault> stepFaults(Project project) {
        return faults(project, steps(project));
    }

    private static List<Stop> steps(Project project) {
        return project.steps().stream()
                .map(step -> new Stop(step, "Step " + Integer.parseInt(step.substring(4, 6))))
                .toList();
    }

    static List<Fault> faults(Project project, List<Stop> stops) {
        var faults = new ArrayList<Fault>();
        for (var i = 0; i < stops.size(); i++) {
            var page = stops.get(i).page();
            if (!project.has(page)) {
                faults.add(new Fault(page, "is missing"));
                continue;
            }
            var lines = project.lines(page);
            var links = links(stops, i);
            if (!lines.get(2).equals(links)) {
                faults.add(new Fault(page, "line 3 must be " + links));
            }
            if (!lines.get(lines.size() - 1).equals(links)) {
                faults.add(new Fault(page, "the last line must be " + links));
            }
        }
        return faults;
    }

    static List<Fault> sectionFaults(Project project) {
        return steps(project).stream()
                .map(step -> project.page(step.page()))
                .filter(page -> !sections(page).equals(SECTIONS))
                .map(page ->
                        new Fault(page.name(), "the sections must be %s, not %s".formatted(SECTIONS, sections(page))))
                .toList();
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

    private static String links(List<Stop> stops, int i) {
        var links = new ArrayList<String>();
        if (i > 0) {
            links.add("[← %s](%s.md)"
                    .formatted(stops.get(i - 1).title(), stops.get(i - 1).name()));
        }
        links.add("[All steps](README.md)");
        links.add("[Glossary](glossary.md)");
        if (i < stops.size() - 1) {
            links.add("[%s →](%s.md)"
                    .formatted(stops.get(i + 1).title(), stops.get(i + 1).name()));
        }
        return String.join(" · ", links);
    }

    @Test
    void findsAPageThatLeadsNowhere(@TempDir Path folder) {
        var project = new Project(folder)
                .with("step01-x/pom.xml", "")
                .with("step02-y/pom.xml", "")
                .with("docs/step01-x.md", "# X\n\nHello\n");

        var links = "[All steps](README.md) · [Glossary](glossary.md) · [Step 2 →](step02-y.md)";
        Fault.assertFaults(
                stepFaults(project),
                "docs/step01-x.md: line 3 must be " + links,
                "docs/step01-x.md: the last line must be " + links,
                "docs/step02-y.md: is missing");
    }

    @Test
    void findsAPageWithSectionsInAnotherOrder(@TempDir Path folder) {
        var inOrder = "# X\n\n## " + String.join("\n\n## ", SECTIONS) + "\n";
        var project = new Project(folder)
                .with("step01-x/pom.xml", "")
                .with("step02-y/pom.xml", "")
                .with("docs/step01-x.md", inOrder)
                .with("docs/step02-y.md", inOrder.replace("## Run it\n\n## Try it", "## Try it\n\n## Run it"));

        assertEquals(
                List.of("docs/step02-y.md"),
                sectionFaults(project).stream().map(Fault::file).toList());
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
