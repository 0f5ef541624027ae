package noom.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Counts the lines of a step, or of a Node server, that are neither blank nor only a comment. Tests are
 * not counted.
 */
record LinesOfCode(Project project) {
    private static final String NONE = "-";
    private static final String ALL = "all";

    /** One line for each file that one of the two has, and the sums. */
    List<String> table(String one, String other) {
        var first = count(one);
        var second = count(other);
        var names = new TreeSet<>(first.keySet());
        names.addAll(second.keySet());
        var table = new ArrayList<>(List.of(row("", shortName(one), shortName(other))));
        names.stream()
                .filter(name -> !name.equals(ALL))
                .forEach(name -> table.add(row(name, cell(first, name), cell(second, name))));
        if (table.size() > 2) {
            table.add(row(ALL, cell(first, ALL), cell(second, ALL)));
        }
        return table;
    }

    private static String row(String name, String one, String other) {
        return "%-16s %8s %8s".formatted(name, one, other).stripTrailing();
    }

    private static String cell(Map<String, Integer> count, String name) {
        return count.containsKey(name) ? count.get(name).toString() : NONE;
    }

    private static String shortName(String folder) {
        return Path.of(folder).getFileName().toString().substring(0, "stepNN".length());
    }

    private Map<String, Integer> count(String folder) {
        var sources = project.has(folder + "/src") ? folder + "/src/main" : folder;
        var count = project.files(sources).stream()
                .filter(file -> file.matches(".*\\.(java|js|pug)"))
                .collect(Collectors.toMap(LinesOfCode::name, this::linesOfCode, Integer::sum, TreeMap::new));
        count.put(ALL, count.values().stream().mapToInt(lines -> lines).sum());
        return count;
    }

    private static String name(String file) {
        return Path.of(file).getFileName().toString();
    }

    private int linesOfCode(String file) {
        return (int) project.lines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .filter(line -> Set.of("//", "/*", "*").stream().noneMatch(line::startsWith))
                .count();
    }
}
