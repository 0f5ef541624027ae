package noom.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A Markdown file, with its fences, its prose and its links.
 *
 * @param name its path from the root
 * @param lines the first one has the number 1
 */
record Page(String name, List<String> lines) {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\[((?:[^\\[\\]`]|`[^`]+`)*)]\\(([^)\\s]+)[^)]*\\)");

    /** A line of a page and its number. */
    record Line(int number, String text) {}

    /**
     * A block of code between two lines of backticks.
     *
     * @param line the number of its opening line
     * @param language the word after the backticks, or ""
     * @param note the text of the HTML comment on the line above, or ""
     */
    record Fence(int line, String language, String note, List<String> code) {
        /** Returns the line number in the page of a line of code, which is counted from 0. */
        int lineOf(int index) {
            return line + 1 + index;
        }
    }

    /**
     * A link with code in its text.
     *
     * @param file the link's target: a path from the root, without an anchor
     */
    record CodeLink(List<String> code, String file) {}

    /** A fault on a line of this page. */
    Fault fault(int line, String message) {
        return new Fault(name, line, message);
    }

    List<Fence> fences() {
        var fences = new ArrayList<Fence>();
        for (int i = 0; i < lines.size(); i++) {
            var opening = lines.get(i).strip();
            if (opening.startsWith("```")) {
                var end = endOfFence(i);
                var language = opening.replaceFirst("^`+", "").strip();
                fences.add(new Fence(i + 1, language, noteAbove(i), lines.subList(i + 1, end)));
                i = end;
            }
        }
        return fences;
    }

    /** The lines outside the fences. */
    List<Line> prose() {
        var prose = new ArrayList<Line>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith("```")) {
                i = endOfFence(i);
            } else {
                prose.add(new Line(i + 1, lines.get(i)));
            }
        }
        return prose;
    }

    /** The lines outside of {@code <details>} blocks, those of fences included, without the fences' own lines. */
    List<Line> core() {
        var core = new ArrayList<Line>();
        var depth = 0;
        var inFence = false;
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (line.startsWith("```")) {
                inFence = !inFence;
            } else if (!inFence && line.startsWith("<details")) {
                depth++;
            } else if (!inFence && line.equals("</details>")) {
                depth--;
            } else if (depth == 0) {
                core.add(new Line(i + 1, lines.get(i)));
            }
        }
        return core;
    }

    /** Finds the links with code in a line or a table cell. Links to other sites are left out. */
    List<CodeLink> codeLinks(String text) {
        return LINK.matcher(text)
                .results()
                .filter(link -> !link.group(2).matches("[a-z]+:.*"))
                .map(link -> new CodeLink(code(link), file(link.group(2))))
                .filter(link -> !link.code().isEmpty())
                .toList();
    }

    /** Returns the target of a link of this page: a path from the root, without an anchor. */
    String file(String link) {
        var path = link.replaceFirst("#.*", "");
        if (path.isEmpty()) {
            return name;
        }
        var folder = Optional.ofNullable(Path.of(name).getParent()).orElse(Path.of(""));
        return folder.resolve(path).normalize().toString().replace('\\', '/');
    }

    /** Returns the pieces of code in a link's text. In a table, a bar in code is written with a backslash. */
    private static List<String> code(MatchResult link) {
        return CODE.matcher(link.group(1))
                .results()
                .map(code -> code.group(1).replace("\\|", "|"))
                .toList();
    }

    private int endOfFence(int opening) {
        for (int i = opening + 1; i < lines.size(); i++) {
            if (lines.get(i).strip().equals("```")) {
                return i;
            }
        }
        return lines.size();
    }

    private String noteAbove(int opening) {
        var above = opening == 0 ? "" : lines.get(opening - 1).strip();
        var isNote = above.startsWith("<!--") && above.endsWith("-->");
        return isNote ? above.substring(4, above.length() - 3).strip() : "";
    }
}
