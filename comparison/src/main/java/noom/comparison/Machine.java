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

/** On what was measured: without it no figure means anything. */
final class Machine {
    private Machine() {}

    /** What to know of this machine and the versions on it, as names and values. */
    static Map<String, String> look() {
        var facts = new LinkedHashMap<String, String>();
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        facts.put("Date", LocalDate.now().toString());
        facts.put("Processor", "%d cores, %s".formatted(system.getAvailableProcessors(), processor()));
        facts.put("Memory", "%,d MB".formatted(system.getTotalMemorySize() / 1_000_000));
        facts.put("System", system.getName() + " " + system.getVersion() + " " + system.getArch());
        facts.put("Load before the start", "%.1f".formatted(system.getSystemLoadAverage()));
        facts.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        facts.put("JVM flags of the servers", String.join(" ", Contender.JVM_FLAGS));
        facts.put("Java-WebSocket", inClassPath("step02-raw-websocket", "Java-WebSocket"));
        facts.put("netty-socketio", inClassPath("step03-socketio", "netty-socketio"));
        facts.put("Netty", inClassPath("step03-socketio", "netty-transport"));
        facts.put("Node", node());
        facts.put("ws", inNodeModules("ws"));
        facts.put("socket.io", inNodeModules("socket.io"));
        return facts;
    }

    private static String processor() {
        var info = Path.of("/proc/cpuinfo");
        return Files.exists(info) ? firstMatch(info, "model name\\s*: (.*)") : System.getProperty("os.arch");
    }

    private static String inClassPath(String step, String library) {
        return match(Steps.classPath(step), Pattern.quote(library) + "-([0-9][^/\\\\]*)\\.jar");
    }

    private static String inNodeModules(String name) {
        var file = Folders.MODULE.resolve("node_modules").resolve(name).resolve("package.json");
        return firstMatch(file, "\"version\": \"(.*)\"");
    }

    private static String node() {
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
