package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that the patches in {@code docs/stages} lead from the step before to the step, in stages that a class can type.
 * {@code mvn -Pdocs -pl docs test -Dtest=StagesTest -Dretake} updates them, and the pages for teachers.
 */
class StagesTest {
    private static final int MAX_ADDED = 80;
    private static final String RETAKE = "mvn -Pdocs -pl docs test -Dtest=StagesTest -Dretake";

    @Test
    void everyStageCanBeTypedAndHasAText() {
        Fault.assertNone(faults(Project.repository()));
    }

    @Test
    void theStagesLeadToTheStep(@TempDir Path scratch) throws IOException {
        var repository = Project.repository();
        if (System.getProperty("retake") != null) {
            for (var stages : Stages.all(repository)) {
                Fault.assertNone(stages.retake(scratch.resolve("retake").resolve(stages.step())));
            }
            new TeachingPages(repository).all().forEach(repository::with);
        }
        Fault.assertNone(differences(repository, scratch));
    }

    @Test
    @Timeout(180)
    void everyStageCompiles(@TempDir Path scratch) throws IOException {
        var faults = new ArrayList<Fault>();
        for (var stages : Stages.all(Project.repository())) {
            var program = stages.begin(scratch.resolve(stages.step()));
            for (var stage : stages.list()) {
                if (!stages.apply(stage, program)) {
                    faults.add(new Fault(stage.patch(), "does not apply to the stage before: run " + RETAKE));
                    break;
                }
                var problems = compile(program, stages.step(), scratch.resolve("classes"));
                if (!problems.isEmpty()) {
                    faults.add(new Fault(stage.patch(), "does not compile:\n" + problems));
                }
            }
        }
        Fault.assertNone(faults);
    }

    /** Compiles as the build does, with every warning an error, and returns what is wrong. */
    private static String compile(Project program, String step, Path classes) {
        var arguments = new ArrayList<>(List.of("-proc:none", "-encoding", "UTF-8", "-Werror"));
        arguments.addAll(List.of("-Xlint:all,-processing,-serial,-classfile", "-d", classes.toString()));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
        program.files(step + "/src/main/java").stream()
                .map(file -> program.root().resolve(file).toString())
                .forEach(arguments::add);
        var problems = new ByteArrayOutputStream();
        ToolProvider.getSystemJavaCompiler().run(null, null, problems, arguments.toArray(String[]::new));
        return problems.toString(StandardCharsets.UTF_8);
    }

    @Test
    void findsAStageThatDoesNotCompile(@TempDir Path folder) {
        var program = new Project(folder).with("step01-x/src/main/java/A.java", "class A {}\n");
        assertEquals("", compile(program, "step01-x", folder.resolve("classes")));

        program.with("step01-x/src/main/java/A.java", "class A { B b; }\n");
        assertTrue(compile(program, "step01-x", folder.resolve("classes")).contains("cannot find symbol"));
    }

    static List<Fault> faults(Project project) {
        var faults = new ArrayList<Fault>();
        for (var stages : Stages.all(project)) {
            var list = stages.list();
            if (list.isEmpty()) {
                faults.add(new Fault(stages.folder(), "has no stages of " + stages.step()));
            }
            for (var i = 0; i < list.size(); i++) {
                var stage = list.get(i);
                if (stage.number() != i + 1) {
                    faults.add(new Fault(stage.patch(), "must have number " + (i + 1)));
                }
                if (!project.has(stage.text())) {
                    faults.add(new Fault(stage.text(), "is missing"));
                }
                var added = stages.changes(stage).stream()
                        .filter(Stages.Change::isLesson)
                        .mapToLong(Stages.Change::added)
                        .sum();
                if (added > MAX_ADDED) {
                    faults.add(new Fault(stage.patch(), "adds %d lines, more than %d".formatted(added, MAX_ADDED)));
                }
            }
            project.files(stages.folder()).stream()
                    .filter(file ->
                            list.stream().noneMatch(stage -> file.equals(stage.patch()) || file.equals(stage.text())))
                    .forEach(file -> faults.add(new Fault(file, "belongs to no stage")));
        }
        return faults;
    }

    /** Applies all patches of each step, and compares the end with the step. */
    static List<Fault> differences(Project project, Path scratch) throws IOException {
        var faults = new ArrayList<Fault>();
        for (var stages : Stages.all(project)) {
            faults.addAll(differences(stages, stages.begin(scratch.resolve(stages.step()))));
        }
        return faults;
    }

    private static List<Fault> differences(Stages stages, Project program) throws IOException {
        for (var stage : stages.list()) {
            if (!stages.apply(stage, program)) {
                return List.of(new Fault(stage.patch(), "does not apply to the stage before: run " + RETAKE));
            }
        }
        var files = new TreeSet<>(stages.endFiles());
        files.addAll(program.files(stages.step()));
        return files.stream()
                .filter(file -> !stages.project().has(file)
                        || !program.has(file)
                        || !stages.project().text(file).equals(program.text(file)))
                .map(file -> new Fault(file, "is not what the stages lead to: run " + RETAKE))
                .toList();
    }

    @Test
    void findsStagesThatNobodyCanType(@TempDir Path folder) {
        var project = new Project(folder)
                .with("step01-x/pom.xml", "")
                .with("step02-y/pom.xml", "")
                .with("docs/stages/step01/1-one.patch", patch("step01-x/src/main/A.java", 80))
                .with("docs/stages/step01/1-one.md", "")
                .with("docs/stages/step01/3-three.patch", patch("step01-x/src/main/B.java", 81))
                .with("docs/stages/step01/3-four.md", "");

        Fault.assertFaults(
                faults(project),
                "docs/stages/step01/3-three.patch: must have number 2",
                "docs/stages/step01/3-three.md: is missing",
                "docs/stages/step01/3-three.patch: adds 81 lines, more than 80",
                "docs/stages/step01/3-four.md: belongs to no stage",
                "docs/stages/step02: has no stages of step02-y");
    }

    @Test
    void findsAndRetakesStagesThatDoNotLeadToTheStep(@TempDir Path folder, @TempDir Path scratch) throws IOException {
        var file = "step01-x/src/main/A.java";
        var project = new Project(folder)
                .with("step01-x/pom.xml", "pom\n")
                .with(file, "+1\n+2\n+3\n")
                .with("docs/stages/step01/1-one.patch", patch(file, 2))
                .with("docs/stages/step01/2-two.patch", """
                        diff --git a/step01-x/src/main/A.java b/step01-x/src/main/A.java
                        --- a/step01-x/src/main/A.java
                        +++ b/step01-x/src/main/A.java
                        @@ -1,2 +1,3 @@
                         +1
                         +2
                        ++3
                        """);
        Fault.assertFaults(differences(project, scratch.resolve("1")));

        project.with(file, "+1\n+2\n+4\n");
        Fault.assertFaults(
                differences(project, scratch.resolve("2")), file + ": is not what the stages lead to: run " + RETAKE);

        assertEquals(List.of(), new Stages(project, "step01-x").retake(scratch.resolve("3")));
        Fault.assertFaults(differences(project, scratch.resolve("4")));
        assertTrue(project.text("docs/stages/step01/2-two.patch").endsWith("@@ -1,2 +1,3 @@\n +1\n +2\n++4\n"));

        project.with("docs/stages/step01/1-one.patch", patch(file, 2).replace("/dev/null", "a/" + file));
        Fault.assertFaults(
                differences(project, scratch.resolve("5")),
                "docs/stages/step01/1-one.patch: does not apply to the stage before: run " + RETAKE);
        Fault.assertFaults(
                new Stages(project, "step01-x").retake(scratch.resolve("6")),
                "docs/stages/step01/1-one.patch: does not apply to the stage before: edit it by hand");
    }

    /** A patch that adds a file of so many lines. */
    private static String patch(String file, int lines) {
        var patch = new StringBuilder("""
                diff --git a/%s b/%s
                new file mode 100644
                --- /dev/null
                +++ b/%s
                @@ -0,0 +1,%d @@
                """.formatted(file, file, file, lines));
        for (var i = 1; i <= lines; i++) {
            patch.append("++").append(i).append('\n');
        }
        return patch.toString();
    }
}
