package noom.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that a quoted message, {@code > …}, is in the code that prints it. The line above names the file, {@code <!--
 * printed by: pom.xml -->}; {@code …} stands for changing words. Above a message of other software stands {@code <!--
 * printed by another program: npm -->}.
 */
class MessagesTest {
    private static final String PRINTED_BY = "printed by: ";
    private static final String OTHER_PROGRAM = "printed by another program: ";

    @Test
    void quotedMessagesAreInTheProgram() {
        Fault.assertNone(faults(Project.repository()));
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
                            .ifPresent(message -> faults.add(page.fault(line.number(), message)));
                }
            }
        }
        return faults;
    }

    private static Optional<String> fault(Project project, String message, String above) {
        var note = above.replaceFirst("^<!-- (.*) -->$", "$1");
        if (note.startsWith(OTHER_PROGRAM)) {
            return Optional.empty();
        }
        if (!note.startsWith(PRINTED_BY)) {
            return Optional.of(
                    "the line above must be <!-- printed by: a file --> or <!-- printed by another program: … -->");
        }
        var file = note.substring(PRINTED_BY.length());
        if (!project.files("").contains(file)) {
            return Optional.of("there is no file " + file);
        }
        var pattern = Pattern.compile(Stream.of(message.split("…"))
                .map(part -> Pattern.quote(part.strip()))
                .collect(Collectors.joining(".*")));
        return pattern.matcher(project.text(file).replace("\\\"", "\"")).find()
                ? Optional.empty()
                : Optional.of("no line of %s has this message".formatted(file));
    }

    @Test
    void findsMessagesThatAreNotPrinted(@TempDir Path folder) {
        var project = new Project(folder).with("step01-x/A.java", """
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

        Fault.assertFaults(
                faults(project),
                "docs/page.md:5: no line of step01-x/A.java has this message",
                "docs/page.md:8: there is no file step01-x/B.java",
                "docs/page.md:13: the line above must be"
                        + " <!-- printed by: a file --> or <!-- printed by another program: … -->");
    }
}
