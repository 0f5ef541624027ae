package noom.comparison;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The servers that are measured, each a process of its own. */
enum Contender {
    STEP2("step 2 (Java-WebSocket)", Wire.RAW_WEBSOCKET) {
        @Override
        List<String> command() {
            return step("step02-raw-websocket");
        }
    },
    NODE_WS("Node ws", Wire.RAW_WEBSOCKET) {
        @Override
        List<String> command() {
            return node("ws-server.js");
        }
    },
    STEP3("step 3 (netty-socketio)", Wire.SOCKET_IO) {
        @Override
        List<String> command() {
            return step("step03-socketio");
        }
    },
    NODE_SOCKET_IO("Node socket.io", Wire.SOCKET_IO) {
        @Override
        List<String> command() {
            return node("socketio-server.js");
        }
    },
    TCP_MESSAGE("raw TCP, a write a message", Wire.TCP) {
        @Override
        List<String> command() {
            return fanOut("message");
        }
    },
    TCP_BATCH("raw TCP, a write a batch", Wire.TCP) {
        @Override
        List<String> command() {
            return fanOut("batch");
        }
    };

    /** How we recommend to run a step: with a heap of its size, and the collector that needs the least memory. */
    static final List<String> JVM_FLAGS =
            List.of("-XX:+UseSerialGC", "-Xmx64m", "-Xss256k", "--enable-native-access=ALL-UNNAMED");

    /** The chats, without the limits. */
    static final List<Contender> CHATS = List.of(STEP2, NODE_WS, STEP3, NODE_SOCKET_IO);

    final String title;
    final Wire wire;

    Contender(String title, Wire wire) {
        this.title = title;
        this.wire = wire;
    }

    /** The command that starts it. The environment says on which port, and 0 takes a free one. */
    abstract List<String> command();

    /** What the server says before its port: of its page, and of its socket. */
    String pageLine() {
        return wire == Wire.TCP ? socketLine() : "Listening on http://localhost:";
    }

    String socketLine() {
        return switch (wire) {
            case RAW_WEBSOCKET -> "Listening on ws://localhost:";
            case SOCKET_IO -> "Listening for Socket.IO on http://localhost:";
            case TCP -> "Listening on tcp://localhost:";
        };
    }

    private static List<String> step(String folder) {
        return java(Steps.classPath(folder), "noom.Noom");
    }

    private static List<String> fanOut(String mode) {
        return java(Folders.MODULE.resolve("target/classes").toString(), TcpFanOut.class.getName(), mode);
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
        return List.of("node", Folders.MODULE.resolve("peers").resolve(file).toString());
    }
}
