package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every statement of the notes has a row in {@code notes-map.md}: its number, the notes' words, the place that shows it
 * and the test that proves it. The place is a link with a symbol that stands in the file, the test a link with its class
 * and its methods: {@code [`PagesTest`: `everythingElseLeadsHome`](…/PagesTest.java)}.
 */
class NotesMapTest {
    private static final String MAP = "docs/notes-map.md";
    private static final Pattern ROW = Pattern.compile("\\| *\\d+ *\\|.*");
    private static final int CELLS = 4;

    @Test
    void everyStatementOfTheNotesIsShownAndProved() {
        Fault.none(faults(Project.ours()));
    }

    static List<Fault> faults(Project project) {
        var page = project.page(MAP);
        var faults = new ArrayList<Fault>();
        var number = 0;
        for (var line : page.prose()) {
            if (ROW.matcher(line.text()).matches()) {
                number++;
                wrong(project, page, line.text(), number)
                        .forEach(what -> faults.add(new Fault(MAP, line.number(), what)));
            }
        }
        if (number == 0) {
            faults.add(new Fault(MAP, 1, "has no row"));
        }
        return faults;
    }

    private static Stream<String> wrong(Project project, Page page, String row, int number) {
        var cells =
                Stream.of(row.split("(?<!\\\\)\\|")).skip(1).map(String::strip).toList();
        if (cells.size() != CELLS) {
            return Stream.of("a row has %d cells: number, the notes' words, place, test".formatted(CELLS));
        }
        return Stream.of(
                        cells.get(0).equals(String.valueOf(number))
                                ? List.<String>of()
                                : List.of("comes as number " + number),
                        cells.get(1).isEmpty() ? List.of("quotes no words of the notes") : List.<String>of(),
                        wrongPlaces(project, page.codeLinks(cells.get(2))),
                        wrongTests(project, page.codeLinks(cells.get(3))))
                .flatMap(List::stream);
    }

    private static List<String> wrongPlaces(Project project, List<Page.CodeLink> places) {
        return places.isEmpty()
                ? List.of("names no place")
                : places.stream()
                        .flatMap(place -> QuotedCodeTest.missing(project, place).stream())
                        .toList();
    }

    private static List<String> wrongTests(Project project, List<Page.CodeLink> tests) {
        return tests.isEmpty()
                ? List.of("names no test")
                : tests.stream().flatMap(test -> wrongTest(project, test)).toList();
    }

    private static Stream<String> wrongTest(Project project, Page.CodeLink test) {
        var file = test.file();
        var name = test.code().get(0);
        var isTest = file.contains("/src/test/java/") || file.startsWith("support/testkit/");
        if (!isTest || !file.endsWith("/" + name + ".java")) {
            return Stream.of("%s is no test class %s".formatted(file, name));
        }
        if (!project.has(file)) {
            return Stream.of("there is no file " + file);
        }
        if (test.code().size() == 1) {
            return Stream.of("names no method of " + name);
        }
        return test.code().stream()
                .skip(1)
                .filter(method -> !isTest(project.text(file), method))
                .map(method -> "%s has no test %s".formatted(name, method));
    }

    /** The annotation stands above the method, with no blank line between. */
    private static boolean isTest(String source, String method) {
        var start = source.indexOf(" void %s(".formatted(method));
        return start > 0
                && Pattern.compile("@(Test|ParameterizedTest|RepeatedTest)\\b")
                        .matcher(source.substring(source.lastIndexOf("\n\n", start) + 1, start))
                        .find();
    }

    @Test
    void aRowThatPointsAtNothingIsNamedWithItsLine(@TempDir Path folder) {
        var project = Project.of(folder)
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
                .with(MAP, """
                        | | the notes | shown in | proved by |
                        |---|---|---|---|
                        | 1 | 홈 | [A.java: `home`](../step01-x/src/main/java/noom/A.java) | [`ATest`: `homeIsHome`](../step01-x/src/test/java/noom/ATest.java) |
                        | 2 | 홈 | [A.java: `hom`](../step01-x/src/main/java/noom/A.java) | [`ATest`: `homeIs`, `help`, `comeHome`](../step01-x/src/test/java/noom/ATest.java) |
                        | 4 | 홈 | [B.java: `home`](../step01-x/src/main/java/noom/B.java) | [`BTest`: `homeIsHome`](../step01-x/src/test/java/noom/BTest.java) |
                        | 4 | | [A.java](../step01-x/src/main/java/noom/A.java) | `homeIsHome` |
                        | 5 | 홈 | [A.java: `home`](../step01-x/src/main/java/noom/A.java) |
                        | 6 | 홈 | [A.java: `home`](../step01-x/src/main/java/noom/A.java) | [`ATest`](../step01-x/src/test/java/noom/ATest.java) |
                        | 7 | 홈 | [A.java: `home`](../step01-x/src/main/java/noom/A.java) | [`A`: `home`](../step01-x/src/main/java/noom/A.java) |
                        """);

        assertEquals(
                List.of(
                        MAP + ":4: `hom` does not stand in step01-x/src/main/java/noom/A.java",
                        MAP + ":4: ATest has no test homeIs",
                        MAP + ":4: ATest has no test help",
                        MAP + ":4: ATest has no test comeHome",
                        MAP + ":5: comes as number 3",
                        MAP + ":5: there is no file step01-x/src/main/java/noom/B.java",
                        MAP + ":5: there is no file step01-x/src/test/java/noom/BTest.java",
                        MAP + ":6: quotes no words of the notes",
                        MAP + ":6: names no place",
                        MAP + ":6: names no test",
                        MAP + ":7: a row has 4 cells: number, the notes' words, place, test",
                        MAP + ":8: names no method of ATest",
                        MAP + ":9: step01-x/src/main/java/noom/A.java is no test class A"),
                faults(project).stream().map(Fault::toString).toList());
    }
}
