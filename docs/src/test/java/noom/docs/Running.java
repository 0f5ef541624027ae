package noom.docs;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.awaitility.core.ConditionTimeoutException;

/** A step, or the Node server beside it, in a process of its own, on free ports. Closing it ends it. */
final class Running implements AutoCloseable {
    private static final String PAGES = "Listening on http://localhost:";
    private static final Pattern SOCKET_PORT = Pattern.compile("data-socket-port=\"(\\d+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Map<Path, Path> COMPILED = new ConcurrentHashMap<>();

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private Running(Process process) {
        this.process = process;
        this.readers = List.of(read(process.inputReader(), output), read(process.errorReader(), errors));
    }

    /**
     * Starts a program of the repository.
     *
     * @param folder {@code step01-http-server}, or {@code docs/node/step01}
     * @param settings environment variables; without one for a port, a free port is taken
     */
    static Running start(Project project, String folder, Map<String, String> settings) throws IOException {
        var command = project.has(folder + "/server.js")
                ? List.of(
                        "node",
                        project.root().resolve(folder).resolve("server.js").toString())
                : java(project, folder);
        var builder = new ProcessBuilder(command).directory(project.root().toFile());
        builder.environment().keySet().removeAll(List.of("SOCKET_URL", "ICE_SERVERS", "JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(Map.of("PORT", "0", "SOCKET_PORT", "0"));
        builder.environment().putAll(settings);
        return new Running(builder.start());
    }

    /** The step's own sources and resources, compiled here: nothing has to be built before. */
    private static List<String> java(Project project, String step) {
        var classes = COMPILED.computeIfAbsent(project.root().resolve(step), folder -> compiled(project, step));
        var classPath = List.of(
                classes.toString(),
                project.root().resolve(step).resolve("src/main/resources").toString(),
                System.getProperty("java.class.path"));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                String.join(File.pathSeparator, classPath),
                "noom.Noom");
    }

    private static Path compiled(Project project, String step) {
        var classes = project.root().resolve("docs/target/steps").resolve(step);
        var arguments = new ArrayList<>(List.of(
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-proc:none",
                "-encoding",
                "UTF-8"));
        project.files(step + "/src/main/java").stream()
                .map(file -> project.root().resolve(file).toString())
                .forEach(arguments::add);
        var problems = new ByteArrayOutputStream();
        if (ToolProvider.getSystemJavaCompiler().run(null, null, problems, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("%s does not compile here. Does docs/pom.xml name all its libraries?%n%s"
                    .formatted(step, problems));
        }
        return classes;
    }

    /** Waits until it listens, and returns the address of its pages, without a slash at the end. */
    String address() throws InterruptedException {
        awaitOutput(1);
        var line = output.stream().filter(text -> text.startsWith(PAGES)).findFirst();
        return line.orElseThrow(() -> new IllegalStateException("It printed " + output))
                .substring("Listening on ".length());
    }

    /** Waits until it listens, and returns the port of its chat. As a browser does, it finds that in the page. */
    int socketPort() throws IOException, InterruptedException {
        try (var page = URI.create(address() + "/").toURL().openStream()) {
            var socketPort = SOCKET_PORT.matcher(new String(page.readAllBytes(), StandardCharsets.UTF_8));
            if (!socketPort.find()) {
                throw new IllegalStateException("Its page names no port for a chat");
            }
            return Integer.parseInt(socketPort.group(1));
        }
    }

    /**
     * Waits until it has printed so many lines.
     *
     * @throws IllegalStateException if it ends or falls silent before
     */
    void awaitOutput(long lines) throws InterruptedException {
        try {
            await().atMost(PATIENCE).until(() -> output.size() >= lines || !process.isAlive());
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("It printed only " + output, e);
        }
        if (!process.isAlive()) {
            awaitEnd();
        }
        if (output.size() < lines) {
            throw new IllegalStateException("It printed only %s and ended: %s".formatted(output, errors));
        }
    }

    /** What it wrote on standard output so far, line by line. */
    List<String> output() {
        return List.copyOf(output);
    }

    /**
     * Waits for it to end by itself, and returns all that it wrote on standard error.
     *
     * @throws IllegalStateException if it does not end
     */
    List<String> errorsToTheEnd() throws InterruptedException {
        awaitEnd();
        return List.copyOf(errors);
    }

    private void awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("It is still running, and printed " + output);
        }
        for (var reader : readers) {
            reader.join();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static Thread read(BufferedReader from, List<String> to) {
        var thread = new Thread(() -> from.lines().forEach(to::add));
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
