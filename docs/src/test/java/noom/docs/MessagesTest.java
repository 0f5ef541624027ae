package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A message that a page quotes ({@code > …}) is one of the program's own. The line above names the file that has it,
 * {@code <!-- printed by: pom.xml -->}; {@code …} stands for what differs. What others print says {@code <!-- printed by
 * another program: npm -->} instead.
 */
class MessagesTest {
    private static final String FILE = "printed by: ";
    private static final String OTHERS = "printed by another program: ";

    @Test
    void everyQuotedMessageIsOneOfTheProgram() {
        Fault.none(faults(Project.ours()));
    }

    static List<Fault> faults(Project project) {
        var faults = new ArrayList<Fault>();
        for (var page : project.pages()) {
            var prose = page.prose();
            for (int i = 0; i < prose.size(); i++) {
                var line = prose.get(i);
                if (line.text().startsWith("> ")) {
                    var above = i == 0 ? "" : prose.get(i - 1).text();
                    fault(project, line.text().substring(2), above)
                            .ifPresent(what -> faults.add(new Fault(page.name(), line.number(), what)));
                }
            }
        }
        return faults;
    }

    private static Optional<String> fault(Project project, String message, String above) {
        var note = above.replaceFirst("^<!-- (.*) -->$", "$1");
        if (note.startsWith(OTHERS)) {
            return Optional.empty();
        }
        if (!note.startsWith(FILE)) {
            return Optional.of(
                    "the line above must be <!-- printed by: a file --> or <!-- printed by another program: … -->");
        }
        var file = note.substring(FILE.length());
        if (!project.files("").contains(file)) {
            return Optional.of("there is no file " + file);
        }
        return project.lines(file).stream().anyMatch(line -> has(line.replace("\\\"", "\""), message))
                ? Optional.empty()
                : Optional.of("no line of %s has this message".formatted(file));
    }

    /** Whether the parts of the message stand in the line, one after the other. */
    private static boolean has(String line, String message) {
        var from = 0;
        for (var part : message.split("…")) {
            var at = line.indexOf(part.strip(), from);
            if (at < 0) {
                return false;
            }
            from = at + part.strip().length();
        }
        return true;
    }

    @Test
    void aMessageThatNobodyPrintsIsNamedWithPageAndLine(@TempDir Path folder) {
        var project = Project.of(folder).with("step01-x/A.java", """
                        refuse("%s is \\"%s\\", which is not a port.".formatted(name, value));
                        """).with("docs/page.md", """
                        <!-- printed by: step01-x/A.java -->
                        > … is "…", which is not a port.

                        <!-- printed by: step01-x/A.java -->
                        > … is "…", which is no number.

                        <!-- printed by: step01-x/B.java -->
                        > It failed.

                        <!-- printed by another program: npm -->
                        > npm error

                        > It failed.
                        """);

        assertEquals(
                List.of(
                        "docs/page.md:5: no line of step01-x/A.java has this message",
                        "docs/page.md:8: there is no file step01-x/B.java",
                        "docs/page.md:13: the line above must be"
                                + " <!-- printed by: a file --> or <!-- printed by another program: … -->"),
                faults(project).stream().map(Fault::toString).toList());
    }
}
