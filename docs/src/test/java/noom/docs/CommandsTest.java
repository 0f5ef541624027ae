package noom.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that the commands of the pages name modules, profiles, tests, exercises, scripts, files and ports that exist. Commands are
 * in {@code sh} fences, and start in the root folder.
 */
class CommandsTest {
    private static final Pattern FOLDER = Pattern.compile("(?:\\bcd|--prefix) ([^ )]+)");
    private static final Pattern MODULE = Pattern.compile("-pl ([^ )]+)");
    private static final Pattern PROFILE = Pattern.compile("-P(\\S+)");
    private static final Pattern TEST = Pattern.compile("-Dtest='?(\\w+)");
    private static final Pattern SCRIPT = Pattern.compile("npm run (\\w+)");
    private static final Pattern EXERCISE = Pattern.compile("(?:-Dexercise=|npm run exercise )(\\w+)");
    private static final Pattern FILE = Pattern.compile(
            "(?:\\bbash|(?<!/)\\bnode|\\bcp|-config|git apply(?: -R| --numstat)?|--no-index(?: --stat)? \\S+) ([^ )]+)");
    private static final Set<String> PORTS = Set.of("3000", "3001", "4000", "4001", "5000", "6379", "8080");
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
        var folder = all(FOLDER, command).findFirst().orElse("");
        var module = all(MODULE, command).findFirst().orElse(folder);
        var modules = all(MODULE, command).flatMap(names -> Stream.of(names.split(",")));
        var paths =
                all(FILE, command).map(path -> Path.of(folder, path).normalize().toString());
        return Stream.of(
                        missing("there is no ", all(FOLDER, command), project::has),
                        missing("there is no module ", modules, name -> project.has(name + "/pom.xml")),
                        missing("there is no profile ", all(PROFILE, command), name -> hasProfile(project, name)),
                        missing("there is no test ", all(TEST, command), name -> hasTest(project, module, name)),
                        missing(
                                "there is no exercise ",
                                all(EXERCISE, command),
                                number -> hasExercise(project, module, number)),
                        missing("there is no script ", all(SCRIPT, command), name -> hasScript(project, folder, name)),
                        missing("there is no ", paths, project::has),
                        missing("no program listens on ", all(PORT, command), PORTS::contains))
                .flatMap(messages -> messages)
                .toList();
    }

    private static Stream<String> missing(String message, Stream<String> names, Predicate<String> exists) {
        return names.filter(exists.negate()).map(name -> message + name);
    }

    private static boolean hasProfile(Project project, String profile) {
        return project.files("").stream()
                .filter(file -> file.endsWith("pom.xml"))
                .anyMatch(pom -> project.text(pom).contains("<id>%s</id>".formatted(profile)));
    }

    private static boolean hasTest(Project project, String module, String test) {
        return project.files(module).stream().anyMatch(file -> file.endsWith("/" + test + ".java"));
    }

    private static boolean hasExercise(Project project, String module, String number) {
        var tests = module + "/src/test/java/noom/ExerciseTest.java";
        return project.has(tests) && project.text(tests).contains("class Exercise%s {".formatted(number));
    }

    private static boolean hasScript(Project project, String folder, String script) {
        var manifest = folder + "/package.json";
        return project.has(manifest) && project.text(manifest).contains("\"%s\":".formatted(script));
    }

    /** Returns the name that the pattern's group matches, at each place in the command. */
    private static Stream<String> all(Pattern pattern, String command) {
        return pattern.matcher(command).results().map(match -> match.group(1));
    }

    @Test
    void findsNamesThatDoNotExist(@TempDir Path folder) {
        var project = new Project(folder)
                .with("pom.xml", "<id>docs</id>")
                .with("step01-x/pom.xml", "")
                .with("step01-x/package.json", "{\"scripts\": {\"dev\": \"nodemon\"}}")
                .with("step01-x/src/test/java/noom/ATest.java", "")
                .with("step01-x/src/test/java/noom/ExerciseTest.java", "class Exercise1 {")
                .with("docs/page.md", """
                        ```sh
                        mvn -pl step01-x test -Dtest=ATest -Dretake
                        mvn -q -pl step01-x test -Dexercise=1
                        (cd step01-x && npm ci && npm run dev)
                        mvn -Pdocs verify
                        curl -i localhost:3000/
                        mvn -q -pl step01-x test -Dexercise=2
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
                "docs/page.md:7: there is no exercise 2",
                "docs/page.md:8: there is no module step09-x",
                "docs/page.md:9: there is no profile nothing",
                "docs/page.md:10: there is no test NoTest",
                "docs/page.md:11: there is no script start",
                "docs/page.md:12: there is no step09-x",
                "docs/page.md:13: no program listens on 3002",
                "docs/page.md:14: there is no docs/no.patch",
                "docs/page.md:15: there is no step09-x");
    }
}
