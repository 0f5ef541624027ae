package noom.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Clients of the JavaScript library {@code socket.io-client}, run by Node. The module under test has to have the library
 * in its {@code node_modules}.
 */
public final class NodeClients {
    private static final String SCRIPT = "/clients.js";

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
        var url = "http://localhost:" + port;
        // The script comes from standard input, so that Node looks for the library in the module's own folder.
        var node = new ProcessBuilder("node", "-", url, String.valueOf(howMany), String.valueOf(atOnce), options)
                .redirectErrorStream(true)
                .start();
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
}
