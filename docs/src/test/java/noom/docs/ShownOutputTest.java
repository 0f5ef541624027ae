package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shown output was really printed. Every {@code text} fence says on the line above what printed it, {@code <!-- output
 * of: … -->}, in words that {@link Outputs} understands; it is printed again and compared. A line {@code …} leaves
 * lines out. {@code mvn -Pdocs -pl docs test -Dtest=ShownOutputTest -Dretake} writes those anew that are stale.
 */
class ShownOutputTest {
    /** What differs from run to run, and what it is called instead. */
    private static final Map<Pattern, String> CHANGING = Map.of(
            Pattern.compile("(?<=localhost:)\\d+"), "a port",
            Pattern.compile("(?<=PORT )\\d+"), "a port",
            Pattern.compile("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT"), "a date",
            Pattern.compile("(?<=Content-Length: )\\d+"), "a number",
            Pattern.compile("(?<=ETag: )\\S+"), "a key",
            Pattern.compile("(?<=\"sid\":\"|[?&]sid=)[^\"&\\s]+"), "a key",
            Pattern.compile("\\bu-[0-9a-f]{16}\\b"), "an id");

    private static final String OUTPUT_OF = "output of: ";
    private static final Project OURS = Project.ours();
    private static final Outputs OUTPUTS = new Outputs(OURS);

    @AfterAll
    static void stopThePrograms() {
        OUTPUTS.close();
    }

    @ParameterizedTest
    @MethodSource
    void everyShownOutputIsWhatTheProgramPrints(String page) throws Exception {
        if (System.getProperty("retake") != null) {
            retake(OURS, page);
        }
        Fault.none(faults(OURS.page(page), OUTPUTS));
    }

    static Stream<String> everyShownOutputIsWhatTheProgramPrints() {
        return OURS.pages().stream().map(Page::name);
    }

    static List<Fault> faults(Page page, Outputs outputs) throws Exception {
        var faults = new ArrayList<Fault>();
        for (var fence : page.fences()) {
            if (fence.language().equals("text")) {
                fault(page, fence, outputs).ifPresent(faults::add);
            }
        }
        return faults;
    }

    /**
     * Puts in the place of each stale output the whole of what is printed now, the last one first, so that no line moves.
     * What cannot be printed stays. The programs are fresh ones: those of the check remember what was said to them.
     */
    private static void retake(Project project, String name) throws Exception {
        var page = project.page(name);
        var lines = new ArrayList<>(page.lines());
        var fences = new ArrayList<>(page.fences());
        Collections.reverse(fences);
        try (var outputs = new Outputs(project)) {
            for (var fence : fences) {
                var shown =
                        lines.subList(fence.line(), fence.line() + fence.code().size());
                nowPrinted(fence, outputs)
                        .filter(printed -> difference(fence, printed).isPresent())
                        .map(printed -> printed.stream()
                                .map(line -> asBefore(line, fence.code()))
                                .toList())
                        .ifPresent(printed -> {
                            shown.clear();
                            shown.addAll(printed);
                        });
            }
        }
        project.with(name, String.join("\n", lines) + "\n");
    }

    private static Optional<List<String>> nowPrinted(Page.Fence fence, Outputs outputs) throws Exception {
        try {
            return fence.language().equals("text") && fence.note().startsWith(OUTPUT_OF)
                    ? outputs.of(fence.note().substring(OUTPUT_OF.length()), fence.code())
                    : Optional.empty();
        } catch (IllegalStateException itFailed) {
            return Optional.empty();
        }
    }

    /** The line as it is shown already, if only what changes from run to run is new in it; else with the usual ports. */
    private static String asBefore(String line, List<String> shown) {
        return shown.stream()
                .filter(old -> normalised(old).equals(normalised(line)))
                .findFirst()
                .orElseGet(() -> line.replaceAll(
                        "(?<=localhost:)\\d+", line.contains("Socket.IO") || line.contains("ws:") ? "3001" : "3000"));
    }

    private static Optional<Excerpt.Difference> difference(Page.Fence fence, List<String> printed) {
        return new Excerpt(whole(fence.code()), "…"::equals).from(whole(printed));
    }

    private static Optional<Fault> fault(Page page, Page.Fence fence, Outputs outputs) throws Exception {
        if (!fence.note().startsWith(OUTPUT_OF)) {
            return at(page, fence.line(), "the line above must be <!-- output of: … -->");
        }
        var words = fence.note().substring(OUTPUT_OF.length());
        if (words.contains(" curl ") && !isShownAbove(page, fence, words.substring(words.indexOf("curl ")))) {
            return at(page, fence.line() - 1, "no sh fence above has this command");
        }
        Optional<List<String>> printed;
        try {
            printed = outputs.of(words, fence.code());
        } catch (IllegalStateException failure) {
            return at(page, fence.line() - 1, failure.getMessage());
        }
        if (printed.isEmpty()) {
            return at(page, fence.line() - 1, "Outputs.java knows no way to print \"%s\"".formatted(words));
        }
        return difference(fence, printed.get())
                .flatMap(wrong -> at(
                        page,
                        fence.lineOf(wrong.index() - 1),
                        "%s was not printed here, but:%n%s"
                                .formatted(wrong.line(), String.join(System.lineSeparator(), printed.get()))));
    }

    private static boolean isShownAbove(Page page, Page.Fence fence, String command) {
        return page.fences().stream()
                .filter(other -> other.language().equals("sh") && other.line() < fence.line())
                .flatMap(other -> other.code().stream())
                .anyMatch(line -> line.strip().equals(command));
    }

    /** The output with its two ends, so that nothing before or after what is shown goes unseen. */
    private static List<String> whole(List<String> output) {
        return Stream.of(Stream.of("the begin"), output.stream().map(ShownOutputTest::normalised), Stream.of("the end"))
                .flatMap(lines -> lines)
                .collect(Collectors.toList());
    }

    private static String normalised(String line) {
        var text = line;
        for (var changing : CHANGING.entrySet()) {
            text = changing.getKey().matcher(text).replaceAll(changing.getValue());
        }
        return text;
    }

    private static Optional<Fault> at(Page page, int line, String what) {
        return Optional.of(new Fault(page.name(), line, what));
    }

    @Test
    void whatWasNotPrintedIsNamedWithPageAndLine(@TempDir Path folder) throws Exception {
        assertEquals(
                List.of(
                        "docs/page.md:5: Hello was not printed here, but:\nListening on http://localhost:1234\nGoodbye",
                        "docs/page.md:10: the end was not printed here, but:\nListening on http://localhost:1234\nGoodbye",
                        "docs/page.md:16: Outputs.java knows no way to print \"step01-x sleeps\"",
                        "docs/page.md:20: the line above must be <!-- output of: … -->",
                        "docs/page.md:22: no sh fence above has this command",
                        "docs/page.md:25: It printed only [Listening on http://localhost:1234, Goodbye] and ended: []"),
                tried(folder, """
                        # A page
                        <!-- output of: step01-x starts -->
                        ```text
                        Listening on http://localhost:3000
                        Hello
                        ```
                        <!-- output of: step01-x starts -->
                        ```text
                        Listening on http://localhost:3000
                        ```
                        <!-- output of: step01-x starts -->
                        ```text
                        …
                        Goodbye
                        ```
                        <!-- output of: step01-x sleeps -->
                        ```text
                        ```
                        Some words.
                        ```text
                        ```
                        <!-- output of: step01-x answers curl localhost:3000/ -->
                        ```text
                        ```
                        <!-- output of: step01-x starts -->
                        ```text
                        1
                        2
                        3
                        ```
                        """));
    }

    @Test
    void whatIsStaleIsRetakenAndTheRestStays(@TempDir Path folder) throws Exception {
        var project = printing(folder, """
                <!-- output of: step01-x starts -->
                ```text
                Listening on http://localhost:3000
                Hello
                ```
                Words.
                <!-- output of: step01-x starts -->
                ```text
                …
                Goodbye
                ```
                """);

        retake(project, "docs/page.md");

        assertEquals("""
                <!-- output of: step01-x starts -->
                ```text
                Listening on http://localhost:3000
                Goodbye
                ```
                Words.
                <!-- output of: step01-x starts -->
                ```text
                …
                Goodbye
                ```
                """, project.text("docs/page.md"));
    }

    private static List<String> tried(Path folder, String page) throws Exception {
        var project = printing(folder, page);
        try (var outputs = new Outputs(project)) {
            return faults(project.page("docs/page.md"), outputs).stream()
                    .map(Fault::toString)
                    .map(text -> text.replace(System.lineSeparator(), "\n"))
                    .toList();
        }
    }

    /** A page, and a program that prints two lines. */
    private static Project printing(Path folder, String page) {
        var program = """
                package noom;
                public class Noom {
                    public static void main(String[] args) {
                        System.out.println("Listening on http://localhost:1234\\nGoodbye");
                    }
                }
                """;
        return Project.of(folder)
                .with("step01-x/src/main/java/noom/Noom.java", program)
                .with("docs/page.md", page);
    }
}
