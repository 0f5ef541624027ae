package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Quoted code is the program's own. A fence names its file on the line above, {@code <!-- from: step01-…/Pages.java
 * -->}, and stands there word for word; a comment that is only {@code …} leaves lines out. Code that is wrong on
 * purpose says {@code <!-- not in the program: why -->} instead.
 *
 * <p>Code in the text of a link, such as {@code [`goHome`](Pages.java)}, stands in the file that the link leads to, all
 * of it in one line; {@code …} leaves out what is between.
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

    @Test
    void codeInALinkStandsInTheFileThatItLeadsTo() {
        Fault.none(linkFaults(Project.ours()));
    }

    static List<Fault> linkFaults(Project project) {
        return project.pages().stream()
                .flatMap(page -> page.prose().stream()
                        .flatMap(line -> page.codeLinks(line.text()).stream()
                                .flatMap(link -> missing(project, link).stream())
                                .map(what -> new Fault(page.name(), line.number(), what))))
                .toList();
    }

    /** What is wrong with each piece of code in a link. Pages and folders hold no code, and have names. */
    static List<String> missing(Project project, Page.CodeLink link) {
        var file = link.file();
        if (file.endsWith(".md") || Files.isDirectory(project.root().resolve(file))) {
            return List.of();
        }
        if (!project.files("").contains(file)) {
            return List.of("there is no file " + file);
        }
        return link.code().stream()
                .filter(code -> !file.endsWith("/" + code) && !stands(code, project.text(file)))
                .map(code -> "`%s` does not stand in %s".formatted(code, file))
                .toList();
    }

    private static boolean stands(String code, String text) {
        var line = Stream.of(code.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        var before = Character.isJavaIdentifierPart(code.charAt(0)) ? "(?<![\\w$])" : "";
        var after = Character.isJavaIdentifierPart(code.charAt(code.length() - 1)) ? "(?![\\w$])" : "";
        return Pattern.compile(before + line + after).matcher(text).find();
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

    @Test
    void codeThatALinkMovedAwayFromIsNamedWithPageAndLine(@TempDir Path folder) {
        var project = Project.of(folder)
                .with("step01-x/A.java", "int one = 1;\nif (three || one)\n")
                .with("docs/page.md", """
                [`int one`](../step01-x/A.java), [`int … 1;` and `A.java`](../step01-x/A.java#L1), [`|| one`](../step01-x/A.java)
                [A: `int on`, `int three`](../step01-x/A.java) [`two`](../step01-x/B.java) [`x`](../step01-x) [`x`](page.md)

                | [`three \\|\\| one`](../step01-x/A.java) | [`three \\|\\| two`](../step01-x/A.java) |
                """);

        assertEquals(
                List.of(
                        "docs/page.md:2: `int on` does not stand in step01-x/A.java",
                        "docs/page.md:2: `int three` does not stand in step01-x/A.java",
                        "docs/page.md:2: there is no file step01-x/B.java",
                        "docs/page.md:4: `three || two` does not stand in step01-x/A.java"),
                linkFaults(project).stream().map(Fault::toString).toList());
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
