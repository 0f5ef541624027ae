package noom.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Clients of the JavaScript library {@code socket.io-client}, run by Node. */
public final class NodeClients {
    private static final String SCRIPT = "/clients.js";

    /** Folders whose {@code node_modules} may hold the library, seen from the folder in which a module's tests run. */
    private static final List<Path> FOLDERS = List.of(Path.of(""), Path.of("..", "..", "step03-socketio"));

    private NodeClients() {}

    /**
     * Opens clients one after the other, and returns the line that each wrote, such as
     * {@code upgraded to websocket after 31 ms}.
     *
     * @param howMany clients in all
     * @param atOnce how many are open at the same time
     * @param options of {@code io(url, options)}, as JSON
     */
    public static List<String> open(int port, int howMany, int atOnce, String options)
            throws IOException, InterruptedException {
        var node = new ProcessBuilder(
                        "node",
                        "-",
                        "http://localhost:" + port,
                        String.valueOf(howMany),
                        String.valueOf(atOnce),
                        options)
                .directory(folder().toFile())
                .redirectErrorStream(true)
                .start();
        // Node reads the script from standard input: it may be inside a jar.
        try (var script = NodeClients.class.getResourceAsStream(SCRIPT);
                var input = node.getOutputStream()) {
            script.transferTo(input);
        }
        try (var output = node.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } finally {
            node.destroyForcibly().waitFor();
        }
    }

    private static Path folder() {
        return FOLDERS.stream()
                .map(Path::toAbsolutePath)
                .filter(folder ->
                        Files.isDirectory(folder.resolve("node_modules").resolve("socket.io-client")))
                .findFirst()
                .orElseThrow(() -> new UncheckedIOException(
                        new IOException("No node_modules/socket.io-client: build step03-socketio first, with Maven.")));
    }
}
