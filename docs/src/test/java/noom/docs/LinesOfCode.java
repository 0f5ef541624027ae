package noom.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Counts the lines of code of a step or of a Node server. Blank lines, lines with only a comment and tests do not
 * count.
 */
record LinesOfCode(Project project) {
    /** Prints one row for each file name in either folder, and the sums. */
    List<String> table(String one, String other) {
        var first = count(one);
        var second = count(other);
        var names = new TreeSet<>(first.keySet());
        names.addAll(second.keySet());
        var table = new ArrayList<>(List.of(row("", label(one), label(other))));
        names.forEach(name -> table.add(row(name, cell(first.get(name)), cell(second.get(name)))));
        if (names.size() > 1) {
            table.add(row("all", sum(first), sum(second)));
        }
        return table;
    }

    private static String row(String name, String one, String other) {
        return "%-16s %8s %8s".formatted(name, one, other);
    }

    private static String cell(Integer lines) {
        return Objects.toString(lines, "-");
    }

    private static String sum(Map<String, Integer> count) {
        return String.valueOf(count.values().stream().mapToInt(lines -> lines).sum());
    }

    private static String label(String folder) {
        return Project.shortName(name(folder));
    }

    private Map<String, Integer> count(String folder) {
        var sources = project.has(folder + "/src") ? folder + "/src/main" : folder;
        return project.files(sources).stream()
                .filter(file -> file.matches(".*\\.(java|js|pug)"))
                .collect(Collectors.toMap(LinesOfCode::name, this::linesOfCode, Integer::sum));
    }

    private static String name(String path) {
        return Path.of(path).getFileName().toString();
    }

    private int linesOfCode(String file) {
        return (int) project.lines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .filter(line -> Set.of("//", "/*", "*").stream().noneMatch(line::startsWith))
                .count();
    }
}
