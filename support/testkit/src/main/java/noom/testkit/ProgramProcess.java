package noom.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Runs a step's program in a process of its own, as a person starts it. No setting of the machine reaches it, so a test
 * depends only on the settings it names. Closing it kills the process.
 */
public final class ProgramProcess implements AutoCloseable {
    private static final List<String> SETTINGS =
            List.of("PORT", "SOCKET_PORT", "SOCKET_URL", "ICE_SERVERS", "REDIS_URL", "JAVA_TOOL_OPTIONS");

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private ProgramProcess(Process process) {
        this.process = process;
        this.readers = List.of(read(process.inputReader(), output), read(process.errorReader(), errors));
    }

    /**
     * Starts {@code noom.Noom} of the test's class path.
     *
     * @param settings environment variables
     * @param jvmFlags such as {@code -Xmx64m}
     */
    public static ProgramProcess start(Map<String, String> settings, String... jvmFlags) {
        return start("noom.Noom", settings, jvmFlags);
    }

    /**
     * Starts another program of the test's class path.
     *
     * @param mainClass its full name
     * @param settings environment variables
     * @param jvmFlags such as {@code -Xmx64m}
     */
    public static ProgramProcess start(String mainClass, Map<String, String> settings, String... jvmFlags) {
        return run(javaCommand(mainClass, jvmFlags), settings);
    }

    /** Starts {@code noom.Noom} without the right to open a port below 1024, also for a test that runs as root. On Linux only. */
    public static ProgramProcess startUnprivileged(Map<String, String> settings) {
        var command = javaCommand("noom.Noom");
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(
                    0, List.of("setpriv", "--bounding-set", "-net_bind_service", "--inh-caps", "-net_bind_service"));
        }
        return run(command, settings);
    }

    private static List<String> javaCommand(String mainClass, String... jvmFlags) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path")));
        // The process lives for a second or two: a thorough compiler and more collector threads cost more than they
        // save.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of(jvmFlags));
        command.add(mainClass);
        return command;
    }

    /**
     * Starts any program.
     *
     * @param command the program and its arguments
     * @param settings environment variables
     */
    public static ProgramProcess run(List<String> command, Map<String, String> settings) {
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(SETTINGS);
        builder.environment().putAll(settings);
        try {
            return new ProgramProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for a line on standard output, and returns the port at its end.
     *
     * @param lineStart such as {@code Listening on http://localhost:}
     * @throws IllegalStateException if the program ends before
     */
    public int portAfter(String lineStart) {
        return Waits.waitFor("the line " + lineStart)
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

    /** The lines on standard output so far. */
    public List<String> output() {
        return List.copyOf(output);
    }

    /** The lines on standard error so far. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** Whether the program has not ended yet. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGTERM, as a service manager does. */
    public void terminate() {
        process.destroy();
    }

    /** Sends SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Stops the program from running, as a sleeping laptop does: SIGSTOP. Not on Windows. */
    public void pause() {
        command("kill", "-STOP", String.valueOf(process.pid()));
    }

    /** Lets a paused program run again: SIGCONT. */
    public void resume() {
        command("kill", "-CONT", String.valueOf(process.pid()));
    }

    /** Lets the program open this many files more than it has open now, as {@code ulimit -n} does. On Linux only. */
    public void limitOpenFiles(int more) {
        var open =
                Path.of("/proc", String.valueOf(process.pid()), "fd").toFile().list();
        command("prlimit", "--pid", String.valueOf(process.pid()), "--nofile=" + (open.length + more) + ":");
    }

    private static void command(String... command) {
        try {
            var process = new ProcessBuilder(command).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the program has ended and all its output is read, and returns the exit code. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(Waits.TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
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
        var thread = new Thread(() -> {
            try {
                from.lines().forEach(to::add);
            } catch (UncheckedIOException killed) {
                // A pipe of a killed process may close while it is read. Its lines so far are there.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
