package noom.socketio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import noom.testkit.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Auth, namespaces and bytes with Socket.IO's own clients. */
class RealClientTest {
    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = EchoServer.hardened();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theJavaScriptClientGetsBackWhatItSends() throws Exception {
        // The script comes from standard input, so that Node looks for the library in the module's own folder.
        var node = new ProcessBuilder("node", "-", "http://localhost:" + server.port())
                .redirectErrorStream(true)
                .start();
        try (var script = RealClientTest.class.getResourceAsStream("/real-client.js");
                var input = node.getOutputStream()) {
            script.transferTo(input);
        }
        try (var output = node.getInputStream()) {
            var lines = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(lines.matches("polling: polling\nwebsocket: websocket\nupgrade: (websocket|polling)\n"), lines);
        } finally {
            node.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void theJavaClientGetsBackWhatItSends(String transport) throws Exception {
        var options = new Manager.Options();
        options.transports = new String[] {transport};
        var manager = new Manager(URI.create("http://localhost:" + server.port()), options);
        var socket = manager.socket(
                "/custom", IO.Options.builder().setAuth(Map.of("token", "abc")).build());
        try {
            var auth = new CompletableFuture<String>();
            var answer = new CompletableFuture<byte[]>();
            socket.on("auth", received -> auth.complete(received[0].toString()));
            socket.connect();
            assertEquals("{\"token\":\"abc\"}", auth.get(20, TimeUnit.SECONDS));

            var bytes = new byte[1_000];
            new Random(1).nextBytes(bytes);
            socket.emit(
                    "message-with-ack", new Object[] {bytes}, (Ack) received -> answer.complete((byte[]) received[0]));
            assertArrayEquals(bytes, answer.get(20, TimeUnit.SECONDS));
        } finally {
            socket.disconnect();
        }
    }
}
