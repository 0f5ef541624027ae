package noom.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that the commands of the pages name modules, profiles, tests, scripts, files and ports that exist. Commands are
 * in {@code sh} fences, and start in the root folder.
 */
class CommandsTest {
    private static final Pattern FOLDER = Pattern.compile("\\bcd ([^ )]+)|--prefix ([^ )]+)");
    private static final Pattern MODULE = Pattern.compile("-pl ([^ )]+)");
    private static final Pattern PROFILE = Pattern.compile("-P(\\S+)");
    private static final Pattern TEST = Pattern.compile("-Dtest='?(\\w+)");
    private static final Pattern SCRIPT = Pattern.compile("npm run (\\w+)");
    private static final Pattern FILE = Pattern.compile(
            "(?:\\bbash|(?<!/)\\bnode|\\bcp|-config|git apply(?: -R| --numstat)?|--no-index(?: --stat)? \\S+) ([^ )]+)");
    private static final Pattern PORT = Pattern.compile("\\blocalhost:(\\d+)");

    @Test
    void everyCommandNamesSomethingThatExists() {
        Fault.assertNone(faults(Project.repository()));
    }

    static List<Fault> faults(Project project) {
        var faults = new ArrayList<Fault>();
        for (var page : project.pages()) {
            var fences = page.fences().stream()
                    .filter(fence -> fence.language().equals("sh"))
                    .toList();
            for (var fence : fences) {
                for (var i = 0; i < fence.code().size(); i++) {
                    var line = fence.lineOf(i);
                    missing(project, fence.code().get(i)).forEach(message -> faults.add(page.fault(line, message)));
                }
            }
        }
        return faults;
    }

    private static List<String> missing(Project project, String command) {
        var folder = first(FOLDER, command).orElse("");
        var module = first(MODULE, command).orElse(folder);
        var missing = new ArrayList<String>();
        all(FOLDER, command).filter(path -> !project.has(path)).forEach(path -> missing.add("there is no " + path));
        all(MODULE, command)
                .flatMap(modules -> Stream.of(modules.split(",")))
                .filter(path -> !project.has(path + "/pom.xml"))
                .forEach(path -> missing.add("there is no module " + path));
        all(PROFILE, command)
                .filter(profile -> project.files("").stream()
                        .filter(file -> file.endsWith("pom.xml"))
                        .noneMatch(pom -> project.text(pom).contains("<id>%s</id>".formatted(profile))))
                .forEach(profile -> missing.add("there is no profile " + profile));
        all(TEST, command)
                .filter(test -> project.files(module).stream().noneMatch(file -> file.endsWith("/" + test + ".java")))
                .forEach(test -> missing.add("there is no test " + test));
        all(SCRIPT, command)
                .filter(script -> !project.has(folder + "/package.json")
                        || !project.text(folder + "/package.json").contains("\"%s\":".formatted(script)))
                .forEach(script -> missing.add("there is no script " + script));
        all(FILE, command)
                .map(path -> Path.of(folder, path).normalize().toString())
                .filter(path -> !project.has(path))
                .forEach(path -> missing.add("there is no " + path));
        all(PORT, command)
                .filter(port -> !List.of("3000", "3001", "8080").contains(port))
                .forEach(port -> missing.add("no step listens on " + port));
        return missing;
    }

    private static Optional<String> first(Pattern pattern, String command) {
        return all(pattern, command).findFirst();
    }

    private static Stream<String> all(Pattern pattern, String command) {
        return pattern.matcher(command).results().map(CommandsTest::group);
    }

    private static String group(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }

    @Test
    void findsNamesThatDoNotExist(@TempDir Path folder) {
        var project = new Project(folder)
                .with("pom.xml", "<id>docs</id>")
                .with("step01-x/pom.xml", "")
                .with("step01-x/package.json", "{\"scripts\": {\"dev\": \"nodemon\"}}")
                .with("step01-x/src/test/java/noom/ATest.java", "")
                .with("docs/page.md", """
                        ```sh
                        mvn -pl step01-x test -Dtest=ATest -Dretake
                        (cd step01-x && npm ci && npm run dev)
                        mvn -Pdocs verify
                        curl -i localhost:3000/
                        mvn -pl step09-x test
                        mvn -Pnothing verify
                        mvn -pl step01-x test -Dtest=NoTest
                        (cd step01-x && npm run start)
                        (cd step09-x && mvn test)
                        curl -i localhost:3002
                        git apply docs/no.patch
                        git diff --no-index --stat step01-x step09-x
                        ```
                        """);

        Fault.assertFaults(
                faults(project),
                "docs/page.md:6: there is no module step09-x",
                "docs/page.md:7: there is no profile nothing",
                "docs/page.md:8: there is no test NoTest",
                "docs/page.md:9: there is no script start",
                "docs/page.md:10: there is no step09-x",
                "docs/page.md:11: no step listens on 3002",
                "docs/page.md:12: there is no docs/no.patch",
                "docs/page.md:13: there is no step09-x");
    }
}
