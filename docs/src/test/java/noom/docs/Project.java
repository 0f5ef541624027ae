package noom.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A repository as the rules see it. Every rule takes one as its argument, so that it can be tried on a small one that
 * is wrong on purpose. All paths are relative to the root, with {@code /} on every system.
 */
record Project(Path root) {
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", ".idea", ".vscode");

    /** The repository that these tests stand in. */
    static Project ours() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/pom.xml"))) {
            folder = folder.getParent();
        }
        return new Project(folder);
    }

    /** A small one, for a test of a rule. */
    static Project of(Path root) {
        return new Project(root.toAbsolutePath());
    }

    /** Adds a file, and the folders it needs. */
    Project with(String path, String text) {
        try {
            Files.createDirectories(root.resolve(path).getParent());
            Files.writeString(root.resolve(path), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Copies the files that git tracks, as they are now. */
    Project copyTo(Path copy) throws IOException {
        for (var path : Tool.run(root, List.of("git", "ls-files")).lines().toList()) {
            var file = root.resolve(path);
            if (Files.exists(file)) {
                Files.createDirectories(copy.resolve(path).getParent());
                Files.copy(file, copy.resolve(path));
            }
        }
        return of(copy);
    }

    /** Every page: all {@code .md} files there are. */
    List<Page> pages() {
        return files("").stream()
                .filter(path -> path.endsWith(".md"))
                .map(this::page)
                .toList();
    }

    Page page(String path) {
        return new Page(path, lines(path));
    }

    /** The folders of the steps, first to last. */
    List<String> steps() {
        try (var folders = Files.list(root)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> name.matches("step\\d\\d-.+"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files below a folder, without what a build leaves there. */
    List<String> files(String folder) {
        var start = root.resolve(folder);
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        try (var found = walk(start)) {
            return found.map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    boolean has(String path) {
        return Files.exists(root.resolve(path));
    }

    /** Whether two files are the same, byte for byte. */
    boolean isSame(String one, String other) {
        try {
            return Files.mismatch(root.resolve(one), root.resolve(other)) == -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a file holds, with {@code \n} at the ends of its lines on every system. */
    String text(String path) {
        try {
            return Files.readString(root.resolve(path), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> lines(String path) {
        return text(path).lines().toList();
    }

    private static Stream<Path> walk(Path folder) {
        try (var entries = Files.list(folder)) {
            return entries.toList().stream().flatMap(entry -> {
                if (!Files.isDirectory(entry)) {
                    return Stream.of(entry);
                }
                return NOT_OURS.contains(entry.getFileName().toString()) ? Stream.of() : walk(entry);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
