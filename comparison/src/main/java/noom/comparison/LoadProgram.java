package noom.comparison;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program that plays the clients, in a JVM of its own with stated flags. */
public final class LoadProgram {
    /** A heap that does not grow while it measures, and one thread for the garbage. */
    static final List<String> JVM_FLAGS = List.of("-XX:+UseSerialGC", "-Xms512m", "-Xmx512m");

    private static final List<String> SETTINGS = List.of("quick", "bun");

    private LoadProgram() {}

    /**
     * Runs it to its end.
     *
     * @param isIdle whether the machine was idle before the start
     * @return 0 if no measurement failed
     */
    static int start(boolean isIdle) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_FLAGS);
        for (var setting : SETTINGS) {
            if (System.getProperty(setting) != null) {
                command.add("-D" + setting);
            }
        }
        command.addAll(List.of("-cp", classPath(), LoadProgram.class.getName(), String.valueOf(isIdle)));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** {@code exec:java} has a class loader of its own. */
    private static String classPath() {
        return LoadProgram.class.getClassLoader() instanceof URLClassLoader loader
                ? Stream.of(loader.getURLs()).map(LoadProgram::path).collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    private static String path(URL url) {
        try {
            return Path.of(url.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param args whether the machine was idle before the start */
    public static void main(String[] args) throws IOException {
        var quick = System.getProperty("quick") != null;
        var plan = quick ? Plan.QUICK : Plan.FULL;
        var environment = Environment.read();
        var samples = new Measurement(plan, Contender.all()).run();
        var folder = quick ? Directories.MODULE.resolve("target/results") : Directories.ROOT.resolve("docs/benchmark");
        new Report(plan, environment, samples, Boolean.parseBoolean(args[0])).write(folder);
        System.out.println("The results are in " + folder.resolve("results.md") + ".");
        if (!samples.failures().isEmpty()) {
            System.exit(1);
        }
    }
}
