package noom.docs;

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
 * Compares quoted code with the code of the programs. The line above a fence names its file, {@code <!-- from:
 * step01-…/Pages.java -->}; a comment {@code …} leaves lines out. Above code that is wrong on purpose stands {@code <!-- not
 * in the program: why -->} instead.
 *
 * <p>Code in the text of a link, such as {@code [`goHome`](Pages.java)}, must be part of one line of the linked file;
 * {@code …} stands for any characters.
 */
class QuotedCodeTest {
    /** The languages of quoted code, each with the line that leaves lines out. */
    private static final Map<String, String> SKIP = Map.of(
            "java", "// …",
            "javascript", "// …",
            "json", "// …",
            "pug", "//- …",
            "xml", "<!-- … -->",
            "html", "<!-- … -->",
            "css", "/* … */",
            "nginx", "# …",
            "properties", "# …",
            "diff", "…");

    /** The languages of commands, outputs and drawings. */
    private static final Set<String> NOT_QUOTED = Set.of("sh", "text", "", "mermaid");

    @Test
    void quotedLinesAreLinesOfTheProgram() {
        Fault.assertNone(faults(Project.repository()));
    }

    @Test
    void codeInALinkIsInTheLinkedFile() {
        Fault.assertNone(linkFaults(Project.repository()));
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
            return Optional.of(
                    page.fault(fence.line(), "\"%s\" is not a language of these pages".formatted(fence.language())));
        }
        if (!fence.note().startsWith("from: ")) {
            return Optional.of(page.fault(
                    fence.line(), "the line above must be <!-- from: a file --> or <!-- not in the program: why -->"));
        }
        var file = fence.note().substring("from: ".length());
        if (!project.files("").contains(file)) {
            return Optional.of(page.fault(fence.line() - 1, "there is no file " + file));
        }
        return new Excerpt(fence.code(), skip::equals)
                .differenceFrom(project.lines(file))
                .map(difference -> page.fault(
                        fence.lineOf(difference.index()),
                        "\"%s\" is not in %s here".formatted(difference.line().strip(), file)));
    }

    static List<Fault> linkFaults(Project project) {
        return project.pages().stream()
                .flatMap(page -> page.prose().stream()
                        .flatMap(line -> page.codeLinks(line.text()).stream()
                                .flatMap(link -> missing(project, link).stream())
                                .map(message -> page.fault(line.number(), message))))
                .toList();
    }

    /** Finds code in a link's text that is not in its file. Links to pages and folders have no code, only names. */
    static List<String> missing(Project project, Page.CodeLink link) {
        var file = link.file();
        if (file.endsWith(".md") || Files.isDirectory(project.root().resolve(file))) {
            return List.of();
        }
        if (!project.files("").contains(file)) {
            return List.of("there is no file " + file);
        }
        return link.code().stream()
                .filter(code -> !file.endsWith("/" + code) && !contains(project.text(file), code))
                .map(code -> "`%s` is not in %s".formatted(code, file))
                .toList();
    }

    private static boolean contains(String text, String code) {
        var line = Stream.of(code.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        var before = Character.isJavaIdentifierPart(code.charAt(0)) ? "(?<![\\w$])" : "";
        var after = Character.isJavaIdentifierPart(code.charAt(code.length() - 1)) ? "(?![\\w$])" : "";
        return Pattern.compile(before + line + after).matcher(text).find();
    }

    @Test
    void findsWrongQuotes(@TempDir Path folder) {
        var project = new Project(folder).with("step01-x/A.java", """
                int one = 1;
                int two = 2;
                if (three)
                  int four = 4;
                """).with("docs/page.md", """
                <!-- from: step01-x/A.java -->
                ```java
                int one = 1;
                int two = 3;
                ```
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
                """);

        Fault.assertFaults(
                faults(project),
                "docs/page.md:4: \"int two = 3;\" is not in step01-x/A.java here",
                "docs/page.md:15: \"int four = 4;\" is not in step01-x/A.java here",
                "docs/page.md:25: \"int four = 4;\" is not in step01-x/A.java here",
                "docs/page.md:27: the line above must be"
                        + " <!-- from: a file --> or <!-- not in the program: why -->",
                "docs/page.md:30: there is no file step01-x/B.java",
                "docs/page.md:38: \"js\" is not a language of these pages");
    }

    @Test
    void findsCodeThatIsNotInTheLinkedFile(@TempDir Path folder) {
        var project = new Project(folder)
                .with("step01-x/A.java", "int one = 1;\nif (three || one)\n")
                .with("docs/page.md", """
                [`int one`](../step01-x/A.java), [`int … 1;` and `A.java`](../step01-x/A.java#L1), [`|| one`](../step01-x/A.java)
                [A: `int on`, `int three`](../step01-x/A.java) [`two`](../step01-x/B.java) [`x`](../step01-x) [`x`](page.md)

                | [`three \\|\\| one`](../step01-x/A.java) | [`three \\|\\| two`](../step01-x/A.java) |
                """);

        Fault.assertFaults(
                linkFaults(project),
                "docs/page.md:2: `int on` is not in step01-x/A.java",
                "docs/page.md:2: `int three` is not in step01-x/A.java",
                "docs/page.md:2: there is no file step01-x/B.java",
                "docs/page.md:4: `three || two` is not in step01-x/A.java");
    }
}
