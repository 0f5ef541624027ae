package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the output that a page shows with the output of the program. The line above each {@code text} fence selects the
 * output, {@code <!-- output of: … -->}, in words that {@link Outputs} knows. A line {@code …} leaves lines out. {@code
 * mvn -Pdocs -pl docs test -Dtest=ShownOutputTest -Dretake} replaces stale outputs.
 */
class ShownOutputTest {
    /** The parts that differ from run to run, and their placeholders. */
    private static final Map<Pattern, String> CHANGING = Map.of(
            Pattern.compile("(?<=localhost:)\\d+"), "a port",
            Pattern.compile("(?<=PORT )\\d+"), "a port",
            Pattern.compile("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT"), "a date",
            Pattern.compile("(?<=Content-Length: )\\d+"), "a number",
            Pattern.compile("(?<=ETag: )\\S+"), "a key",
            Pattern.compile("(?<=\"sid\":\"|[?&]sid=)[^\"&\\s]+"), "a key",
            Pattern.compile("\\bu-[0-9a-f]{16}\\b"), "an id");

    private static final String OUTPUT_OF = "output of: ";
    private static final Project REPOSITORY = Project.repository();
    private static final Outputs OUTPUTS = new Outputs(REPOSITORY);

    @AfterAll
    static void stopPrograms() {
        OUTPUTS.close();
    }

    @ParameterizedTest
    @MethodSource
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shownOutputIsTheOutputOfTheProgram(String page) throws Exception {
        if (System.getProperty("retake") != null) {
            retake(REPOSITORY, page);
        }
        Fault.assertNone(faults(REPOSITORY.page(page), OUTPUTS));
    }

    static Stream<String> shownOutputIsTheOutputOfTheProgram() {
        return REPOSITORY.pages().stream().map(Page::name);
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

    private static Optional<Fault> fault(Page page, Page.Fence fence, Outputs outputs) throws Exception {
        if (!fence.note().startsWith(OUTPUT_OF)) {
            return Optional.of(page.fault(fence.line(), "the line above must be <!-- output of: … -->"));
        }
        var noteLine = fence.line() - 1;
        var words = fence.note().substring(OUTPUT_OF.length());
        if (words.contains(" curl ") && !isShownAbove(page, fence, words.substring(words.indexOf("curl ")))) {
            return Optional.of(page.fault(noteLine, "no sh fence above has this command"));
        }
        Optional<List<String>> printed;
        try {
            printed = outputs.print(words, fence.code());
        } catch (IllegalStateException failure) {
            return Optional.of(page.fault(noteLine, failure.getMessage()));
        }
        if (printed.isEmpty()) {
            return Optional.of(page.fault(noteLine, "Outputs.java has no printer for \"%s\"".formatted(words)));
        }
        return difference(fence, printed.get())
                .map(difference -> page.fault(
                        fence.lineOf(difference.index() - 1),
                        "\"%s\" is not in the output here:%n%s"
                                .formatted(difference.line(), String.join("\n", printed.get()))));
    }

    private static boolean isShownAbove(Page page, Page.Fence fence, String command) {
        return page.fences().stream()
                .filter(other -> other.language().equals("sh") && other.line() < fence.line())
                .flatMap(other -> other.code().stream())
                .anyMatch(line -> line.strip().equals(command));
    }

    private static Optional<Excerpt.Difference> difference(Page.Fence fence, List<String> printed) {
        return new Excerpt(normalized(fence.code()), "…"::equals).differenceFrom(normalized(printed));
    }

    /** Adds a line at both ends, so that a quote cannot leave out the first or the last line without {@code …}. */
    private static List<String> normalized(List<String> output) {
        var lines = new ArrayList<>(List.of("the beginning"));
        output.forEach(line -> lines.add(normalized(line)));
        lines.add("the end");
        return lines;
    }

    private static String normalized(String line) {
        var text = line;
        for (var changing : CHANGING.entrySet()) {
            text = changing.getKey().matcher(text).replaceAll(changing.getValue());
        }
        return text;
    }

    /**
     * Replaces each stale output with the whole present output, the last one first, so that line numbers above stay right.
     * It starts programs of its own, because those of the check keep state from earlier outputs.
     */
    private static void retake(Project project, String name) throws Exception {
        var page = project.page(name);
        var lines = new ArrayList<>(page.lines());
        var fences = new ArrayList<>(page.fences());
        Collections.reverse(fences);
        try (var outputs = new Outputs(project)) {
            for (var fence : fences) {
                var printed = printed(fence, outputs);
                if (printed.isPresent() && difference(fence, printed.get()).isPresent()) {
                    var shown = lines.subList(
                            fence.line(), fence.line() + fence.code().size());
                    shown.clear();
                    printed.get().forEach(line -> shown.add(asShown(line, fence.code())));
                }
            }
        }
        project.with(name, String.join("\n", lines) + "\n");
    }

    private static Optional<List<String>> printed(Page.Fence fence, Outputs outputs) throws Exception {
        try {
            return fence.language().equals("text") && fence.note().startsWith(OUTPUT_OF)
                    ? outputs.print(fence.note().substring(OUTPUT_OF.length()), fence.code())
                    : Optional.empty();
        } catch (IllegalStateException notPrintable) {
            return Optional.empty();
        }
    }

    /** Returns the shown line if it differs only in a port, date, key or id; else the new line, with the usual port. */
    private static String asShown(String line, List<String> shown) {
        var usualPort = line.contains("Socket.IO") || line.contains("ws:") ? "3001" : "3000";
        return shown.stream()
                .filter(old -> normalized(old).equals(normalized(line)))
                .findFirst()
                .orElseGet(() -> line.replaceAll("(?<=localhost:)\\d+", usualPort));
    }

    @Test
    void findsOutputThatIsNotPrinted(@TempDir Path folder) throws Exception {
        var project = projectWith(folder, """
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
                """);

        try (var outputs = new Outputs(project)) {
            Fault.assertFaults(
                    faults(project.page("docs/page.md"), outputs),
                    "docs/page.md:5: \"Hello\" is not in the output here:\nListening on http://localhost:1234\nGoodbye",
                    "docs/page.md:10: \"the end\" is not in the output here:"
                            + "\nListening on http://localhost:1234\nGoodbye",
                    "docs/page.md:16: Outputs.java has no printer for \"step01-x sleeps\"",
                    "docs/page.md:20: the line above must be <!-- output of: … -->",
                    "docs/page.md:22: no sh fence above has this command",
                    "docs/page.md:25: The program printed only"
                            + " [Listening on http://localhost:1234, Goodbye] and ended: []");
        }
    }

    @Test
    void retakeReplacesOnlyStaleOutput(@TempDir Path folder) throws Exception {
        var page = """
                <!-- output of: step01-x starts -->
                ```text
                Listening on http://localhost:3000
                %s
                ```
                Words.
                <!-- output of: step01-x starts -->
                ```text
                …
                Goodbye
                ```
                """;
        var project = projectWith(folder, page.formatted("Hello"));

        retake(project, "docs/page.md");

        assertEquals(page.formatted("Goodbye"), project.text("docs/page.md"));
    }

    /** Writes a page, and a program that prints two lines. */
    private static Project projectWith(Path folder, String page) {
        var program = """
                package noom;
                public class Noom {
                    public static void main(String[] args) {
                        System.out.println("Listening on http://localhost:1234\\nGoodbye");
                    }
                }
                """;
        return new Project(folder)
                .with("step01-x/src/main/java/noom/Noom.java", program)
                .with("docs/page.md", page);
    }
}
