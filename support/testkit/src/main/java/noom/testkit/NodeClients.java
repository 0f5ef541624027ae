package noom.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
            throws IOException, InterruptedException {
        var url = "http://localhost:" + port;
        // The script comes from standard input, so that Node finds its libraries in the folder that the test runs in.
        var node = new ProcessBuilder("node", "-", url, String.valueOf(howMany), String.valueOf(atOnce), options)
                .redirectErrorStream(true)
                .start();
        try (var script = NodeClients.class.getResourceAsStream("/clients.js");
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
}
