package noom.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that what is folded away can be opened and read: each {@code <details>} ends, begins with a summary, and has blank
 * lines around its text, without which Markdown in it is not rendered.
 */
class FoldedSectionsTest {
    private static final String END = "</details>";

    @Test
    void everyFoldedSectionIsRendered() {
        Fault.assertNone(faults(Project.repository()));
    }

    static List<Fault> faults(Project project) {
        return project.pages().stream().flatMap(page -> faults(page).stream()).toList();
    }

    private static List<Fault> faults(Page page) {
        var faults = new ArrayList<Fault>();
        var open = 0;
        var lastOpening = 0;
        for (var line : page.prose()) {
            var text = line.text().strip();
            if (text.startsWith("<details")) {
                open++;
                lastOpening = line.number();
                faults.addAll(openingFaults(page, line.number()));
            } else if (text.equals(END)) {
                if (open == 0) {
                    faults.add(page.fault(line.number(), "ends a section that did not begin"));
                } else {
                    open--;
                }
                if (!isBlank(page, line.number() - 1)) {
                    faults.add(page.fault(line.number(), "needs a blank line above"));
                }
            }
        }
        if (open > 0) {
            faults.add(page.fault(lastOpening, "the section has no " + END));
        }
        return faults;
    }

    private static List<Fault> openingFaults(Page page, int number) {
        var faults = new ArrayList<Fault>();
        var summary = page.lines().get(number - 1).contains("<summary>") ? number : number + 1;
        if (!isSummary(page, summary)) {
            faults.add(page.fault(number, "needs <summary>…</summary> beside it or on the line below"));
        }
        if (!isBlank(page, summary + 1)) {
            faults.add(page.fault(number, "needs a blank line below its summary"));
        }
        return faults;
    }

    private static boolean isSummary(Page page, int number) {
        return number <= page.lines().size()
                && page.lines().get(number - 1).strip().matches("(<details[^>]*>)?<summary>.+</summary>");
    }

    /** The first line has the number 1. Beyond the last line everything is blank. */
    private static boolean isBlank(Page page, int number) {
        return number < 1
                || number > page.lines().size()
                || page.lines().get(number - 1).isBlank();
    }

    @Test
    void findsSectionsThatAreNotRendered(@TempDir Path folder) {
        var project = new Project(folder).with("docs/page.md", """
                        <details id="a">
                        <summary>Good</summary>

                        ```html
                        <details>
                        ```

                        <details><summary>Good</summary>

                        Text

                        </details>

                        </details>
                        <details>

                        Text
                        </details>
                        </details>
                        <details>
                        <summary>No blank line</summary>
                        Text
                        """);

        Fault.assertFaults(
                faults(project),
                "docs/page.md:15: needs <summary>…</summary> beside it or on the line below",
                "docs/page.md:15: needs a blank line below its summary",
                "docs/page.md:18: needs a blank line above",
                "docs/page.md:19: ends a section that did not begin",
                "docs/page.md:19: needs a blank line above",
                "docs/page.md:20: needs a blank line below its summary",
                "docs/page.md:20: the section has no </details>");
    }
}
