package noom.comparison;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Steps 2 and 3, compiled, with all that they need on a class path: a JVM can run them as it would in a classroom. */
final class Steps {
    private static final String PATHS = "target/class-path.txt";
    private static final List<String> BUILD = List.of(
            "-q",
            "-pl",
            "step02-raw-websocket,step03-socketio",
            "compile",
            "dependency:build-classpath",
            "-Dmdep.includeScope=runtime",
            "-Dmdep.outputFile=" + PATHS);

    private static boolean compiled;

    private Steps() {}

    /**
     * Compiles both, once. Without a network if everything is here already.
     *
     * @throws IllegalStateException if they cannot be compiled, with what Maven said about it
     */
    static synchronized void compile() {
        if (!compiled && !maven(true).isEmpty()) {
            var trouble = maven(false);
            if (!trouble.isEmpty()) {
                throw new IllegalStateException("Steps 2 and 3 cannot be compiled:\n" + trouble);
            }
        }
        compiled = true;
    }

    /** The class path of a step that was compiled. */
    static String classPath(String step) {
        var target = Directories.ROOT.resolve(step);
        try {
            return target.resolve("target/classes") + File.pathSeparator + Files.readString(target.resolve(PATHS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What went wrong, or an empty string. */
    private static String maven(boolean offline) {
        var command = new ArrayList<>(List.of(mvn()));
        command.addAll(BUILD);
        if (offline) {
            command.add("-o");
        }
        var repository = System.getProperty("maven.repo.local");
        if (repository != null) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        try {
            var process = new ProcessBuilder(command)
                    .directory(Directories.ROOT.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes());
            return process.waitFor() == 0 ? "" : output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The Maven that runs us, or else the one on the PATH. */
    private static String mvn() {
        var name = File.separatorChar == '\\' ? "mvn.cmd" : "mvn";
        var home = System.getProperty("maven.home");
        return home == null ? name : Path.of(home, "bin", name).toString();
    }
}
