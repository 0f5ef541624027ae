package noom.testkit;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Clients of the real JavaScript library, run by Node. */
public final class NodeClients {
    private NodeClients() {}

    /**
     * Opens so many clients, some at once, and returns the line that each wrote.
     *
     * @param options of {@code io(url, options)}, as JSON
     */
    public static List<String> open(int port, int howMany, int atOnce, String options)
            throws IOException, InterruptedException, URISyntaxException {
        var script = Path.of(NodeClients.class.getResource("/clients.js").toURI());
        var url = "http://localhost:" + port;
        var node = new ProcessBuilder(
                        "node", script.toString(), url, String.valueOf(howMany), String.valueOf(atOnce), options)
                .redirectErrorStream(true)
                .start();
        try (var output = node.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } finally {
            node.destroyForcibly().waitFor();
        }
    }
}
