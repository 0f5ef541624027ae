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
import java.util.regex.Pattern;

/** Reads the hardware and software versions of a run, so that its results can be compared with those of another. */
final class Environment {
    private Environment() {}

    /** Names and values for the report: processor, memory, system, Java, Node and library versions. */
    static Map<String, String> read() {
        var facts = new LinkedHashMap<String, String>();
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        facts.put("Date", LocalDate.now().toString());
        facts.put("Processor", "%d cores, %s".formatted(system.getAvailableProcessors(), processor()));
        facts.put("Memory", "%,d MB".formatted(system.getTotalMemorySize() / 1_000_000));
        facts.put("System", system.getName() + " " + system.getVersion() + " " + system.getArch());
        facts.put("Load before the start", "%.1f".formatted(system.getSystemLoadAverage()));
        facts.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        facts.put("JVM flags of the servers", String.join(" ", Contender.JVM_FLAGS));
        facts.put("Java-WebSocket", jarVersion("step02-raw-websocket", "Java-WebSocket"));
        facts.put("netty-socketio", jarVersion("step03-socketio", "netty-socketio"));
        facts.put("Netty", jarVersion("step03-socketio", "netty-transport"));
        facts.put("Node", nodeVersion());
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
