package noom.comparison;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A contender that runs, and what the operating system says of it. */
final class ServerProcess implements AutoCloseable {
    private static final int SECONDS_TO_STOP = 5;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        // Ctrl-C leaves none behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Contender contender;
    private final Process process;
    private final Duration timeToStart;
    private final int pagePort;
    private final int socketPort;

    private ServerProcess(Contender contender, Map<String, String> settings) throws IOException {
        this.contender = contender;
        var start = System.nanoTime();
        var builder = new ProcessBuilder(contender.command()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeAll(Set.of("SOCKET_URL", "JAVA_TOOL_OPTIONS", "NODE_OPTIONS"));
        builder.environment().putAll(settings);
        process = builder.start();
        RUNNING.add(process);
        try {
            var output = process.inputReader();
            pagePort = portAfter(contender.pageLine(), output);
            socketPort = contender.hasPage() ? portAfter(contender.socketLine(), output) : pagePort;
            if (contender.hasPage()) {
                getPage();
            }
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
        timeToStart = Duration.ofNanos(System.nanoTime() - start);
    }

    /**
     * Starts it on free ports, and waits until it has given out its first page.
     *
     * @throws UncheckedIOException if it ends instead; it says why on standard error
     */
    static ServerProcess start(Contender contender) {
        return start(contender, Map.of("PORT", "0", "SOCKET_PORT", "0"));
    }

    /** @param settings environment variables, {@code PORT} and {@code SOCKET_PORT} among them */
    static ServerProcess start(Contender contender, Map<String, String> settings) {
        try {
            return new ServerProcess(contender, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(contender.title + " did not start.", e);
        }
    }

    private static int portAfter(String start, BufferedReader output) throws IOException {
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(start)) {
                return Integer.parseInt(line.substring(start.length()));
            }
        }
        throw new IOException("It ended without \"" + start + "\".");
    }

    private void getPage() throws IOException {
        var page = (HttpURLConnection)
                URI.create("http://localhost:" + pagePort + "/").toURL().openConnection();
        page.getInputStream().readAllBytes();
        page.disconnect();
    }

    /** Connects so many clients to it. */
    LoadGenerator connectClients(int clients) {
        return LoadGenerator.connect(contender.protocol, socketPort, clients);
    }

    int pagePort() {
        return pagePort;
    }

    int socketPort() {
        return socketPort;
    }

    /** From the command until the first page was there, or until it listened if it has no page. */
    Duration timeToStart() {
        return timeToStart;
    }

    /** The CPU time it has used so far, all threads, program and system calls together. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** The memory that it holds now (resident set), in bytes; NaN where there is no {@code /proc}. */
    double memory() {
        var status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        try (var lines = Files.lines(status)) {
            var rss =
                    lines.filter(line -> line.startsWith("VmRSS:")).findFirst().orElseThrow();
            return 1024.0 * Long.parseLong(rss.replaceAll("\\D", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it, as Ctrl-C does. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        RUNNING.remove(process);
    }
}
