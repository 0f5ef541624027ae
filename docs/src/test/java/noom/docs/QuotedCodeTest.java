package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Quoted code is the program's own. A fence names its file on the line above, {@code <!-- from: step01-…/Pages.java
 * -->}, and stands there word for word; a comment that is only {@code …} leaves lines out. Code that is wrong on
 * purpose says {@code <!-- not in the program: why -->} instead.
 */
class QuotedCodeTest {
    /** The languages that are quoted, and the line that leaves lines out. */
    private static final Map<String, String> SKIP = Map.of(
            "java", "// …",
            "javascript", "// …",
            "json", "// …",
            "pug", "//- …",
            "xml", "<!-- … -->",
            "html", "<!-- … -->",
            "css", "/* … */",
            "nginx", "# …",
            "properties", "# …");

    /** Fences that other rules look after, and drawings. */
    private static final Set<String> NOT_QUOTED = Set.of("sh", "text", "", "mermaid");

    @Test
    void everyQuotedLineIsALineOfTheProgram() {
        Fault.none(faults(Project.ours()));
    }

    static List<Fault> faults(Project project) {
        return project.pages().stream()
                .flatMap(page -> page.fences().stream().flatMap(fence -> fault(project, page, fence).stream()))
                .toList();
    }

    private static Optional<Fault> fault(Project project, Page page, Page.Fence fence) {
        if (NOT_QUOTED.contains(fence.language()) || fence.note().matches("not in the program: .+")) {
            return Optional.empty();
        }
        var skip = SKIP.get(fence.language());
        if (skip == null) {
            return at(page, fence.line(), "\"%s\" is no language of these pages".formatted(fence.language()));
        }
        if (!fence.note().startsWith("from: ")) {
            return at(
                    page,
                    fence.line(),
                    "the line above must be <!-- from: a file --> or <!-- not in the program: why -->");
        }
        var file = fence.note().substring("from: ".length());
        if (!project.files("").contains(file)) {
            return at(page, fence.line() - 1, "there is no file " + file);
        }
        return new Excerpt(fence.code(), skip::equals)
                .from(project.lines(file))
                .flatMap(wrong -> at(
                        page,
                        fence.lineOf(wrong.index()),
                        "\"%s\" does not stand here in %s"
                                .formatted(wrong.line().strip(), file)));
    }

    private static Optional<Fault> at(Page page, int line, String what) {
        return Optional.of(new Fault(page.name(), line, what));
    }

    @Test
    void aChangedWordIsNamedWithPageAndLine(@TempDir Path folder) {
        assertEquals(
                List.of("docs/page.md:4: \"int two = 3;\" does not stand here in step01-x/A.java"), tried(folder, """
                        <!-- from: step01-x/A.java -->
                        ```java
                        int one = 1;
                        int two = 3;
                        ```
                        """));
    }

    @Test
    void linesMayBeLeftOutOnlyWhereACommentSaysSo(@TempDir Path folder) {
        assertEquals(
                List.of("docs/page.md:10: \"int four = 4;\" does not stand here in step01-x/A.java"),
                tried(folder, """
                        <!-- from: step01-x/A.java -->
                        ```java
                        int one = 1;
                        // …
                        int four = 4;
                        ```
                        <!-- from: step01-x/A.java -->
                        ```java
                        int two = 2;
                        int four = 4;
                        ```
                        """));
    }

    @Test
    void indentationMayDifferAsAWholeButNotLineByLine(@TempDir Path folder) {
        assertEquals(
                List.of("docs/page.md:9: \"int four = 4;\" does not stand here in step01-x/A.java"),
                tried(folder, """
                        <!-- from: step01-x/A.java -->
                        ```java
                          if (three)
                            int four = 4;
                        ```
                        <!-- from: step01-x/A.java -->
                        ```java
                        if (three)
                        int four = 4;
                        ```
                        """));
    }

    @Test
    void codeThatNamesNoFileOrOneThatIsGoneIsAFault(@TempDir Path folder) {
        assertEquals(
                List.of(
                        "docs/page.md:1: the line above must be <!-- from: a file --> or <!-- not in the program: why -->",
                        "docs/page.md:4: there is no file step01-x/B.java",
                        "docs/page.md:12: \"js\" is no language of these pages"),
                tried(folder, """
                        ```java
                        int one = 1;
                        ```
                        <!-- from: step01-x/B.java -->
                        ```java
                        int one = 1;
                        ```
                        <!-- not in the program: it does not compile -->
                        ```java
                        int one = "1";
                        ```
                        ```js
                        let one = 1;
                        ```
                        """));
    }

    private static List<String> tried(Path folder, String page) {
        var program = """
                int one = 1;
                int two = 2;
                if (three)
                  int four = 4;
                """;
        var project = Project.of(folder).with("step01-x/A.java", program).with("docs/page.md", page);
        return faults(project).stream().map(Fault::toString).toList();
    }
}
