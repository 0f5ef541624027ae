package noom.docs;

import static java.util.function.Predicate.not;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The stages of a step, in the order in which a teacher types them. Stage 0 is the program of the step that it grew from, in
 * the folder of this step; nothing, for the first step. Each patch leads from one stage to the next, and the last one to the
 * step.
 */
record Stages(Project project, String step) {
    private static final Pattern NAME = Pattern.compile(".*/(\\d+)-([a-z0-9-]+)\\.patch");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(step[^<]+)</artifactId>");

    /** A teacher types {@code pom.xml} first, then server and page, and the modules of the page last. */
    private static final List<String> ORDER = List.of(
            "pom.xml",
            "Acknowledgement.java",
            "LongTasks.java",
            "MessageDeduplicator.java",
            "RollCall.java",
            "Validation.java",
            "ChatServer.java",
            "SignalingServer.java",
            "Pages.java",
            "Noom.java",
            "home.pug",
            "socket.js",
            "messages.js",
            "page.js",
            "media.js",
            "call.js",
            "rooms.js",
            "app.js");

    /** One stage: its number, its patch, and what a teacher says about it. */
    record Stage(int number, String patch) {
        String text() {
            return patch.replaceFirst("patch$", "md");
        }
    }

    /** A file that a patch changes. */
    record Change(String file, boolean isNew, boolean isDeleted, List<String> lines) {
        /** A lesson is typed. The list of libraries is copied. */
        boolean isLesson() {
            return !file.endsWith("/pom.xml");
        }

        long added() {
            return lines.stream().filter(line -> line.startsWith("+")).count();
        }
    }

    static List<Stages> all(Project project) {
        return project.steps().stream().map(step -> new Stages(project, step)).toList();
    }

    String folder() {
        return "docs/stages/" + Project.shortName(step);
    }

    /** Lists the stages, first to last. */
    List<Stage> list() {
        return project.files(folder()).stream()
                .map(NAME::matcher)
                .filter(name -> name.matches())
                .map(name -> new Stage(Integer.parseInt(name.group(1)), name.group()))
                .sorted(Comparator.comparing(Stage::number))
                .toList();
    }

    /** Reads what a patch changes, in its order. The lines are those of the hunks, with their heads. */
    List<Change> changes(Stage stage) {
        var changes = new ArrayList<Change>();
        for (var section : sections(project.text(stage.patch()))) {
            var lines = section.lines().toList();
            var file = lines.get(0).replaceFirst("diff --git \\S+ [ab]/", "");
            changes.add(new Change(
                    file,
                    lines.contains("--- /dev/null"),
                    lines.contains("+++ /dev/null"),
                    lines.stream().dropWhile(line -> !line.startsWith("@@")).toList()));
        }
        return changes;
    }

    private static List<String> sections(String patch) {
        return Stream.of(patch.split("(?m)^(?=diff --git )"))
                .filter(not(String::isBlank))
                .toList();
    }

    /** Writes stage 0 below this folder. */
    Project begin(Path folder) {
        var begun = new Project(folder);
        var before = project.predecessor(step);
        if (before.isEmpty()) {
            return begun.with(step + "/pom.xml", project.text(step + "/pom.xml"));
        }
        for (var file : project.files(before.get() + "/src/main")) {
            begun.with(step + file.substring(before.get().length()), project.text(file));
        }
        var pom = project.text(before.get() + "/pom.xml");
        return begun.with(
                step + "/pom.xml", ARTIFACT.matcher(pom).replaceFirst("<artifactId>" + step + "</artifactId>"));
    }

    /** Lists the files of the step that the last stage must have. */
    List<String> endFiles() {
        return Stream.concat(Stream.of(step + "/pom.xml"), project.files(step + "/src/main").stream())
                .toList();
    }

    /** Applies a patch to the stage before, as a learner does. Returns whether it applies. */
    boolean apply(Stage stage, Project program) throws IOException {
        return apply(program, stage, List.of());
    }

    private boolean apply(Project program, Stage stage, List<String> options) throws IOException {
        var command = new ArrayList<>(List.of("git", "apply", "--whitespace=nowarn"));
        command.addAll(options);
        command.add(project.root().resolve(stage.patch()).toString());
        var process = Tool.start(program.root(), command, ProcessBuilder.Redirect.DISCARD);
        process.getOutputStream().close();
        process.getInputStream().readAllBytes();
        return process.onExit().join().exitValue() == 0;
    }

    /**
     * Writes all patches anew, with the lines around as they are now. The last one always leads to the step, also when files
     * of the step changed.
     *
     * @param scratch an empty folder
     * @return what keeps a patch from being applied
     */
    List<Fault> retake(Path scratch) throws IOException {
        var stages = list();
        var before = begin(scratch.resolve("a"));
        for (var stage : stages) {
            var after = new Project(scratch.resolve("b"));
            if (stage == stages.get(stages.size() - 1)) {
                endFiles().forEach(file -> after.with(file, project.text(file)));
            } else {
                before.files("").forEach(file -> after.with(file, before.text(file)));
                if (!apply(after, stage, List.of("--recount", "-C1"))) {
                    return List.of(new Fault(stage.patch(), "does not apply to the stage before: edit it by hand"));
                }
            }
            project.with(stage.patch(), diff(scratch, order(stage)));
            move(after, before);
        }
        return List.of();
    }

    /** Makes a folder equal to another, which it empties. */
    private static void move(Project from, Project to) {
        to.files("").forEach(file -> to.root().resolve(file).toFile().delete());
        for (var file : from.files("")) {
            to.with(file, from.text(file));
            from.root().resolve(file).toFile().delete();
        }
    }

    /** The files of a patch as they stand in it, so that an order that somebody chose by hand stays. */
    private List<String> order(Stage stage) {
        return changes(stage).stream().map(Change::file).toList();
    }

    private static String diff(Path scratch, List<String> order) throws IOException {
        var git = "git -c core.autocrlf=false -c core.quotePath=false diff --no-index --no-color --no-ext-diff"
                + " --no-renames --diff-algorithm=histogram --src-prefix= --dst-prefix= a b";
        var diff = Tool.run(scratch, List.of(git.split(" ")))
                .lines()
                .filter(line -> !line.matches("index [0-9a-f]+\\.\\.[0-9a-f]+.*"))
                // A new or deleted file is named after one side only.
                .map(line -> line.replaceFirst("^diff --git [ab]/(\\S+) [ab]/", "diff --git a/$1 b/"))
                .collect(Collectors.joining("\n", "", "\n"));
        Map<String, String> byFile = new LinkedHashMap<>();
        sections(diff)
                .forEach(section -> byFile.put(section.replaceFirst("(?s)diff --git a/(\\S+) .*", "$1"), section));
        return byFile.keySet().stream()
                .sorted(Comparator.<String>comparingInt(file -> place(order, file))
                        .thenComparing(
                                file -> place(ORDER, Path.of(file).getFileName().toString())))
                .map(byFile::get)
                .collect(Collectors.joining());
    }

    private static int place(List<String> order, String name) {
        var place = order.indexOf(name);
        return place < 0 ? order.size() : place;
    }
}
