package noom.docs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import noom.testkit.RawConnection;

/**
 * Records the bytes above TCP of three clients: one of step 2, and two of step 3, by WebSocket and by polling. Each
 * connects, sends a message, answers one heartbeat and closes. The clients send as few headers as possible.
 */
final class WireTraffic {
    private static final List<String> PHASES = List.of("connect", "message", "heartbeat", "close");
    private static final int MAX_CONTENT = 64;
    private static final String MESSAGE = "42[\"new_message\",\"hi\"]";

    /** A frame, a request or a response. */
    private record Packet(String phase, String direction, int bytes, String content) {
        @Override
        public String toString() {
            var shown = content.length() > MAX_CONTENT ? content.substring(0, MAX_CONTENT) + "…" : content;
            return "  %s %3d  %s".formatted(direction, bytes, shown);
        }
    }

    /** A client that writes down its packets, each with the phase in which it was sent. */
    private abstract static class Client implements Callable<Void> {
        private final String name;
        private final List<Packet> packets = new ArrayList<>();
        private String phase;

        Client(String name) {
            this.name = name;
        }

        final void begin(String nextPhase) {
            phase = nextPhase;
        }

        final void write(String direction, int bytes, String content) {
            packets.add(new Packet(phase, direction, bytes, content));
        }

        final List<Packet> packets(String ofPhase) {
            return packets.stream()
                    .filter(packet -> packet.phase.equals(ofPhase))
                    .toList();
        }
    }

    private abstract static class WebSocketClient extends Client {
        final RawConnection socket;

        WebSocketClient(String name, int port) throws IOException {
            super(name);
            socket = new RawConnection(port);
        }

        final void handshake(String path) throws IOException {
            writeHead(">", socket.handshakeRequest(path, ""));
            writeHead("<", socket.handshake(path, ""));
        }

        /** Writes down a head as if the port were 3001, which has as many digits as the reader's. */
        private void writeHead(String direction, String head) {
            var text = head.replaceAll("localhost:\\d+", "localhost:3001");
            write(direction, text.length(), text.lines().findFirst().orElseThrow() + ", and headers");
        }

        final void send(String text) throws IOException {
            send(RawConnection.TEXT, text.getBytes(StandardCharsets.UTF_8), text);
        }

        final void send(int firstByte, byte[] payload, String content) throws IOException {
            socket.sendFrame(firstByte, payload);
            write(">", RawConnection.frame(firstByte, payload).length, content);
        }

        final void receiveText() throws IOException {
            var frame = await(RawConnection.TEXT);
            write("<", frame.bytes().length, frame.text());
        }

        final void receive(int firstByte, String content) throws IOException {
            write("<", await(firstByte).bytes().length, content);
        }

        /** Reads frames until one has this first byte. A ping before it does not count. */
        private RawConnection.Frame await(int firstByte) throws IOException {
            var frame = socket.readFrame();
            while (frame.firstByte() != firstByte) {
                frame = socket.readFrame();
            }
            return frame;
        }
    }

    private static final class RawClient extends WebSocketClient {
        RawClient(int port) throws IOException {
            super("step 2", port);
        }

        @Override
        public Void call() throws IOException {
            begin("connect");
            handshake("/");
            begin("message");
            send("{\"type\":\"new_message\",\"payload\":\"hi\"}");
            receiveText();
            begin("heartbeat");
            receive(RawConnection.PING, "ping frame");
            send(RawConnection.PONG, new byte[0], "pong frame");
            begin("close");
            var code = ByteBuffer.allocate(Short.BYTES).putShort((short) 1000).array();
            send(RawConnection.CLOSE, code, "close frame, 1000");
            receive(RawConnection.CLOSE, "close frame, 1000");
            socket.close();
            return null;
        }
    }

    private static final class SocketIOClient extends WebSocketClient {
        SocketIOClient(int port) throws IOException {
            super("step 3 by WebSocket", port);
        }

        @Override
        public Void call() throws IOException {
            begin("connect");
            handshake("/socket.io/?EIO=4&transport=websocket");
            receiveText();
            send("40");
            receiveText();
            begin("message");
            send(MESSAGE);
            receiveText();
            begin("heartbeat");
            receiveText();
            send("3");
            begin("close");
            send("41");
            socket.readToTheEnd();
            socket.close();
            return null;
        }
    }

    private static final class PollingClient extends Client {
        private final int port;
        private String path = "/socket.io/?EIO=4&transport=polling";

        PollingClient(int port) {
            super("step 3 by polling");
            this.port = port;
        }

        @Override
        public Void call() throws IOException {
            begin("connect");
            var open = receive(poll());
            path += "&sid=" + open.replaceFirst("(?s).*\"sid\":\"([^\"]+)\".*", "$1");
            post("40");
            receive(poll());
            begin("message");
            var poll = poll();
            post(MESSAGE);
            receive(poll);
            begin("heartbeat");
            receive(poll());
            post("3");
            begin("close");
            post("41");
            return null;
        }

        private RawConnection poll() throws IOException {
            return request("GET", "", "", "GET, and headers");
        }

        private void post(String packet) throws IOException {
            var length = "Content-Length: %d\r\n".formatted(packet.length());
            receive(request("POST", length, packet, "POST, and headers: " + packet));
        }

        /** Sends a request. Its response is read later. */
        private RawConnection request(String method, String headers, String body, String content) throws IOException {
            var request = "%s %s HTTP/1.1\r\nHost: localhost:3001\r\n%s\r\n%s".formatted(method, path, headers, body);
            var connection = new RawConnection(port);
            connection.send(request);
            write(">", request.length(), content);
            return connection;
        }

        private String receive(RawConnection connection) throws IOException {
            try (connection) {
                var response = connection.readText();
                var body = response.substring(response.indexOf("\r\n\r\n") + 4);
                write("<", response.length(), "200, and headers: " + body);
                return body;
            }
        }
    }

    private final List<Client> clients;

    private WireTraffic(List<Client> clients) {
        this.clients = clients;
    }

    /**
     * Runs the clients at the same time, because each waits some seconds for its heartbeat.
     *
     * @param pollingPort another chat than {@code webSocketPort}, so that no client reads another's message
     */
    static WireTraffic record(int rawPort, int webSocketPort, int pollingPort) throws Exception {
        var clients =
                List.of(new RawClient(rawPort), new SocketIOClient(webSocketPort), new PollingClient(pollingPort));
        var threads = Executors.newFixedThreadPool(clients.size());
        try {
            for (var end : threads.invokeAll(clients)) {
                end.get();
            }
        } finally {
            threads.shutdown();
        }
        return new WireTraffic(clients);
    }

    /** Prints the number of bytes and of packets, per client and phase. */
    List<String> sums() {
        var rows = clients.stream()
                .map(client -> row(client.name, PHASES.stream().map(phase -> sum(client.packets(phase)))));
        return Stream.concat(Stream.of(row("", PHASES.stream())), rows).toList();
    }

    private static String sum(List<Packet> packets) {
        return "%d in %d".formatted(packets.stream().mapToInt(Packet::bytes).sum(), packets.size());
    }

    private static String row(String name, Stream<String> cells) {
        return "%-20s".formatted(name) + cells.map("%12s"::formatted).collect(Collectors.joining());
    }

    /** Prints all packets: sent ones with {@code >}, received ones with {@code <}. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        for (var phase : PHASES) {
            for (var client : clients) {
                lines.add("%s, %s".formatted(client.name, phase));
                client.packets(phase).forEach(packet -> lines.add(packet.toString()));
            }
        }
        return lines;
    }
}
