package noom.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a teacher says about a stage, written by hand in {@code docs/stages/stepNN/1-….md}: a title, and paragraphs that begin
 * with a label.
 *
 * @param title the heading
 * @param type minutes for a class that types the stage
 * @param show minutes for a class that only looks at it
 * @param parts the text below each label
 */
record Lesson(String title, int type, int show, Map<String, String> parts) {
    static final List<String> LABELS = List.of("Say", "Ask", "Answer", "Goes wrong", "You see");
    private static final Pattern MINUTES = Pattern.compile("(\\d+) to type, (\\d+) to show");
    private static final Pattern LABEL = Pattern.compile("\\*\\*([A-Z][a-z ]+):\\*\\* (.*)");

    /** Reads a text, in which the labels stand in their order. */
    static Lesson read(Project project, Stages.Stage stage) {
        var parts = new LinkedHashMap<String, String>();
        var label = "";
        for (var line : project.lines(stage.text())) {
            var labelled = LABEL.matcher(line);
            if (labelled.matches()) {
                label = labelled.group(1);
                parts.put(label, labelled.group(2));
            } else if (!label.isEmpty()) {
                parts.merge(label, line, (text, more) -> text + "\n" + more);
            }
        }
        parts.replaceAll((ignored, text) -> text.strip());
        var minutes = MINUTES.matcher(parts.getOrDefault("Minutes", ""));
        var expected = new ArrayList<>(List.of("Minutes"));
        expected.addAll(LABELS);
        if (!List.copyOf(parts.keySet()).equals(expected) || parts.containsValue("") || !minutes.matches()) {
            throw new IllegalStateException(
                    "%s needs a text for each of %s, in this order, and \"5 to type, 2 to show\""
                            .formatted(stage.text(), expected));
        }
        var title = project.lines(stage.text()).get(0).replaceFirst("^# ", "");
        return new Lesson(title, Integer.parseInt(minutes.group(1)), Integer.parseInt(minutes.group(2)), parts);
    }

    String part(String label) {
        // The links of docs/stages/stepNN are read in docs/teaching.
        return parts.get(label).replace("](../../", "](../");
    }

    /** The heading's anchor on the page of the step, by GitHub's rule. */
    String anchor(int number) {
        return "%d %s"
                .formatted(number, title)
                .toLowerCase()
                .replaceAll("[^\\p{L}\\p{N} -]", "")
                .replace(' ', '-');
    }
}
