package noom.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds Bun, whose binary is a package of npm of 100 MB: it is fetched only when {@code -Dbun} asks for it. */
final class Bun {
    static final String VERSION = "1.4.5";
    private static final Path FOLDER = Directories.MODULE.resolve("target").resolve("bun");

    private Bun() {}

    /** Whether the run was asked to measure Bun as well. */
    static boolean isWanted() {
        return System.getProperty("bun") != null;
    }

    /**
     * Fetches it if it is wanted and not here yet.
     *
     * @return empty if it is not wanted
     * @throws IllegalStateException if npm cannot fetch it
     */
    static Optional<Path> fetch() {
        if (!isWanted()) {
            return Optional.empty();
        }
        if (!Files.isExecutable(binary())) {
            System.out.println("Fetching Bun, 100 MB …");
            install();
        }
        return Optional.of(binary());
    }

    /** The binary, whether it is there or not. */
    static Path binary() {
        return FOLDER.resolve("node_modules")
                .resolve(packageName())
                .resolve("bin")
                .resolve("bun");
    }

    private static String packageName() {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        var processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x64";
        return "@oven/bun-%s-%s".formatted(system, processor);
    }

    private static List<String> command() {
        return List.of(
                "npm",
                "install",
                "--prefix",
                FOLDER.toString(),
                "--no-save",
                "--ignore-scripts",
                "--silent",
                packageName() + "@" + VERSION);
    }

    private static void install() {
        try {
            Files.createDirectories(FOLDER);
            var npm = new ProcessBuilder(command()).inheritIO().start();
            if (npm.waitFor() != 0) {
                throw new IllegalStateException(
                        "npm could not fetch %s. Run this without -Dbun.".formatted(packageName()));
            }
        } catch (IOException e) {
            throw new IllegalStateException("npm was not found. Install Node.js, or run this without -Dbun.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
