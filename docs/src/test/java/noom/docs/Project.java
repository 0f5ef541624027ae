package noom.docs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a repository. Each rule takes it as an argument, so that a test can check the rule on a small, wrong
 * project. All paths are relative to the root, with {@code /} on every system.
 */
record Project(Path root) {
    private static final Set<String> IGNORED = Set.of("target", "node_modules", ".git", ".idea", ".vscode");

    /** Finds the repository that these tests belong to. */
    static Project repository() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/pom.xml"))) {
            folder = folder.getParent();
        }
        return new Project(folder);
    }

    /** Returns {@code step01} for {@code step01-http-server}. */
    static String shortName(String step) {
        return step.substring(0, "stepNN".length());
    }

    /** Writes a file, and creates its folders. */
    Project with(String path, String text) {
        try {
            Files.createDirectories(root.resolve(path).getParent());
            Files.writeString(root.resolve(path), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Copies the files that git tracks, with their uncommitted changes. */
    Project copyTo(Path copy) throws IOException {
        for (var path : Tool.run(root, List.of("git", "ls-files")).lines().toList()) {
            var file = root.resolve(path);
            if (Files.exists(file)) {
                Files.createDirectories(copy.resolve(path).getParent());
                Files.copy(file, copy.resolve(path));
            }
        }
        return new Project(copy);
    }

    /** Reads all {@code .md} files. */
    List<Page> pages() {
        return files("").stream()
                .filter(path -> path.endsWith(".md"))
                .map(this::page)
                .toList();
    }

    Page page(String path) {
        return new Page(path, lines(path));
    }

    /** Lists the folders of the steps, first to last. */
    List<String> steps() {
        return Stream.of(root.toFile().list())
                .filter(name -> name.matches("step\\d\\d-.+"))
                .sorted()
                .toList();
    }

    /** The step that a step grew from: the one before, but step 7 grew from step 5. Nothing for the first. */
    Optional<String> predecessor(String step) {
        var number = Integer.parseInt(step.substring(4, 6));
        var before = "step%02d-".formatted(number == 7 ? 5 : number - 1);
        return steps().stream().filter(name -> name.startsWith(before)).findFirst();
    }

    /** Lists all files below a folder, except a build's output. */
    List<String> files(String folder) {
        var start = root.resolve(folder).toFile();
        if (!start.isDirectory()) {
            return List.of();
        }
        return walk(start)
                .map(file -> root.relativize(file.toPath()).toString().replace('\\', '/'))
                .sorted()
                .toList();
    }

    private static Stream<File> walk(File folder) {
        return Stream.of(folder.listFiles())
                .filter(file -> !IGNORED.contains(file.getName()))
                .flatMap(file -> file.isDirectory() ? walk(file) : Stream.of(file));
    }

    boolean has(String path) {
        return Files.exists(root.resolve(path));
    }

    /** Compares two files byte for byte. */
    boolean isSame(String one, String other) {
        try {
            return Files.mismatch(root.resolve(one), root.resolve(other)) == -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a file, with {@code \n} at the end of each line on every system. */
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
}
