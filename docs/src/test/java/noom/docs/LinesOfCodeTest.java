package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link LinesOfCode} counts only lines of code. */
class LinesOfCodeTest {
    @Test
    void blankLinesCommentsAndTestsDoNotCount(@TempDir Path folder) {
        var project = new Project(folder)
                .with(
                        "step01-x/src/main/java/noom/A.java",
                        "/**\n * A comment.\n */\nclass A {\n\n    // Another.\n}\n")
                .with("step01-x/src/test/java/noom/ATest.java", "class ATest {}\n")
                .with("step02-y/src/main/java/noom/A.java", "class A { // A comment beside code.\n}\n")
                .with("step02-y/src/main/resources/public/js/app.js", "one();\n\n// two();\n")
                .with("docs/node/step01/server.js", "one();\n")
                .with("docs/node/step02/server.js", "one();\ntwo();\n");

        assertEquals(
                List.of(
                        "                   step01   step02",
                        "A.java                  2        2",
                        "app.js                  -        1",
                        "all                     2        3"),
                new LinesOfCode(project).table("step01-x", "step02-y"));
        assertEquals(
                List.of("                   step01   step02", "server.js               1        2"),
                new LinesOfCode(project).table("docs/node/step01", "docs/node/step02"));
    }
}
