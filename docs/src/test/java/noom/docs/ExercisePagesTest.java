package noom.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that a step's page has eight exercises, in order, each with three hints, its solution and, for a bug, its start. */
class ExercisePagesTest {
    private static final int EXERCISES = 8;
    private static final Pattern SECTION = Pattern.compile("(?ms)^## Exercises$(.*?)(?=^## |\\z)");
    private static final Pattern EXERCISE = Pattern.compile("(?m)(?=^<details><summary><b>\\d+\\. )");
    private static final Pattern TITLE = Pattern.compile("<details><summary><b>(\\d+)\\. (.*)</b></summary>");

    @Test
    void everyExerciseHasThreeHintsAndASolution() {
        Fault.assertNone(faults(Project.repository()));
    }

    static List<Fault> faults(Project project) {
        return project.steps().stream()
                .flatMap(step -> faults(project, step).stream())
                .toList();
    }

    private static List<Fault> faults(Project project, String step) {
        var page = "docs/" + step + ".md";
        var section = SECTION.matcher(project.text(page));
        var exercises = section.find()
                ? Stream.of(EXERCISE.split(section.group(1))).skip(1).toList()
                : List.<String>of();
        var faults = new ArrayList<Fault>();
        if (exercises.size() != EXERCISES) {
            faults.add(new Fault(page, "has %d exercises, and not %d".formatted(exercises.size(), EXERCISES)));
        }
        for (var i = 0; i < exercises.size(); i++) {
            var number = i + 1;
            missing(step, number, exercises.get(i))
                    .forEach(part -> faults.add(new Fault(page, "exercise %d lacks %s".formatted(number, part))));
        }
        return faults;
    }

    private static List<String> missing(String step, int number, String exercise) {
        var name = "%s-%d.patch".formatted(Project.shortName(step), number);
        var title = TITLE.matcher(exercise);
        var parts = new ArrayList<>(List.of(
                "<b>%d. ".formatted(number),
                "<summary>Hint 1</summary>",
                "<summary>Hint 2</summary>",
                "<summary>Hint 3</summary>",
                "([Solution](solutions/%s))".formatted(name)));
        if (title.find() && title.group(2).startsWith("Find the bug: ")) {
            parts.add("git apply docs/exercises/" + name);
        }
        return parts.stream().filter(part -> !exercise.contains(part)).toList();
    }

    @Test
    void findsExercisesThatLackSomething(@TempDir Path folder) {
        var whole = IntStream.rangeClosed(1, EXERCISES)
                .mapToObj(ExercisePagesTest::exercise)
                .reduce("# X\n\n## Exercises\n\n", String::concat);
        var project = new Project(folder)
                .with("step01-x/pom.xml", "")
                .with("step02-y/pom.xml", "")
                .with("step03-z/pom.xml", "")
                .with("docs/step01-x.md", whole + "## Next\n")
                .with(
                        "docs/step02-y.md",
                        whole.replace("step01", "step02")
                                .replace("<b>2. Find", "<b>3. Find")
                                .replace("apply docs/exercises/step02-3", "apply docs/exercises/step02-4")
                                .replace("(solutions/step02-5.patch)", "(solutions/step02-6.patch)")
                                .replaceFirst("<summary>Hint 3", "<summary>Hint"))
                .with("docs/step03-z.md", "# Z\n");

        Fault.assertFaults(
                faults(project),
                "docs/step02-y.md: exercise 1 lacks <summary>Hint 3</summary>",
                "docs/step02-y.md: exercise 2 lacks <b>2. ",
                "docs/step02-y.md: exercise 3 lacks git apply docs/exercises/step02-3.patch",
                "docs/step02-y.md: exercise 5 lacks ([Solution](solutions/step02-5.patch))",
                "docs/step03-z.md: has 0 exercises, and not 8");
    }

    private static String exercise(int number) {
        var patch = "step01-%d.patch".formatted(number);
        var lines = List.of(
                "<details><summary><b>%d. Find the bug: it.</b></summary>".formatted(number),
                "git apply docs/exercises/" + patch,
                "([Solution](solutions/%s))".formatted(patch));
        var hints = Stream.of(1, 2, 3).map("<details><summary>Hint %d</summary></details>"::formatted);
        return String.join("\n\n", Stream.concat(lines.stream(), hints).toList()) + "\n\n</details>\n\n";
    }
}
