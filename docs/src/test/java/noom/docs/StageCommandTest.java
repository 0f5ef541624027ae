package noom.docs;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/stages/at} puts a learner at a stage. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the bash of Windows is not always on the PATH")
class StageCommandTest {
    @TempDir
    static Path folder;

    /** The repository as it is now, all committed. */
    private static Project clone;

    private record Result(int exitCode, String output, String errors) {}

    @BeforeAll
    static void commitACopy() throws IOException {
        clone = Project.repository().copyTo(folder.resolve("clone"));
        assertTrue(clone.root().resolve("docs/stages/at").toFile().setExecutable(true));
        Tool.run(clone.root(), List.of("git", "init"));
        Tool.run(clone.root(), List.of("git", "add", "-A"));
        var identity = List.of("-c", "user.name=Ann", "-c", "user.email=ann@example.com");
        var commit = new ArrayList<>(List.of("git"));
        commit.addAll(identity);
        commit.addAll(List.of("commit", "-q", "--no-gpg-sign", "-m", "A copy"));
        Tool.run(clone.root(), commit);
    }

    static Stream<Stages> steps() {
        return Stages.all(clone).stream();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void theLastStageIsTheWholeStep(Stages stages) throws IOException, InterruptedException {
        var last = stages.list().size();

        var result = at(Project.shortName(stages.step()), String.valueOf(last), "last-of-" + stages.step());

        assertEquals(0, result.exitCode(), result::errors);
        assertEquals("", Tool.run(folder.resolve("last-of-" + stages.step()), List.of("git", "status", "--porcelain")));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aMiddleStageHasThePatchesSoFar(Stages stages, @TempDir Path expected)
            throws IOException, InterruptedException {
        var program = stages.begin(expected);
        for (var stage : stages.list().subList(0, 2)) {
            assertTrue(stages.apply(stage, program));
        }

        var result = at(Project.shortName(stages.step()), "2", "middle-of-" + stages.step());

        assertEquals(0, result.exitCode(), result::errors);
        var actual = new Project(folder.resolve("middle-of-" + stages.step()));
        assertEquals(program.files(stages.step() + "/src/main"), actual.files(stages.step() + "/src/main"));
        program.files(stages.step()).forEach(file -> assertEquals(program.text(file), actual.text(file), file));
    }

    @Test
    void itSaysHowToStartTheStage() throws IOException, InterruptedException {
        var result = at("step03", "01", "my-folder");

        assertEquals("""
                my-folder holds step03-socketio after stage 1 of %d. Start it:

                cd my-folder
                mvn -q -pl step03-socketio compile exec:java
                """.formatted(last()), result.output());
    }

    @Test
    void theFirstStepBeginsWithoutCode() throws IOException, InterruptedException {
        var result = at("step01", "0", "empty");

        assertTrue(result.output().endsWith("It has no code yet: it starts after stage 1.\n"), result::output);
        assertFalse(Files.exists(folder.resolve("empty/step01-http-server/src/main")));
        assertTrue(Files.exists(folder.resolve("empty/step01-http-server/src/test")));
    }

    @ParameterizedTest
    @CsvSource({
        "step09, 1, There is no step step09. The steps are: step01 step02",
        "step3, 1, There is no step step3. The steps are: step01 step02",
        "../step03, 1, There is no step ../step03. The steps are: step01 step02",
        "step03, 99, step03 has no stage 99. Its stages are 0 to",
        "step03, two, step03 has no stage two. Its stages are 0 to",
        "step03, -1, step03 has no stage -1. Its stages are 0 to",
    })
    void anUnknownStepOrStageIsNamed(String step, String stage, String message)
            throws IOException, InterruptedException {
        var result = at(step, stage, "nowhere");

        assertAll(
                () -> assertEquals(1, result.exitCode()),
                () -> assertTrue(result.errors().startsWith(message), result::errors),
                () -> assertEquals("", result.output()),
                () -> assertFalse(Files.exists(folder.resolve("nowhere"))));
    }

    @Test
    void anExistingFolderIsLeftAlone() throws IOException, InterruptedException {
        new Project(folder).with("taken/notes.txt", "mine\n");

        var result = at("step03", "2", "taken");

        assertEquals(1, result.exitCode());
        assertEquals("taken exists already. Name a new folder, or remove this one first.\n", result.errors());
        assertEquals(List.of("taken/notes.txt"), new Project(folder).files("taken"));
    }

    @Test
    void withoutAFolderItShowsAnExample() throws IOException, InterruptedException {
        var result = run(clone, "step03", "2");

        assertEquals(1, result.exitCode());
        assertEquals(
                "Usage: docs/stages/at STEP STAGE FOLDER, for example: docs/stages/at step03 2 my-folder\n",
                result.errors());
    }

    @Test
    void withoutGitItSaysSo(@TempDir Path unpacked) throws IOException, InterruptedException {
        var project = new Project(unpacked.toRealPath());
        for (var file : clone.files("docs/stages")) {
            project.with(file, clone.text(file));
        }
        project.with("step03-socketio/pom.xml", "");

        var result = run(project, "step03", "2", "unpacked");

        assertEquals(1, result.exitCode());
        assertEquals(
                project.root()
                        + " is no git clone, or git is not installed. This command copies what git has committed.\n",
                result.errors());
    }

    @Test
    void theStageAfterTheLastIsUnknown() throws IOException, InterruptedException {
        var result = at("step03", String.valueOf(last() + 1), "after-the-last");

        assertEquals(
                "step03 has no stage %d. Its stages are 0 to %d: 0 is where it begins, %d is the whole step.\n"
                        .formatted(last() + 1, last(), last()),
                result.errors());
    }

    private static int last() {
        return new Stages(clone, "step03-socketio").list().size();
    }

    private static Result at(String... arguments) throws IOException, InterruptedException {
        return run(clone, arguments);
    }

    /** Runs the command of this project beside it. */
    private static Result run(Project project, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of("bash", project.root().resolve("docs/stages/at").toString()));
        command.addAll(List.of(arguments));
        var errors = Files.createTempFile(folder, "errors", ".txt");
        var process = Tool.start(folder, command, ProcessBuilder.Redirect.to(errors.toFile()));
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output, Files.readString(errors));
    }
}
