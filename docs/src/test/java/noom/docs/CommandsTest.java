package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A command that a reader copies works: the modules, profiles, tests, scripts, files and addresses that it names
 * exist. Commands stand in {@code sh} fences, which begin and end in the root folder, and in {@code `…`} in the text.
 */
class CommandsTest {
    private static final Pattern INLINE = Pattern.compile("`((?:mvn|npm|npx|curl|cd|bash|git|node) [^`]+)`");
    private static final Set<String> PHASES =
            Set.of("clean", "validate", "compile", "test-compile", "test", "package", "verify", "install");
    private static final Set<String> GOALS =
            Set.of("exec:java", "spotless:apply", "versions:display-property-updates", "versions:set-property");
    private static final Set<String> GIT =
            Set.of("init", "clone", "diff", "apply", "status", "restore", "stash", "log");
    private static final Set<String> TAKES_A_VALUE =
            Set.of("-pl", "-f", "-T", "-H", "-X", "-d", "-b", "-c", "-o", "-m", "-w", "--prefix", "--max-time");

    @Test
    void everyCommandNamesWhatExists() {
        Fault.none(faults(Project.ours()));
    }

    static List<Fault> faults(Project project) {
        return project.pages().stream()
                .flatMap(page -> Stream.concat(inFences(project, page), inText(project, page)))
                .toList();
    }

    private static Stream<Fault> inFences(Project project, Page page) {
        return page.fences().stream()
                .filter(fence -> fence.language().equals("sh"))
                .flatMap(fence -> {
                    var faults = new ArrayList<Fault>();
                    var reader = new Reader(project, "");
                    for (int i = 0; i < fence.code().size(); i++) {
                        var line = fence.lineOf(i);
                        reader.type(fence.code().get(i))
                                .forEach(what -> faults.add(new Fault(page.name(), line, what)));
                    }
                    if (!reader.folder.isEmpty()) {
                        faults.add(new Fault(
                                page.name(),
                                fence.line(),
                                "leaves the reader in %s: use (cd … && …)".formatted(reader.folder)));
                    }
                    return faults.stream();
                });
    }

    /** A command in a sentence may be meant for the root or for a step's folder. */
    private static Stream<Fault> inText(Project project, Page page) {
        return page.prose().stream()
                .flatMap(line -> INLINE.matcher(line.text())
                        .results()
                        .flatMap(command -> Stream.concat(Stream.of(""), project.steps().stream())
                                .map(folder -> new Reader(project, folder).type(command.group(1)))
                                .reduce((one, other) -> one.isEmpty() || other.isEmpty() ? List.of() : one)
                                .stream()
                                .flatMap(List::stream))
                        .map(what -> new Fault(page.name(), line.number(), what)));
    }

    /** A reader who types what the page says, and looks first whether it is there. */
    private static final class Reader {
        private final Project project;
        private final ArrayDeque<String> outer = new ArrayDeque<>();
        private String folder;

        Reader(Project project, String folder) {
            this.project = project;
            this.folder = folder;
        }

        /** What is wrong with this line. */
        List<String> type(String line) {
            var wrong = new ArrayList<String>();
            for (var command : Shell.commands(line)) {
                switch (command.get(0)) {
                    case "(" -> outer.push(folder);
                    case ")" -> folder = outer.pop();
                    default -> check(command, wrong);
                }
            }
            return wrong;
        }

        private void check(List<String> command, List<String> wrong) {
            var arguments = arguments(command);
            switch (command.get(0)) {
                case "mvn" -> mvn(command, arguments, wrong);
                case "npm" -> npm(arguments, option(command, "--prefix"), wrong);
                // The programs that npx fetches here take the address of a server with -c.
                case "npx" -> address(option(command, "-c"), wrong);
                case "curl" -> arguments.forEach(address -> address(address, wrong));
                case "cd" -> {
                    need(arguments.get(0), wrong);
                    folder = in(arguments.get(0));
                }
                case "bash", "cp", "node" -> need(arguments.get(0), wrong);
                case "git" -> git(command, arguments, wrong);
                // nginx looks for its configuration in the folder that -p names.
                case "nginx" -> need(option(command, "-p") + "/" + option(command, "-c"), wrong);
                case "openssl" -> need(option(command, "-config"), wrong);
                case "java", "mkdir", "sudo", "docker" -> {}
                default -> wrong.add("is %s a command?".formatted(command.get(0)));
            }
        }

        private void mvn(List<String> command, List<String> goals, List<String> wrong) {
            var modules = option(command, "-pl").isEmpty()
                    ? List.of(folder)
                    : Stream.of(option(command, "-pl").split(",")).map(this::in).toList();
            var parent = project.text("pom.xml");
            modules.stream()
                    .filter(module -> !module.isEmpty() && !parent.contains("<module>%s</module>".formatted(module)))
                    .forEach(module -> wrong.add("pom.xml has no module " + module));
            values(command, "-P")
                    .filter(profile -> !parent.contains("<id>%s</id>".formatted(profile)))
                    .forEach(profile -> wrong.add("pom.xml has no profile " + profile));
            values(command, "-Dtest=")
                    .flatMap(tests -> Stream.of(tests.split(",")))
                    .map(test -> test.replaceFirst("#.*", ""))
                    .filter(test -> modules.stream().noneMatch(module -> hasTest(module, test)))
                    .forEach(test -> wrong.add("there is no test " + test));
            goals.stream()
                    .filter(goal -> !PHASES.contains(goal) && !GOALS.contains(goal))
                    .forEach(goal -> wrong.add("mvn knows no " + goal));
        }

        private boolean hasTest(String module, String test) {
            return project.files(module).stream().anyMatch(file -> file.endsWith("/" + test + ".java"));
        }

        private void npm(List<String> arguments, String prefix, List<String> wrong) {
            var where = prefix.isEmpty() ? folder : in(prefix);
            var file = where.isEmpty() ? "package.json" : where + "/package.json";
            if (!project.has(file)) {
                wrong.add("there is no file " + file);
            } else if (arguments.contains("run")
                    && !project.text(file).matches("(?s).*\"scripts\"[^}]*\"%s\":.*".formatted(arguments.get(1)))) {
                wrong.add("%s has no script %s".formatted(file, arguments.get(1)));
            }
        }

        /** Only this machine is asked, and of the front end's files those that some step has. */
        private void address(String address, List<String> wrong) {
            var uri = URI.create(address.contains("://") ? address : "http://" + address);
            if (!Set.of("localhost:3000", "localhost:3001", "localhost:8080").contains(uri.getAuthority())) {
                wrong.add("%s is not where a step listens".formatted(uri.getAuthority()));
            }
            var path = uri.getPath();
            if (path.startsWith("/public/") && !path.matches(".*(/\\.\\./|/no/).*") && !isServed(path)) {
                wrong.add("no step serves " + path);
            }
        }

        private boolean isServed(String path) {
            return path.equals("/public/css/mvp.css")
                    || project.steps().stream().anyMatch(step -> project.has(step + "/src/main/resources" + path));
        }

        private void git(List<String> command, List<String> arguments, List<String> wrong) {
            if (!GIT.contains(arguments.get(0))) {
                wrong.add("git knows no " + arguments.get(0));
            }
            if (command.contains("--no-index") || arguments.get(0).equals("apply")) {
                arguments.stream().skip(1).forEach(path -> need(path, wrong));
            }
        }

        private void need(String path, List<String> wrong) {
            if (!project.has(in(path))) {
                wrong.add("there is no " + in(path));
            }
        }

        private String in(String path) {
            return Path.of(folder, path).normalize().toString().replace('\\', '/');
        }

        private static String option(List<String> command, String name) {
            var at = command.indexOf(name);
            return at < 0 ? "" : command.get(at + 1);
        }

        /** What is written directly after an option: {@code -Dtest=PagesTest}. */
        private static Stream<String> values(List<String> command, String option) {
            return command.stream()
                    .filter(word -> word.startsWith(option) && word.length() > option.length())
                    .map(word -> word.substring(option.length()));
        }

        /** The words after the command that are no options. */
        private static List<String> arguments(List<String> command) {
            var arguments = new ArrayList<String>();
            for (int i = 1; i < command.size(); i++) {
                if (TAKES_A_VALUE.contains(command.get(i))) {
                    i++;
                } else if (!command.get(i).startsWith("-")) {
                    arguments.add(command.get(i));
                }
            }
            return arguments;
        }
    }

    @Test
    void whatDoesNotExistIsNamedWithPageAndLine(@TempDir Path folder) {
        assertEquals(
                List.of(
                        "docs/page.md:2: pom.xml has no module step09-x",
                        "docs/page.md:3: pom.xml has no profile nothing",
                        "docs/page.md:4: there is no test NoTest",
                        "docs/page.md:5: mvn knows no exec:jvm",
                        "docs/page.md:6: there is no file package.json",
                        "docs/page.md:7: step01-x/package.json has no script start",
                        "docs/page.md:8: no step serves /public/js/gone.js",
                        "docs/page.md:9: example.com is not where a step listens",
                        "docs/page.md:10: there is no step09-x",
                        "docs/page.md:11: there is no .ci/walk",
                        "docs/page.md:12: is mnv a command?",
                        "docs/page.md:13: localhost:3002 is not where a step listens",
                        "docs/page.md:14: there is no docs/nginx/no.conf",
                        "docs/page.md:15: there is no docs/nginx/no.conf",
                        "docs/page.md:18: leaves the reader in step01-x: use (cd … && …)",
                        "docs/page.md:21: pom.xml has no module step08-x"),
                tried(folder, """
                        ```sh
                        mvn -pl step09-x test
                        mvn -Pnothing verify
                        mvn -pl step01-x test -Dtest=NoTest
                        mvn -pl step01-x compile exec:jvm
                        npm run dev
                        (cd step01-x && npm run start)
                        curl -i localhost:3000/public/js/gone.js
                        curl -i example.com
                        git diff --no-index step01-x step09-x
                        bash .ci/walk
                        mnv test
                        npx wscat -c ws://localhost:3002
                        nginx -p docs/nginx -c no.conf
                        openssl req -x509 -config docs/nginx/no.conf
                        ```

                        ```sh
                        cd step01-x
                        ```
                        Type `mvn -pl step08-x test`.
                        """));
    }

    @Test
    void whatExistsIsNoFault(@TempDir Path folder) {
        assertEquals(List.of(), tried(folder, """
                ```sh
                mvn verify
                PORT=0 mvn -q -pl step01-x compile exec:java
                mvn -pl step01-x test -Dtest=ATest -Dretake # replaces the picture
                (cd step01-x && mvn test)
                (cd step01-x && npm ci && npm run dev)
                curl -i -H 'Cookie: visits=41; more=1' localhost:3000/
                curl -i --path-as-is localhost:3000/public/../views/home.pug
                npx wscat -c ws://localhost:3001
                ```
                In its folder: `npm run dev`, `mvn test`.
                """));
    }

    private static List<String> tried(Path folder, String page) {
        var project = Project.of(folder)
                .with("pom.xml", "<module>step01-x</module><artifactId>exec-maven-plugin</artifactId>")
                .with("step01-x/pom.xml", "")
                .with("step01-x/package.json", "{\"scripts\": {\"dev\": \"nodemon\"}}")
                .with("step01-x/src/test/java/noom/ATest.java", "")
                .with("docs/page.md", page);
        return faults(project).stream().map(Fault::toString).toList();
    }
}
