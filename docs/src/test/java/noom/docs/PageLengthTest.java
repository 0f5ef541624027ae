package noom.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Limits the core of a step's page, so that a class can read it in one sitting. The core is everything outside of {@code
 * <details>} blocks: prose, tables, quoted code, commands, outputs, drawings and exercises. A word is anything between blanks
 * that has a letter or a digit. The lines of navigation, HTML comments and the addresses of links do not count.
 */
class PageLengthTest {
    private static final int MAX_WORDS = 1_600;
    private static final Pattern NAVIGATION = Pattern.compile(".*\\[All steps]\\(README\\.md\\) · .*");
    private static final Pattern NOT_SHOWN = Pattern.compile("<!--.*?-->|<br>|<a id=\"[^\"]*\"></a>|(?<=])\\([^)]*\\)");
    private static final Pattern WORD = Pattern.compile("\\S*[\\p{L}\\p{N}]\\S*");

    @Test
    void theCoreOfAPageHasAtMost1600Words() {
        Fault.assertNone(faults(Project.repository()));
    }

    static List<Fault> faults(Project project) {
        return project.steps().stream()
                .map(step -> project.page("docs/" + step + ".md"))
                .flatMap(page -> fault(page).stream())
                .toList();
    }

    private static List<Fault> fault(Page page) {
        var words = page.core().stream().mapToLong(PageLengthTest::words).sum();
        return words <= MAX_WORDS
                ? List.of()
                : List.of(new Fault(page.name(), "the core has %d words, %d are allowed".formatted(words, MAX_WORDS)));
    }

    private static long words(Page.Line line) {
        if (NAVIGATION.matcher(line.text()).matches()) {
            return 0;
        }
        return WORD.matcher(NOT_SHOWN.matcher(line.text()).replaceAll(""))
                .results()
                .count();
    }

    @Test
    void findsALongCoreAndLeavesOutWhatIsFolded(@TempDir Path folder) {
        var start = "# A\n\n[All steps](README.md) · [Glossary](glossary.md)\n\n";
        var end = "\n<details id=\"b\">\n<summary>%s</summary>\n\n```text\n</details>\n%s\n```\n\n</details>\n"
                .formatted(words("folded", 900), words("folded", 900));
        var code = "\n<!-- output of: a program that nobody counts -->\n```text\n─► %s\n```\n"
                .formatted(words("code", 599));
        var project = new Project(folder)
                .with("step01-x/pom.xml", "")
                .with("step02-y/pom.xml", "")
                .with("docs/step01-x.md", start + words("[a](b)", 1_000) + code + end)
                .with("docs/step02-y.md", start + words("[a](b)", 1_000) + code + end + "one\n");

        Fault.assertFaults(faults(project), "docs/step02-y.md: the core has 1601 words, 1600 are allowed");
    }

    private static String words(String word, int times) {
        return Stream.generate(() -> word).limit(times).reduce("", (one, other) -> one + other + " ");
    }
}
