package noom.docs;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import noom.testkit.ProgramProcess;
import noom.testkit.Waits;
import org.awaitility.core.ConditionTimeoutException;

/** A step or a Node server that runs in a process of its own, on free ports. Closing it kills the process. */
final class RunningProgram implements AutoCloseable {
    private static final Pattern SOCKET_PORT = Pattern.compile("data-socket-port=\"(\\d+)\"");
    private static final Map<Path, Path> COMPILED = new ConcurrentHashMap<>();

    private final ProgramProcess process;

    private RunningProgram(ProgramProcess process) {
        this.process = process;
    }

    /** Starts a program of the repository without settings. */
    static RunningProgram start(String folder) {
        return start(Project.repository(), folder, Map.of());
    }

    /**
     * Starts a program.
     *
     * @param folder {@code step01-http-server}, or {@code docs/node/step01}
     * @param settings environment variables; without a port the program takes a free one
     */
    static RunningProgram start(Project project, String folder, Map<String, String> settings) {
        var all = new HashMap<>(Map.of("PORT", "0", "SOCKET_PORT", "0"));
        all.putAll(settings);
        var server = project.root().resolve(folder).resolve("server.js");
        var command = server.toFile().exists() ? List.of("node", server.toString()) : java(project, folder);
        return new RunningProgram(ProgramProcess.run(command, all));
    }

    /** Compiles the step's sources itself, so that the tests need no build of the steps. */
    private static List<String> java(Project project, String step) {
        var classes = COMPILED.computeIfAbsent(project.root().resolve(step), folder -> compile(project, step));
        var classPath = List.of(
                classes.toString(),
                project.root().resolve(step).resolve("src/main/resources").toString(),
                System.getProperty("java.class.path"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                String.join(File.pathSeparator, classPath),
                "noom.Noom");
    }

    private static Path compile(Project project, String step) {
        var classes = project.root().resolve("docs/target/steps").resolve(step);
        var arguments = new ArrayList<>(List.of("-proc:none", "-encoding", "UTF-8", "-d", classes.toString()));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
        project.files(step + "/src/main/java").stream()
                .map(file -> project.root().resolve(file).toString())
                .forEach(arguments::add);
        var problems = new ByteArrayOutputStream();
        if (ToolProvider.getSystemJavaCompiler().run(null, null, problems, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException(
                    "%s does not compile. Are all its libraries in docs/pom.xml?%n%s".formatted(step, problems));
        }
        return classes;
    }

    /** Waits until the program listens, and returns the address of its pages, without a slash at the end. */
    String address() {
        return "http://localhost:" + process.portAfter("Listening on http://localhost:");
    }

    /** Waits until the program listens, and returns the port of its pages. */
    int pagesPort() {
        return URI.create(address()).getPort();
    }

    /** Waits until the program listens, and returns its home page. */
    String page() throws IOException {
        try (var page = URI.create(address() + "/").toURL().openStream()) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Waits until the program listens, and returns the chat's port, which is in the home page. */
    int socketPort() throws IOException {
        var socketPort = SOCKET_PORT.matcher(page());
        if (!socketPort.find()) {
            throw new IllegalStateException("The home page has no port of a chat");
        }
        return Integer.parseInt(socketPort.group(1));
    }

    /**
     * Waits for the first lines on standard output.
     *
     * @throws IllegalStateException if the program prints fewer lines
     */
    void awaitOutput(long lines) throws InterruptedException {
        try {
            Waits.waitFor(lines + " lines of output").until(() -> output().size() >= lines || !process.isAlive());
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("The program printed only " + output(), e);
        }
        if (!process.isAlive()) {
            // Waits until all output is read.
            process.exitCode();
        }
        if (output().size() < lines) {
            throw new IllegalStateException(
                    "The program printed only %s and ended: %s".formatted(output(), process.errors()));
        }
    }

    /** Returns the lines on standard output so far, without the addresses of this machine: each machine has others. */
    List<String> output() {
        return process.output().stream()
                .filter(line -> !line.startsWith("In this network: "))
                .toList();
    }

    /**
     * Waits until the program has ended by itself, and returns all lines on standard error.
     *
     * @throws IllegalStateException if it does not end
     */
    List<String> awaitErrors() throws InterruptedException {
        process.exitCode();
        return process.errors();
    }

    /** Waits until the program has ended by itself, and returns its exit code. */
    int awaitExitCode() throws InterruptedException {
        return process.exitCode();
    }

    @Override
    public void close() {
        process.close();
    }
}
