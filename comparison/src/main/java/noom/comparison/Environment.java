package noom.comparison;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Reads the hardware and software versions of a run, so that its results can be compared with those of another. */
final class Environment {
    /** A machine with a higher load average is busy with something else. */
    static final double MAX_LOAD = 0.5;

    private static final int MINUTES_TO_WAIT = 3;

    private Environment() {}

    /** Waits for some minutes until the machine is idle: its load average is of the last minute. Returns whether it is. */
    static boolean awaitIdle() throws InterruptedException {
        var end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES_TO_WAIT);
        while (load() > MAX_LOAD && System.nanoTime() < end) {
            Thread.sleep(1000);
        }
        return load() <= MAX_LOAD;
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** Names and values for the report: processor, memory, system, Java, Node and library versions. */
    static Map<String, String> read() {
        var facts = new LinkedHashMap<String, String>();
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        facts.put("Date", LocalDate.now().toString());
        facts.put("Processor", "%d cores, %s".formatted(system.getAvailableProcessors(), processor()));
        facts.put("Memory", "%,d MB".formatted(system.getTotalMemorySize() / 1_000_000));
        facts.put("System", system.getName() + " " + system.getVersion() + " " + system.getArch());
        facts.put("Load before the start", "%.2f".formatted(load()));
        facts.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        facts.put("JVM flags of the servers", String.join(" ", Contender.JVM_FLAGS));
        facts.put("JVM flags of the load program", String.join(" ", LoadProgram.JVM_FLAGS));
        facts.put("Java-WebSocket", jarVersion("step02-raw-websocket", "Java-WebSocket"));
        facts.put("netty-socketio", jarVersion("step03-socketio", "netty-socketio"));
        facts.put("Netty", jarVersion("step03-socketio", "netty-transport"));
        facts.put("Node", nodeVersion());
        if (Bun.isWanted()) {
            facts.put("Bun", Bun.VERSION);
        }
        facts.put("Javalin", jarVersion("step02-raw-websocket", "javalin"));
        facts.put("ws", npmVersion("ws"));
        facts.put("socket.io", npmVersion("socket.io"));
        return facts;
    }

    private static String processor() {
        var info = Path.of("/proc/cpuinfo");
        return Files.exists(info) ? firstMatch(info, "model name\\s*: (.*)") : System.getProperty("os.arch");
    }

    private static String jarVersion(String step, String library) {
        return match(Steps.classPath(step), Pattern.quote(library) + "-([0-9][^/\\\\]*)\\.jar");
    }

    private static String npmVersion(String name) {
        var file = Directories.MODULE.resolve("node_modules").resolve(name).resolve("package.json");
        return firstMatch(file, "\"version\": \"(.*)\"");
    }

    private static String nodeVersion() {
        try {
            var process = new ProcessBuilder("node", "--version").start();
            return new String(process.getInputStream().readAllBytes()).strip();
        } catch (IOException e) {
            throw new IllegalStateException("Node.js was not found. Install it, then run this again.", e);
        }
    }

    private static String firstMatch(Path file, String pattern) {
        try {
            return match(Files.readString(file), pattern);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String match(String text, String pattern) {
        var matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1) : "unknown";
    }
}
