package noom.docs;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Checks the tools around a step: git ignores a build's output, and nodemon restarts the program on a change. */
@Isolated("Maven compiles and starts a program while somebody waits for its page")
class WorkflowTest {
    private static final Project REPOSITORY = Project.repository();
    private static final String STEP = "step01-http-server";
    /** Matches anywhere in a line, because Maven writes colour codes before it. */
    private static final Pattern LISTENING = Pattern.compile("Listening on (\\S+)");

    @Test
    void gitIgnoresTheOutputOfABuild(@TempDir Path folder) throws IOException {
        Tool.run(folder, List.of("git", "init"));
        new Project(folder).with(".gitignore", REPOSITORY.text(".gitignore"));

        var ignored = Tool.run(
                folder,
                List.of(
                        "git",
                        "check-ignore",
                        STEP + "/target/classes/noom/Noom.class",
                        STEP + "/node_modules/nodemon/package.json",
                        STEP + "/package.json",
                        STEP + "/src/main/java/noom/Noom.java"));

        assertEquals(
                STEP + "/target/classes/noom/Noom.class\n" + STEP + "/node_modules/nodemon/package.json\n", ignored);
    }

    /** Runs the real Maven, and reads each page from the restarted program. */
    @Test
    @Timeout(180)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGINT")
    void npmRunDevRestartsOnAChangeAndEndsOnCtrlC(@TempDir Path folder) throws Exception {
        var copy = REPOSITORY.copyTo(folder);
        var output = new CopyOnWriteArrayList<String>();
        var npm = npmRunDev(folder.resolve(STEP));
        try {
            read(npm, output);
            awaitPage(output, 1, "<h1>Noom</h1>");

            var sources = STEP + "/src/main/";
            replace(copy, sources + "resources/views/home.pug", "h1 Noom", "h1 Moon");
            awaitPage(output, 2, "<h1>Moon</h1>");
            replace(copy, sources + "java/noom/Pages.java", "visitsBefore(request) + 1", "visitsBefore(request) + 7");
            awaitPage(output, 3, "browser: 7");
            replace(copy, sources + "resources/public/js/messages.js", "messages.append", "messages.prepend");
            awaitPage(output, 4, "<h1>Moon</h1>");

            var all =
                    Stream.concat(Stream.of(npm.toHandle()), npm.descendants()).toList();
            interrupt(all);
            await().atMost(10, SECONDS).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            npm.descendants().forEach(ProcessHandle::destroyForcibly);
            npm.destroyForcibly();
        }
    }

    @Test
    void aKilledNodemonTakesTheProgramWithIt(@TempDir Path folder) throws Exception {
        REPOSITORY.copyTo(folder);
        var output = new CopyOnWriteArrayList<String>();
        var npm = npmRunDev(folder.resolve(STEP));
        var all = new ArrayList<ProcessHandle>();
        try {
            read(npm, output);
            awaitPage(output, 1, "<h1>Noom</h1>");
            npm.descendants().forEach(all::add);

            // The first child of npm is nodemon, or a shell that started it.
            all.stream().filter(WorkflowTest::isNode).forEach(ProcessHandle::destroyForcibly);

            await().atMost(10, SECONDS).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            all.forEach(ProcessHandle::destroyForcibly);
            npm.descendants().forEach(ProcessHandle::destroyForcibly);
            npm.destroyForcibly();
        }
    }

    private static boolean isNode(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("node");
    }

    private static Process npmRunDev(Path folder) throws IOException {
        var builder = new ProcessBuilder("npm", "run", "dev")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        var nodemon = REPOSITORY.root().resolve("docs/node/node_modules/.bin");
        var environment = builder.environment();
        environment.merge("PATH", nodemon.toString(), (path, first) -> first + ":" + path);
        environment.put("PORT", "0");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("MAVEN_OPTS", "-Dmaven.repo.local=" + System.getProperty("localRepository"));
        return builder.start();
    }

    private static void read(Process npm, List<String> output) {
        var reader = new Thread(() -> {
            try {
                npm.inputReader().lines().forEach(output::add);
            } catch (UncheckedIOException killed) {
                // A pipe of a killed process may close while it is read.
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    private static void replace(Project copy, String file, String old, String replacement) {
        assertTrue(copy.text(file).contains(old), file);
        copy.with(file, copy.text(file).replaceFirst(Pattern.quote(old), replacement));
    }

    /** Waits for the program's n-th start, and expects this text on its page. */
    private static void awaitPage(List<String> output, int starts, String expected) throws IOException {
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertEquals(starts, addresses(output).size(), () -> String.join("\n", output)));
        var address = addresses(output).get(starts - 1);
        try (var page = URI.create(address).toURL().openStream()) {
            var html = new String(page.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(html.contains(expected), html);
        }
    }

    private static List<String> addresses(List<String> output) {
        return output.stream()
                .map(LISTENING::matcher)
                .filter(Matcher::find)
                .map(listening -> listening.group(1))
                .toList();
    }

    /** Sends SIGINT to all processes, as a terminal does on Ctrl-C. */
    private static void interrupt(List<ProcessHandle> processes) throws IOException {
        var command = new ArrayList<>(List.of("kill", "-INT"));
        processes.forEach(process -> command.add(String.valueOf(process.pid())));
        Tool.run(REPOSITORY.root(), command);
    }
}
