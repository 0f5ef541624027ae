package noom.socketio;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.ClientOperations;
import com.corundumstudio.socketio.MultiTypeArgs;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.SocketIOServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import noom.socketio.session.Timeouts;
import noom.testkit.RunningServer;

/**
 * A server that sends back what it gets, as the test suites of the protocols want it: it emits {@code auth} on connect,
 * answers {@code message} with {@code message-back}, and acknowledges {@code message-with-ack} with its arguments. In the
 * main namespace and in {@code /custom}.
 */
final class EchoServer {
    static final int PING_INTERVAL_MILLIS = 500;
    static final int PING_TIMEOUT_MILLIS = 1_000;
    static final int MAX_PAYLOAD = 65_536;
    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;

    private EchoServer() {}

    /** Ours. */
    static RunningServer hardened() {
        var timeouts = new Timeouts(
                Duration.ofMillis(CONNECT_TIMEOUT_MILLIS),
                Duration.ofMillis(PING_INTERVAL_MILLIS),
                Duration.ofMillis(PING_TIMEOUT_MILLIS));
        var server = new HardenedSocketIOServer(0, timeouts);
        echo(server);
        server.start();
        return new RunningServer(server.port(), server::stop);
    }

    /** Node's socket.io, in a process of its own. */
    static RunningServer node() throws IOException {
        // The script comes from standard input, so that Node looks for the library in the module's own folder.
        var process = new ProcessBuilder(
                        "node",
                        "-",
                        String.valueOf(PING_INTERVAL_MILLIS),
                        String.valueOf(PING_TIMEOUT_MILLIS),
                        String.valueOf(CONNECT_TIMEOUT_MILLIS),
                        String.valueOf(MAX_PAYLOAD))
                .redirectErrorStream(true)
                .start();
        try (var script = EchoServer.class.getResourceAsStream("/protocol-server.js");
                var input = process.getOutputStream()) {
            script.transferTo(input);
        }
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var line = output.readLine();
        if (line == null || !line.startsWith("Listening on ")) {
            process.destroyForcibly();
            throw new IOException("Node's server did not start: " + line);
        }
        return new RunningServer(Integer.parseInt(line.substring("Listening on ".length())), process::destroyForcibly);
    }

    /** Adds the listeners to both namespaces. */
    static void echo(SocketIOServer server) {
        for (var name : new String[] {"", "/custom"}) {
            echo(server.addNamespace(name));
        }
    }

    private static void echo(SocketIONamespace namespace) {
        Class<?>[] any = {JsonNode.class, JsonNode.class, JsonNode.class};
        namespace.addConnectListener(EchoServer::sendAuth);
        namespace.addMultiTypeEventListener("message", EchoServer::sendBack, any);
        namespace.addMultiTypeEventListener("message-with-ack", EchoServer::acknowledge, any);
    }

    private static void sendAuth(SocketIOClient socket) {
        socket.sendEvent("auth", socket.getHandshakeData().getAuthToken());
    }

    private static void sendBack(ClientOperations socket, MultiTypeArgs arguments, AckRequest ack) {
        socket.sendEvent("message-back", arguments.getArgs().toArray());
    }

    private static void acknowledge(SocketIOClient socket, MultiTypeArgs arguments, AckRequest ack) {
        ack.sendAckData(arguments.getArgs());
    }
}
