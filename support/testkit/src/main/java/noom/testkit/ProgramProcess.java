package noom.testkit;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The program in a process of its own, as a person starts it. Closing it kills it. */
public final class ProgramProcess implements AutoCloseable {
    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private ProgramProcess(Process process) {
        this.process = process;
        this.readers = List.of(read(process.inputReader(), output), read(process.errorReader(), errors));
    }

    /**
     * Starts the program with these environment variables and no other setting.
     *
     * @param jvmFlags such as {@code -Xmx64m}
     */
    public static ProgramProcess start(Map<String, String> settings, String... jvmFlags) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path")));
        // It lives for a second or two: a thorough compiler would only cost time.
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of(jvmFlags));
        command.add("noom.Noom");
        var builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeAll(List.of("PORT", "SOCKET_PORT", "SOCKET_URL", "ICE_SERVERS", "JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(settings);
        try {
            return new ProgramProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the line that starts so, and returns the port that ends it. */
    public int portAfter(String lineStart) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> output.stream()
                                .filter(line -> line.startsWith(lineStart))
                                .map(line -> Integer.parseInt(line.substring(lineStart.length())))
                                .findFirst(),
                        port -> {
                            if (port.isEmpty() && !process.isAlive()) {
                                throw new IllegalStateException("The program ended: " + errors);
                            }
                            return port.isPresent();
                        })
                .orElseThrow();
    }

    /** What it wrote on standard output so far, line by line. */
    public List<String> output() {
        return List.copyOf(output);
    }

    /** What it wrote on standard error so far, line by line. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** Asks it to end, as Ctrl-C or a service manager does (SIGTERM). */
    public void terminate() {
        process.destroy();
    }

    /** Ends it without asking (SIGKILL). */
    public void kill() {
        process.destroyForcibly();
    }

    /** Waits for its end, and until all that it wrote is read. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The program is still running: " + output);
        }
        for (var reader : readers) {
            reader.join();
        }
        return process.exitValue();
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
