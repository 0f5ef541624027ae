package noom.docs;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/exercises/README.md}, run by Maven and npm in a copy of the repository. */
@Tag("solutions")
@Timeout(300)
class ExerciseCommandsTest {
    private static final Project REPOSITORY = Project.repository();
    private static final String STEP = "step01-http-server";
    private static final String PREDICTIONS = STEP + "/predictions.txt";
    private static final String BLANK = "Exercise 1 is not solved yet."
            + " Write your prediction behind \"1:\" in step01-http-server/predictions.txt.";

    @TempDir
    private static Path folder;

    private static Project copy;

    @BeforeAll
    static void copyAndCompile() throws Exception {
        copy = REPOSITORY.copyTo(folder);
        assertEquals(0, maven("test-compile").exitCode());
    }

    @Test
    void anExerciseSaysInOneLineWhatIsMissing() throws Exception {
        assertEquals(new Ran(1, List.of(BLANK)), exercise(1));
        assertEquals(
                new Ran(
                        1,
                        List.of("There is no exercise \"9\". Choose one of 1, 2, 3, 4, 5, 6, 7, 8, for example"
                                + " -Dexercise=1.")),
                exercise(9));

        Tool.run(folder, List.of("git", "apply", "docs/solutions/step01-2.patch"));
        assertEquals(new Ran(0, List.of("Exercise 2 solved.")), exercise(2));
        assertEquals(new Ran(1, List.of(BLANK)), exercise(1));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "npm is npm.cmd there")
    void npmRunExerciseTestsAgainOnEachSave() throws Exception {
        var blank = copy.text(PREDICTIONS);
        var output = folder.resolve("npm.txt");
        var builder = new ProcessBuilder("npm", "run", "exercise", "1")
                .directory(folder.resolve(STEP).toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        var path = REPOSITORY.root().resolve("docs/node/node_modules/.bin") + File.pathSeparator + maven().getParent();
        builder.environment().merge("PATH", path, (old, first) -> first + File.pathSeparator + old);
        builder.environment().put("MAVEN_OPTS", "-Dmaven.repo.local=" + System.getProperty("localRepository"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var npm = builder.start();
        try {
            await().atMost(120, SECONDS).until(() -> Files.readString(output).contains(BLANK));
            Tool.run(folder, List.of("git", "apply", "docs/solutions/step01-1.patch"));
            await().atMost(120, SECONDS).until(() -> Files.readString(output).contains("Exercise 1 solved."));
        } finally {
            Stream.concat(npm.descendants(), Stream.of(npm.toHandle())).forEach(ProcessHandle::destroyForcibly);
            copy.with(PREDICTIONS, blank);
        }
    }

    /** What a command printed, without the codes that a terminal takes for colours, and how it ended. */
    private record Ran(int exitCode, List<String> lines) {}

    private static Ran exercise(int number) throws Exception {
        return maven("test", "-Dexercise=" + number);
    }

    private static Ran maven(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(maven().toString(), "-q", "-o", "-pl", STEP));
        command.add("-Dmaven.repo.local=" + System.getProperty("localRepository"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        process.getOutputStream().close();
        var lines = process.inputReader()
                .lines()
                .map(line -> line.replaceAll("\u001B\\[[;\\d]*m", ""))
                .filter(line -> !line.isEmpty())
                .toList();
        return new Ran(process.waitFor(), lines);
    }

    private static Path maven() {
        return Path.of(System.getProperty("maven.home"), "bin", File.separatorChar == '/' ? "mvn" : "mvn.cmd");
    }
}
