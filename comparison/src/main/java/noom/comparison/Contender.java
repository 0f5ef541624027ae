package noom.comparison;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import noom.comparison.peers.JavaWebSocketChat;
import noom.comparison.peers.JavalinChat;
import noom.comparison.peers.NettySocketioChat;

/** The servers that are measured. Each runs in its own process. */
enum Contender {
    STEP2("step 2 (Java-WebSocket)", Family.OURS, Protocol.RAW_WEBSOCKET) {
        @Override
        List<String> command() {
            return java(Steps.classPath(RAW), "noom.Noom");
        }
    },
    JAVA_WEBSOCKET("Java-WebSocket alone", Family.LIBRARY, Protocol.RAW_WEBSOCKET) {
        @Override
        List<String> command() {
            return peer(RAW, JavaWebSocketChat.class);
        }
    },
    JAVALIN("Javalin's app.ws (Jetty)", Family.JAVALIN, Protocol.RAW_WEBSOCKET) {
        @Override
        List<String> command() {
            return peer(RAW, JavalinChat.class);
        }
    },
    NODE_WS("Node ws", Family.NODE, Protocol.RAW_WEBSOCKET) {
        @Override
        List<String> command() {
            return List.of("node", script("ws-server.js"));
        }
    },
    BUN("Bun", Family.BUN, Protocol.RAW_WEBSOCKET) {
        @Override
        List<String> command() {
            return List.of(Bun.binary().toString(), script("bun-server.js"));
        }
    },
    STEP3("step 3 (netty-socketio)", Family.OURS, Protocol.SOCKET_IO) {
        @Override
        List<String> command() {
            return java(Steps.classPath(SOCKET_IO), "noom.Noom");
        }
    },
    NETTY_SOCKETIO("netty-socketio alone", Family.LIBRARY, Protocol.SOCKET_IO) {
        @Override
        List<String> command() {
            return peer(SOCKET_IO, NettySocketioChat.class);
        }
    },
    NODE_SOCKET_IO("Node socket.io", Family.NODE, Protocol.SOCKET_IO) {
        @Override
        List<String> command() {
            return List.of("node", script("socketio-server.js"));
        }
    },
    TCP_MESSAGE("raw TCP, a write a message", Family.LIMIT, Protocol.TCP) {
        @Override
        List<String> command() {
            return java(CLASSES, TcpFanOut.class.getName(), "message");
        }
    },
    TCP_BATCH("raw TCP, a write a batch", Family.LIMIT, Protocol.TCP) {
        @Override
        List<String> command() {
            return java(CLASSES, TcpFanOut.class.getName(), "batch");
        }
    };

    /** The recommended flags for a step: a small heap, and the collector with the smallest footprint. */
    static final List<String> JVM_FLAGS =
            List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx512m", "-Xss256k", "--enable-native-access=ALL-UNNAMED");

    private static final String RAW = "step02-raw-websocket";
    private static final String SOCKET_IO = "step03-socketio";
    private static final String CLASSES =
            Directories.MODULE.resolve("target").resolve("classes").toString();

    final String title;
    final Family family;
    final Protocol protocol;

    Contender(String title, Family family, Protocol protocol) {
        this.title = title;
        this.family = family;
        this.protocol = protocol;
    }

    /** All of them; Bun only if it is wanted. */
    static List<Contender> all() {
        return Stream.of(values())
                .filter(contender -> contender != BUN || Bun.isWanted())
                .toList();
    }

    /** Whether it is a chat, and not a plain TCP server. */
    boolean isChat() {
        return protocol != Protocol.TCP;
    }

    /** Whether it serves a page, too. */
    boolean hasPage() {
        return isChat() && family != Family.LIBRARY;
    }

    /** The command that starts the server. It reads its ports from {@code PORT} and {@code SOCKET_PORT}. */
    abstract List<String> command();

    /** The start of the line on standard output that ends with the port of the page. */
    String pageLine() {
        return hasPage() ? "Listening on http://localhost:" : socketLine();
    }

    /** The start of the line on standard output that ends with the port of the socket. */
    String socketLine() {
        return switch (protocol) {
            case RAW_WEBSOCKET -> "Listening on ws://localhost:";
            case SOCKET_IO -> "Listening for Socket.IO on http://localhost:";
            case TCP -> "Listening on tcp://localhost:";
        };
    }

    private static List<String> peer(String stepWithItsLibrary, Class<?> program) {
        var path = CLASSES + System.getProperty("path.separator") + Steps.classPath(stepWithItsLibrary);
        return java(path, program.getName());
    }

    private static List<String> java(String classPath, String... program) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_FLAGS);
        command.addAll(List.of("-cp", classPath));
        command.addAll(List.of(program));
        return command;
    }

    private static String script(String file) {
        return Directories.MODULE.resolve("peers").resolve(file).toString();
    }
}
