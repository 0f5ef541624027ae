package noom.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that every statement of the notes has a row in {@code notes-map.md}: its number, the notes' words, the section that
 * explains it, the code that shows it, and the test that proves it. The code is a link with a symbol of the linked file, the
 * test a link with the class and its methods: {@code [`PagesTest`: `everythingElseLeadsHome`](…/PagesTest.java)}.
 */
class NotesMapTest {
    private static final String MAP = "docs/notes-map.md";
    private static final Pattern ROW = Pattern.compile("\\| *\\d+ *\\|.*");
    private static final Pattern TEST_ANNOTATION = Pattern.compile("@(Test|ParameterizedTest|RepeatedTest)\\b");
    private static final Pattern SECTION = Pattern.compile("]\\(([\\w-]+\\.md)#[^)]+\\)");
    private static final int CELLS = 5;

    @Test
    void everyStatementOfTheNotesIsShownAndProved() {
        Fault.assertNone(faults(Project.repository()));
    }

    static List<Fault> faults(Project project) {
        var page = project.page(MAP);
        var rows = page.prose().stream()
                .filter(line -> ROW.matcher(line.text()).matches())
                .toList();
        if (rows.isEmpty()) {
            return List.of(new Fault(MAP, "has no row"));
        }
        var faults = new ArrayList<Fault>();
        for (var i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            messages(project, page, row.text(), i + 1)
                    .forEach(message -> faults.add(page.fault(row.number(), message)));
        }
        return faults;
    }

    private static List<String> messages(Project project, Page page, String row, int number) {
        var cells =
                Stream.of(row.split("(?<!\\\\)\\|")).skip(1).map(String::strip).toList();
        if (cells.size() != CELLS) {
            return List.of("a row has %d cells: number, the notes' words, section, code, test".formatted(CELLS));
        }
        var messages = new ArrayList<String>();
        if (!cells.get(0).equals(String.valueOf(number))) {
            messages.add("must have number " + number);
        }
        if (cells.get(1).isEmpty()) {
            messages.add("has no words of the notes");
        }
        messages.addAll(missingSections(project, page, cells.get(2)));
        var code = page.codeLinks(cells.get(3));
        if (code.isEmpty()) {
            messages.add("has no link to code");
        }
        code.forEach(link -> messages.addAll(QuotedCodeTest.missing(project, link)));
        var tests = page.codeLinks(cells.get(4));
        if (tests.isEmpty()) {
            messages.add("has no link to a test");
        }
        tests.forEach(link -> messages.addAll(missingTests(project, link)));
        return messages;
    }

    /** The anchors are checked by {@link LinksTest}. */
    private static List<String> missingSections(Project project, Page page, String cell) {
        var pages = SECTION.matcher(cell)
                .results()
                .map(link -> page.file(link.group(1)))
                .toList();
        if (pages.isEmpty()) {
            return List.of("has no link to a section of a page");
        }
        return pages.stream()
                .filter(file -> !project.has(file))
                .map(file -> "there is no page " + file)
                .toList();
    }

    private static List<String> missingTests(Project project, Page.CodeLink link) {
        var file = link.file();
        var name = link.code().get(0);
        var isTest = file.contains("/src/test/java/") || file.startsWith("support/testkit/");
        if (!isTest || !file.endsWith("/" + name + ".java")) {
            return List.of("%s is not a test class %s".formatted(file, name));
        }
        if (!project.has(file)) {
            return List.of("there is no file " + file);
        }
        if (link.code().size() == 1) {
            return List.of("names no method of " + name);
        }
        return link.code().stream()
                .skip(1)
                .filter(method -> !isTest(project.text(file), method))
                .map(method -> "%s has no test %s".formatted(name, method))
                .toList();
    }

    /** Looks for the annotation between the method and the blank line above it. */
    private static boolean isTest(String source, String method) {
        var start = source.indexOf(" void %s(".formatted(method));
        return start > 0
                && TEST_ANNOTATION
                        .matcher(source.substring(source.lastIndexOf("\n\n", start) + 1, start))
                        .find();
    }

    @Test
    void findsWrongRows(@TempDir Path folder) {
        var project = new Project(folder)
                .with("step01-x/src/main/java/noom/A.java", "class A {\n    void home() {}\n}\n")
                .with("step01-x/src/test/java/noom/ATest.java", """
                        class ATest {
                            @BeforeEach
                            void comeHome() {}

                            @ParameterizedTest
                            @ValueSource(strings = {"a"})
                            void homeIsHome(String a) {}

                            void help() {}
                        }
                        """)
                .with("docs/a.md", "# A\n")
                .with(MAP, """
                        | | the notes | explained in | shown in | proved by |
                        |---|---|---|---|---|
                        | 1 | 홈 | [step 1](a.md#home) | [A.java: `home`](../step01-x/src/main/java/noom/A.java) | [`ATest`: `homeIsHome`](../step01-x/src/test/java/noom/ATest.java) |
                        | 2 | 홈 | [step 1](a.md#home) | [A.java: `hom`](../step01-x/src/main/java/noom/A.java) | [`ATest`: `homeIs`, `help`, `comeHome`](../step01-x/src/test/java/noom/ATest.java) |
                        | 4 | 홈 | [step 1](a.md#home) | [B.java: `home`](../step01-x/src/main/java/noom/B.java) | [`BTest`: `homeIsHome`](../step01-x/src/test/java/noom/BTest.java) |
                        | 4 | | [step 1](a.md#home) | [A.java](../step01-x/src/main/java/noom/A.java) | `homeIsHome` |
                        | 5 | 홈 | [step 1](a.md#home) | [A.java: `home`](../step01-x/src/main/java/noom/A.java) |
                        | 6 | 홈 | [step 1](a.md) | [A.java: `home`](../step01-x/src/main/java/noom/A.java) | [`ATest`](../step01-x/src/test/java/noom/ATest.java) |
                        | 7 | 홈 | [step 1](gone.md#home) | [A.java: `home`](../step01-x/src/main/java/noom/A.java) | [`A`: `home`](../step01-x/src/main/java/noom/A.java) |
                        """);

        Fault.assertFaults(
                faults(project),
                MAP + ":4: `hom` is not in step01-x/src/main/java/noom/A.java",
                MAP + ":4: ATest has no test homeIs",
                MAP + ":4: ATest has no test help",
                MAP + ":4: ATest has no test comeHome",
                MAP + ":5: must have number 3",
                MAP + ":5: there is no file step01-x/src/main/java/noom/B.java",
                MAP + ":5: there is no file step01-x/src/test/java/noom/BTest.java",
                MAP + ":6: has no words of the notes",
                MAP + ":6: has no link to code",
                MAP + ":6: has no link to a test",
                MAP + ":7: a row has 5 cells: number, the notes' words, section, code, test",
                MAP + ":8: has no link to a section of a page",
                MAP + ":8: names no method of ATest",
                MAP + ":9: there is no page docs/gone.md",
                MAP + ":9: step01-x/src/main/java/noom/A.java is not a test class A");
    }
}
