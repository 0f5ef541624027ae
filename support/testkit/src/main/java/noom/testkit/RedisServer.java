package noom.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A real Redis on a free port of this computer, without files. It can stop and start again on the same port. */
public final class RedisServer implements AutoCloseable {
    private final Path program;
    private final int port;
    private Process process;

    private RedisServer(Path program, int port) {
        this.program = program;
        this.port = port;
    }

    /** Starts the installed redis-server. Without it the tests are skipped; with {@code CI=true} they fail. */
    public static RedisServer start() {
        var program = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            var reason = "No Redis: install redis-server, and have it on the PATH.";
            return "true".equals(System.getenv("CI")) ? fail(reason) : abort(reason);
        }
        var server = new RedisServer(program.get(), freePort());
        server.startAgain();
        return server;
    }

    /** The setting {@code REDIS_URL} for it. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Stops it, as a crash does. */
    public void stop() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts it on the same port, empty. */
    public void startAgain() {
        var arguments = List.of(
                program.toString(),
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no");
        try {
            process = new ProcessBuilder(arguments)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Waits.waitFor("Redis").until(() -> answers("PING\r\n").startsWith("+PONG"));
    }

    /** Publishes a message, as a program does that speaks Redis and not Socket.IO. */
    public void publish(String channel, byte[] message) {
        var head = "*3\r\n$7\r\nPUBLISH\r\n$%d\r\n%s\r\n$%d\r\n"
                .formatted(channel.getBytes(StandardCharsets.UTF_8).length, channel, message.length);
        var bytes = head.getBytes(StandardCharsets.UTF_8);
        var all = new byte[bytes.length + message.length + 2];
        System.arraycopy(bytes, 0, all, 0, bytes.length);
        System.arraycopy(message, 0, all, bytes.length, message.length);
        all[all.length - 2] = '\r';
        all[all.length - 1] = '\n';
        send(all);
    }

    /** Sends a command of one line, and returns the first line of the answer, or an empty one if Redis is away. */
    public String answers(String command) {
        return send(command.getBytes(StandardCharsets.UTF_8));
    }

    private String send(byte[] command) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write(command);
            var answer = new StringBuilder();
            for (var next = socket.getInputStream().read(); next != '\n' && next >= 0; ) {
                answer.append((char) next);
                next = socket.getInputStream().read();
            }
            return answer.toString();
        } catch (IOException away) {
            return "";
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
