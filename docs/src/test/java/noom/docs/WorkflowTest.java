package noom.docs;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the notes set up around the program: git leaves out what a build makes, and nodemon starts again on a change. */
class WorkflowTest {
    private static final Project OURS = Project.ours();

    @Test
    void gitLeavesOutWhatABuildMakes(@TempDir Path folder) throws IOException {
        Tool.run(folder, List.of("git", "init"));
        Project.of(folder).with(".gitignore", OURS.text(".gitignore"));

        var made =
                "step01-http-server/target/classes/noom/Noom.class step01-http-server/node_modules/nodemon/package.json";
        var ours = "step01-http-server/package.json step01-http-server/src/main/java/noom/Noom.java";
        var ignored = Tool.run(folder, List.of(("git check-ignore " + made + " " + ours).split(" ")));

        assertEquals(List.of(made.split(" ")), ignored.lines().toList());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "The stand-in for Maven is a shell script.")
    void npmRunDevStartsAgainWheneverASourceChanges(@TempDir Path folder) throws Exception {
        var step = Project.of(folder)
                .with("package.json", OURS.text("step01-http-server/package.json"))
                .with("nodemon.json", OURS.text("step01-http-server/nodemon.json"))
                .with("src/main/java/noom/Noom.java", "")
                .with("bin/mvn", """
                        #!/bin/sh
                        trap 'echo stopped; exit' TERM
                        echo "mvn $*"
                        while true; do sleep 0.1; done
                        """);
        assertTrue(folder.resolve("bin/mvn").toFile().setExecutable(true));
        var output = new CopyOnWriteArrayList<String>();
        var npm = npmRunDev(folder);
        try {
            var reader = new Thread(() -> npm.inputReader().lines().forEach(output::add));
            reader.setDaemon(true);
            reader.start();
            awaitStarts(output, 1, () -> {});
            awaitStarts(output, 2, () -> step.with("src/main/java/noom/Noom.java", "class Noom {}"));
            awaitStarts(output, 3, () -> step.with("src/main/resources/views/home.pug", "h1 Noom"));
        } finally {
            npm.descendants().forEach(ProcessHandle::destroyForcibly);
            npm.destroyForcibly();
        }
    }

    private static Process npmRunDev(Path folder) throws IOException {
        var builder = new ProcessBuilder("npm", "run", "dev")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        var nodemon = OURS.root().resolve("docs/node/node_modules/.bin");
        builder.environment().merge("PATH", folder.resolve("bin") + ":" + nodemon, (path, first) -> first + ":" + path);
        return builder.start();
    }

    /** nodemon says nothing when it begins to watch, so the change is made until it is seen. */
    private static void awaitStarts(List<String> output, int starts, Runnable change) {
        await("start " + starts).atMost(30, SECONDS).pollInterval(3, SECONDS).until(() -> {
            change.run();
            return count(output, "mvn -q compile exec:java") >= starts && count(output, "stopped") >= starts - 1;
        });
    }

    private static long count(List<String> output, String line) {
        return output.stream().filter(line::equals).count();
    }
}
