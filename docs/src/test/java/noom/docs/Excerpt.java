package noom.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Compares quoted lines with the original. The quote must have the original's lines in their order; a skipping line
 * stands for any number of lines.
 */
final class Excerpt {
    /** The first quoted line that is not in the original at this place, counted from 0. */
    record Difference(int index, String line) {}

    private record Part(int start, List<String> lines) {}

    private final List<String> quoted;
    private final Predicate<String> skips;

    /** @param skips tells whether a stripped line is a skipping line */
    Excerpt(List<String> quoted, Predicate<String> skips) {
        this.quoted = quoted;
        this.skips = skips;
    }

    /**
     * Compares word for word. A part may be indented more or less than in the original, but all its lines by the same
     * amount.
     */
    Optional<Difference> differenceFrom(List<String> original) {
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

    /** Splits the quote at its skipping lines, and drops blank lines at the ends of a part. */
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

    /** Counts how many of these lines match the beginning of the original, shifted by one indentation. */
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
