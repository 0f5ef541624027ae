package noom.comparison;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The servers that are measured. Each runs in its own process. */
enum Contender {
    STEP2("step 2 (Java-WebSocket)", Protocol.RAW_WEBSOCKET) {
        @Override
        List<String> command() {
            return step("step02-raw-websocket");
        }
    },
    NODE_WS("Node ws", Protocol.RAW_WEBSOCKET) {
        @Override
        List<String> command() {
            return node("ws-server.js");
        }
    },
    BUN("Bun", Protocol.RAW_WEBSOCKET) {
        @Override
        List<String> command() {
            return List.of(System.getProperty("bun", "bun"), peer("bun-server.js"));
        }
    },
    STEP3("step 3 (netty-socketio)", Protocol.SOCKET_IO) {
        @Override
        List<String> command() {
            return step("step03-socketio");
        }
    },
    NODE_SOCKET_IO("Node socket.io", Protocol.SOCKET_IO) {
        @Override
        List<String> command() {
            return node("socketio-server.js");
        }
    },
    TCP_MESSAGE("raw TCP, a write a message", Protocol.TCP) {
        @Override
        List<String> command() {
            return fanOut("message");
        }
    },
    TCP_BATCH("raw TCP, a write a batch", Protocol.TCP) {
        @Override
        List<String> command() {
            return fanOut("batch");
        }
    };

    /** The recommended flags for a step: a small heap, and the collector with the smallest footprint. */
    static final List<String> JVM_FLAGS =
            List.of("-XX:+UseSerialGC", "-Xmx64m", "-Xss256k", "--enable-native-access=ALL-UNNAMED");

    /** The chats, without the plain TCP servers. */
    static final List<Contender> CHATS = List.of(STEP2, NODE_WS, STEP3, NODE_SOCKET_IO);

    final String title;
    final Protocol protocol;

    Contender(String title, Protocol protocol) {
        this.title = title;
        this.protocol = protocol;
    }

    /** The command that starts the server. It reads its ports from {@code PORT} and {@code SOCKET_PORT}. */
    abstract List<String> command();

    /** The start of the line on standard output that ends with the port of the page. */
    String pageLine() {
        return protocol == Protocol.TCP ? socketLine() : "Listening on http://localhost:";
    }

    /** The start of the line on standard output that ends with the port of the socket. */
    String socketLine() {
        return switch (protocol) {
            case RAW_WEBSOCKET -> "Listening on ws://localhost:";
            case SOCKET_IO -> "Listening for Socket.IO on http://localhost:";
            case TCP -> "Listening on tcp://localhost:";
        };
    }

    private static List<String> step(String folder) {
        return java(Steps.classPath(folder), "noom.Noom");
    }

    private static List<String> fanOut(String mode) {
        return java(Directories.MODULE.resolve("target/classes").toString(), TcpFanOut.class.getName(), mode);
    }

    private static List<String> java(String classPath, String... program) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_FLAGS);
        command.addAll(List.of("-cp", classPath));
        command.addAll(List.of(program));
        return command;
    }

    private static List<String> node(String file) {
        return List.of("node", peer(file));
    }

    private static String peer(String file) {
        return Directories.MODULE.resolve("peers").resolve(file).toString();
    }
}
