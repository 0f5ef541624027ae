package noom.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes the pages for teachers from the stages and their texts: a page a step, the handout, and the tables in {@code
 * docs/teaching/README.md}. A table stands below {@code <!-- plan: docs/stages/three-hours.txt -->}, and ends at a blank line.
 */
record TeachingPages(Project project) {
    static final String INDEX = "docs/teaching/README.md";
    private static final String HANDOUT = "docs/teaching/handout.md";
    private static final Pattern PLAN = Pattern.compile("<!-- plan: (\\S+) -->\n(?:\\|.*\n)*");

    /** Returns each generated page with its text. */
    Map<String, String> all() {
        var pages = new LinkedHashMap<String, String>();
        var stages = Stages.all(project);
        for (var step : stages) {
            pages.put("docs/teaching/%s.md".formatted(Project.shortName(step.step())), page(step));
        }
        pages.put(HANDOUT, handout(stages));
        pages.put(INDEX, index());
        return pages;
    }

    private String page(Stages stages) {
        var step = stages.step();
        var shortName = Project.shortName(step);
        var list = stages.list();
        var links = links(step);
        var begin = project.predecessor(step)
                .map(before -> "You begin with the program of %s"
                        .formatted(title(before).toLowerCase()))
                .orElse("You begin with an empty program");
        var text = new ArrayList<String>();
        text.add("# Teach " + title(step).toLowerCase());
        text.add(links);
        text.add("<!-- Written by TeachingTest from %s. -->".formatted(stages.folder()));
        text.add("%s, in a folder of your own, beside the repository. `my-folder` is any new name:".formatted(begin));
        text.add("```sh\ndocs/stages/at %s 0 ../my-folder\n```".formatted(shortName));
        text.add(
                "Go into this folder: all that follows happens there. Its tests and its `package.json` are those of %s already."
                        .formatted(title(step).toLowerCase()));
        text.add("This starts the program%s, and Ctrl-C stops it. Start it again after each stage:"
                .formatted(project.predecessor(step).isEmpty() ? " from stage 1 on" : ""));
        text.add("```sh\nmvn -q -pl %s compile exec:java\n```".formatted(step));
        text.add("A learner who falls behind continues after any stage, in another new folder.");
        text.add(overview(list));
        for (var stage : list) {
            text.add(stage(stages, stage));
        }
        text.add("The step is complete. This tests it:");
        text.add("```sh\nmvn -pl %s test\n```".formatted(step));
        text.add(links);
        return String.join("\n\n", text) + "\n";
    }

    private String overview(List<Stages.Stage> list) {
        var rows = new ArrayList<>(List.of("| stage | minutes to type | to show | lines |", "|---|---|---|---|"));
        var type = 0;
        var show = 0;
        for (var stage : list) {
            var lesson = Lesson.read(project, stage);
            type += lesson.type();
            show += lesson.show();
            rows.add("| [%d. %s](#%s) | %d | %d | %d |"
                    .formatted(
                            stage.number(),
                            lesson.title(),
                            lesson.anchor(stage.number()),
                            lesson.type(),
                            lesson.show(),
                            added(stage)));
        }
        rows.add("| all | %d | %d | %d |"
                .formatted(type, show, list.stream().mapToLong(this::added).sum()));
        return String.join("\n", rows);
    }

    private long added(Stages.Stage stage) {
        return new Stages(project, "")
                .changes(stage).stream()
                        .filter(Stages.Change::isLesson)
                        .mapToLong(Stages.Change::added)
                        .sum();
    }

    private String stage(Stages stages, Stages.Stage stage) {
        var lesson = Lesson.read(project, stage);
        var text = new ArrayList<String>();
        text.add("## %d. %s".formatted(stage.number(), lesson.title()));
        text.add("**%d minutes.** **Say:** %s".formatted(lesson.type(), lesson.part("Say")));
        text.add(type(stages.changes(stage)));
        stages.changes(stage).stream()
                .filter(change -> !change.isDeleted())
                .forEach(change -> text.add(change(stages, stage, change)));
        text.add("**You see:** " + lesson.part("You see"));
        text.add("**Ask:** " + lesson.part("Ask"));
        text.add("**Answer:** " + lesson.part("Answer"));
        text.add("**Goes wrong:** " + lesson.part("Goes wrong"));
        text.add("**Behind?** `docs/stages/at %s %d another-folder`"
                .formatted(Project.shortName(stages.step()), stage.number()));
        return String.join("\n\n", text);
    }

    private static String type(List<Stages.Change> changes) {
        var deleted = changes.stream().filter(Stages.Change::isDeleted).toList();
        var typed = "**Type**, in this order; a line with `-` goes, a line with `+` comes:";
        return deleted.isEmpty()
                ? typed
                : "**Delete** %s. "
                                .formatted(deleted.stream()
                                        .map(change -> "`%s`".formatted(change.file()))
                                        .collect(Collectors.joining(", ")))
                        + typed;
    }

    private static String change(Stages stages, Stages.Stage stage, Stages.Change change) {
        var file = change.file().substring(stages.step().length() + 1);
        var how = change.isNew() ? ", new:" : change.isLesson() ? ":" : ", to copy:";
        return "`%s`%s\n\n<!-- from: %s -->\n```diff\n%s\n```"
                .formatted(file, how, stage.patch(), String.join("\n", change.lines()));
    }

    /** All questions and answers, on one page. */
    private String handout(List<Stages> steps) {
        var links = "[All steps](../README.md) · [Teach](README.md) · [Glossary](../glossary.md)";
        var text = new ArrayList<>(List.of(
                "# Questions and answers",
                links,
                "<!-- Written by TeachingTest from docs/stages. -->",
                "One question a stage. Answer it before you read on."));
        for (var stages : steps) {
            text.add("## [%s](../%s.md)".formatted(title(stages.step()), stages.step()));
            for (var stage : stages.list()) {
                var lesson = Lesson.read(project, stage);
                text.add("%d. **%s** %s"
                        .formatted(stage.number(), oneLine(lesson.part("Ask")), oneLine(lesson.part("Answer"))));
            }
        }
        text.add(links);
        return String.join("\n\n", text) + "\n";
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ');
    }

    /** The page that is written by hand, with its tables as the plans have them now. */
    private String index() {
        return PLAN.matcher(project.text(INDEX))
                .replaceAll(plan -> Matcher.quoteReplacement("<!-- plan: %s -->\n%s\n"
                        .formatted(plan.group(1), String.join("\n", new Plan(project, plan.group(1)).table()))));
    }

    private String links(String step) {
        var steps = Stages.all(project).stream().map(Stages::step).toList();
        var at = steps.indexOf(step);
        var links = new ArrayList<String>();
        if (at > 0) {
            links.add("[← %s](%s.md)".formatted(title(steps.get(at - 1)), Project.shortName(steps.get(at - 1))));
        }
        links.add("[Teach](README.md)");
        links.add("[The page of %s](../%s.md)".formatted(title(step).toLowerCase(), step));
        links.add("[Questions](handout.md)");
        if (at < steps.size() - 1) {
            links.add("[%s →](%s.md)".formatted(title(steps.get(at + 1)), Project.shortName(steps.get(at + 1))));
        }
        return String.join(" · ", links);
    }

    private static String title(String step) {
        return "Step " + Integer.parseInt(step.substring(4, 6));
    }
}
