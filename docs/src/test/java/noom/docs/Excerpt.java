package noom.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Lines that are quoted from others. They stand there one after the other, except where a skipping line stands for
 * any number of them.
 */
final class Excerpt {
    /** Where a quote leaves the original: the number of its first wrong line, counted from 0. */
    record Difference(int index, String line) {}

    private record Part(int start, List<String> lines) {}

    private final List<String> quoted;
    private final Predicate<String> skips;

    /** @param skips whether a line, stripped, stands for lines that are left out */
    Excerpt(List<String> quoted, Predicate<String> skips) {
        this.quoted = quoted;
        this.skips = skips;
    }

    /** Compares word for word. All lines of a part may be indented more, or less, than in the original. */
    Optional<Difference> from(List<String> original) {
        var next = 0;
        for (var part : parts()) {
            var best = -1;
            var start = next;
            for (; start < original.size() && best < part.lines.size(); start++) {
                best = Math.max(best, matching(part.lines, original.subList(start, original.size())));
            }
            best = Math.max(best, 0);
            if (best < part.lines.size()) {
                return Optional.of(new Difference(part.start + best, part.lines.get(best)));
            }
            next = start - 1 + part.lines.size();
        }
        return Optional.empty();
    }

    /** The pieces between the skipping lines, without blank lines at their ends. */
    private List<Part> parts() {
        var parts = new ArrayList<Part>();
        var start = 0;
        for (int i = 0; i <= quoted.size(); i++) {
            if (i == quoted.size() || skips.test(quoted.get(i).strip())) {
                var from = start;
                var to = i;
                while (from < to && quoted.get(from).isBlank()) {
                    from++;
                }
                while (from < to && quoted.get(to - 1).isBlank()) {
                    to--;
                }
                if (from < to) {
                    parts.add(new Part(from, quoted.subList(from, to)));
                }
                start = i + 1;
            }
        }
        return parts;
    }

    /** How many of these lines are the first ones of the original, all shifted by the same indentation. */
    private static int matching(List<String> lines, List<String> original) {
        var shift = indentation(original.get(0)) - indentation(lines.get(0));
        for (int i = 0; i < lines.size(); i++) {
            if (i == original.size()
                    || !lines.get(i).strip().equals(original.get(i).strip())) {
                return i;
            }
            if (!lines.get(i).isBlank() && indentation(original.get(i)) - indentation(lines.get(i)) != shift) {
                return i;
            }
        }
        return lines.size();
    }

    private static int indentation(String line) {
        return line.length() - line.stripLeading().length();
    }
}
