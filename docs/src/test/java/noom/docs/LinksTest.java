package noom.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that each link and picture of a page leads to a file, and each anchor to a heading. */
class LinksTest {
    private static final Pattern LINK =
            Pattern.compile("\\]\\(([^)\\s]+)[^)]*\\)|^\\[[^]]+]: +(\\S+)|(?:href|src)=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.+?)#*");
    private static final Pattern ANCHOR = Pattern.compile("<\\w+ (?:id|name)=\"([^\"]+)\"");

    @Test
    void everyLinkResolves() {
        Fault.assertNone(faults(Project.repository()));
    }

    static List<Fault> faults(Project project) {
        return project.pages().stream()
                .flatMap(page -> page.prose().stream()
                        .flatMap(line -> links(line.text())
                                .flatMap(link -> fault(project, page, link).stream())
                                .map(message -> page.fault(line.number(), message))))
                .toList();
    }

    private static Stream<String> links(String line) {
        return LINK.matcher(line.replaceAll("`[^`]*`", ""))
                .results()
                .map(link -> Stream.of(1, 2, 3)
                        .map(link::group)
                        .filter(group -> group != null)
                        .findFirst()
                        .orElseThrow());
    }

    private static Optional<String> fault(Project project, Page page, String link) {
        if (link.matches("[a-z]+:.*")) {
            return Optional.empty();
        }
        var parts = link.split("#", 2);
        var file = page.file(link);
        if (!project.has(file)) {
            return Optional.of("there is no %s for %s".formatted(file, link));
        }
        if (parts.length < 2
                || !file.endsWith(".md")
                || anchors(project.page(file)).contains(parts[1])) {
            return Optional.empty();
        }
        return Optional.of("%s has no heading for #%s".formatted(file, parts[1]));
    }

    /** Applies GitHub's rule: lower case, hyphens for spaces, no punctuation, and a number after a repeated heading. */
    private static List<String> anchors(Page page) {
        var anchors = new ArrayList<String>();
        var seen = new HashMap<String, Integer>();
        for (var line : page.prose()) {
            var heading = HEADING.matcher(line.text().strip());
            if (heading.matches()) {
                var anchor = heading.group(1)
                        .strip()
                        .replaceAll("!?\\[([^]]*)]\\([^)]*\\)", "$1")
                        .toLowerCase()
                        .replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]", "")
                        .replace(' ', '-');
                var times = seen.merge(anchor, 1, Integer::sum);
                anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
            }
            ANCHOR.matcher(line.text()).results().forEach(found -> anchors.add(found.group(1)));
        }
        return anchors;
    }

    @Test
    void findsDeadLinks(@TempDir Path folder) {
        var project = new Project(folder)
                .with("docs/other.md", "# An [other](page.md) one\n")
                .with("step01-x/pom.xml", "")
                .with("docs/page.md", """
                        # A page
                        ## Try it: `GET /`, 쿠키 & _more_!
                        [one](gone.md) and `[not](a-link.md)`
                        ![two](images/gone.png "A picture")
                        [three](#try-that)
                        [four](other.md#gone)
                        <a href="../gone">five</a>
                        ```text
                        [six](in-a-fence.md)
                        ```
                        ## Again
                        ## Again
                        <a id="here"></a>
                        [a](#try-it-get--쿠키--_more_) [b](#again-1) [c](other.md#an-other-one) [d](#here)
                        [e](https://example.com/#x) [f](../step01-x) [g]

                        [g]: other.md
                        """);

        Fault.assertFaults(
                faults(project),
                "docs/page.md:3: there is no docs/gone.md for gone.md",
                "docs/page.md:4: there is no docs/images/gone.png for images/gone.png",
                "docs/page.md:5: docs/page.md has no heading for #try-that",
                "docs/page.md:6: docs/other.md has no heading for #gone",
                "docs/page.md:7: there is no gone for ../gone");
    }
}
