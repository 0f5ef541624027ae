package noom.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A plan for a class, such as {@code docs/stages/three-hours.txt}. Each line is one of {@code step02 1 type}, {@code step02 2
 * show}, {@code step02 3 skip}, {@code 10 Break} and {@code # Evening 1}, at which the clock begins at 0:00 again.
 */
record Plan(Project project, String file) {
    private static final Pattern STAGE = Pattern.compile("(step\\d\\d) (\\d+) (type|show|skip)");
    private static final Pattern OTHER = Pattern.compile("(\\d+) (.+)");

    /** A line of the plan with the minutes that it takes. */
    private record Row(String what, String how, int minutes) {}

    /** The plan as a table: when, what, how, and how long. */
    List<String> table() {
        var table = new ArrayList<>(List.of("| at | what | how | minutes |", "|---|---|---|---|"));
        var clock = 0;
        for (var line : project.lines(file)) {
            if (line.startsWith("# ")) {
                if (clock > 0) {
                    table.add(end(clock));
                }
                clock = 0;
                table.add("| | **%s** | | |".formatted(line.substring(2)));
                continue;
            }
            var row = row(line);
            var how = row.how().isEmpty() ? "| |" : "| %s |".formatted(row.how());
            table.add("| %s | %s %s %d |".formatted(time(clock), row.what(), how, row.minutes()));
            clock += row.minutes();
        }
        table.add(end(clock));
        return table;
    }

    /** The stages that a plan names, as {@code step02 1}. */
    List<String> stages() {
        return project.lines(file).stream()
                .map(STAGE::matcher)
                .filter(stage -> stage.matches())
                .map(stage -> stage.group(1) + " " + stage.group(2))
                .toList();
    }

    /** The minutes between two headings, or of the whole plan. */
    List<Integer> minutes() {
        var sums = new ArrayList<Integer>();
        for (var line : project.lines(file)) {
            if (line.startsWith("# ")) {
                sums.add(0);
            } else {
                if (sums.isEmpty()) {
                    sums.add(0);
                }
                sums.set(sums.size() - 1, sums.get(sums.size() - 1) + row(line).minutes());
            }
        }
        return sums;
    }

    private Row row(String line) {
        var stage = STAGE.matcher(line);
        if (stage.matches()) {
            return row(stage.group(1), Integer.parseInt(stage.group(2)), stage.group(3));
        }
        var other = OTHER.matcher(line);
        if (other.matches()) {
            return new Row(other.group(2), "", Integer.parseInt(other.group(1)));
        }
        throw new IllegalStateException("%s: \"%s\" is no line of a plan".formatted(file, line));
    }

    private Row row(String step, int number, String how) {
        var stage = Stages.all(project).stream()
                .filter(stages -> stages.step().startsWith(step))
                .flatMap(stages -> stages.list().stream())
                .filter(one -> one.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("%s: there is no %s %d".formatted(file, step, number)));
        var lesson = Lesson.read(project, stage);
        var what = "[Step %d, %d. %s](%s.md#%s)"
                .formatted(Integer.parseInt(step.substring(4)), number, lesson.title(), step, lesson.anchor(number));
        var minutes = switch (how) {
            case "type" -> lesson.type();
            case "show" -> lesson.show();
            default -> 0;
        };
        return new Row(what, how, minutes);
    }

    private static String end(int clock) {
        return "| %s | End | | |".formatted(time(clock));
    }

    private static String time(int minutes) {
        return "%d:%02d".formatted(minutes / 60, minutes % 60);
    }
}
