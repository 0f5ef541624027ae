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

    /** The packets of one client, each with the phase in which it was sent. */
    private static final class Recording {
        private final List<Packet> packets = new ArrayList<>();
        private final String client;
        private String phase;

        Recording(String client) {
            this.client = client;
        }

        void begin(String nextPhase) {
            phase = nextPhase;
        }

        void add(String direction, int bytes, String content) {
            packets.add(new Packet(phase, direction, bytes, content));
        }

        List<Packet> packets(String ofPhase) {
            return packets.stream()
                    .filter(packet -> packet.phase.equals(ofPhase))
                    .toList();
        }
    }

    /** Sends and receives WebSocket frames, and records them. */
    private record WebSocketRecorder(RawConnection socket, Recording recording) {
        void handshake(String path) throws IOException {
            addHead(">", socket.handshakeRequest(path, ""));
            addHead("<", socket.handshake(path, ""));
        }

        /** Records a head as if the port were 3001, which has as many digits as the reader's. */
        private void addHead(String direction, String head) {
            var text = head.replaceAll("localhost:\\d+", "localhost:3001");
            recording.add(direction, text.length(), text.lines().findFirst().orElseThrow() + ", and headers");
        }

        void send(String text) throws IOException {
            send(RawConnection.TEXT, text.getBytes(StandardCharsets.UTF_8), text);
        }

        void send(int firstByte, byte[] payload, String content) throws IOException {
            socket.sendFrame(firstByte, payload);
            recording.add(">", RawConnection.frame(firstByte, payload).length, content);
        }

        void receiveText() throws IOException {
            var frame = await(RawConnection.TEXT);
            recording.add("<", frame.bytes().length, frame.text());
        }

        void receive(int firstByte, String content) throws IOException {
            recording.add("<", await(firstByte).bytes().length, content);
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

    /** Sends and receives HTTP messages, and records them. */
    private record PollingRecorder(int port, String path, Recording recording) {
        RawConnection poll() throws IOException {
            return request("GET", "", "", "GET, and headers");
        }

        void post(String packet) throws IOException {
            var length = "Content-Length: %d\r\n".formatted(packet.length());
            receive(request("POST", length, packet, "POST, and headers: " + packet));
        }

        /** Sends a request. Its response is read later. */
        private RawConnection request(String method, String headers, String body, String content) throws IOException {
            var request = "%s %s HTTP/1.1\r\nHost: localhost:3001\r\n%s\r\n%s".formatted(method, path, headers, body);
            var connection = new RawConnection(port);
            connection.send(request);
            recording.add(">", request.length(), content);
            return connection;
        }

        String receive(RawConnection connection) throws IOException {
            try (connection) {
                var response = connection.readText();
                var body = response.substring(response.indexOf("\r\n\r\n") + 4);
                recording.add("<", response.length(), "200, and headers: " + body);
                return body;
            }
        }
    }

    private final List<Recording> recordings = new ArrayList<>();

    private WireTraffic() {}

    /**
     * Runs the clients at the same time, because each waits some seconds for its heartbeat.
     *
     * @param pollingPort another chat than {@code webSocketPort}, so that no client reads another's message
     */
    static WireTraffic record(int rawPort, int webSocketPort, int pollingPort) throws Exception {
        var clients = List.<Callable<Recording>>of(
                () -> raw(rawPort), () -> socketIoByWebSocket(webSocketPort), () -> socketIoByPolling(pollingPort));
        var threads = Executors.newFixedThreadPool(clients.size());
        try {
            var traffic = new WireTraffic();
            for (var recording : threads.invokeAll(clients)) {
                traffic.recordings.add(recording.get());
            }
            return traffic;
        } finally {
            threads.shutdown();
        }
    }

    private static Recording raw(int port) throws IOException {
        var recording = new Recording("step 2");
        try (var socket = new RawConnection(port)) {
            var client = new WebSocketRecorder(socket, recording);
            recording.begin("connect");
            client.handshake("/");
            recording.begin("message");
            client.send("{\"type\":\"new_message\",\"payload\":\"hi\"}");
            client.receiveText();
            recording.begin("heartbeat");
            client.receive(RawConnection.PING, "ping frame");
            client.send(RawConnection.PONG, new byte[0], "pong frame");
            recording.begin("close");
            var code = ByteBuffer.allocate(Short.BYTES).putShort((short) 1000).array();
            client.send(RawConnection.CLOSE, code, "close frame, 1000");
            client.receive(RawConnection.CLOSE, "close frame, 1000");
        }
        return recording;
    }

    private static Recording socketIoByWebSocket(int port) throws IOException {
        var recording = new Recording("step 3 by WebSocket");
        try (var socket = new RawConnection(port)) {
            var client = new WebSocketRecorder(socket, recording);
            recording.begin("connect");
            client.handshake("/socket.io/?EIO=4&transport=websocket");
            client.receiveText();
            client.send("40");
            client.receiveText();
            recording.begin("message");
            client.send(MESSAGE);
            client.receiveText();
            recording.begin("heartbeat");
            client.receiveText();
            client.send("3");
            recording.begin("close");
            client.send("41");
            socket.readToTheEnd();
        }
        return recording;
    }

    private static Recording socketIoByPolling(int port) throws IOException {
        var path = "/socket.io/?EIO=4&transport=polling";
        var recording = new Recording("step 3 by polling");
        recording.begin("connect");
        var handshake = new PollingRecorder(port, path, recording);
        var open = handshake.receive(handshake.poll());
        var session = path + "&sid=" + open.replaceFirst(".*\"sid\":\"([^\"]+)\".*", "$1");
        var client = new PollingRecorder(port, session, recording);
        client.post("40");
        client.receive(client.poll());
        recording.begin("message");
        var poll = client.poll();
        client.post(MESSAGE);
        client.receive(poll);
        recording.begin("heartbeat");
        client.receive(client.poll());
        client.post("3");
        recording.begin("close");
        client.post("41");
        return recording;
    }

    /** Prints the number of bytes and of packets, per client and phase. */
    List<String> sums() {
        var rows = recordings.stream()
                .map(recording -> row(recording.client, PHASES.stream().map(phase -> sum(recording.packets(phase)))));
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
            for (var recording : recordings) {
                lines.add("%s, %s".formatted(recording.client, phase));
                recording.packets(phase).forEach(packet -> lines.add(packet.toString()));
            }
        }
        return lines;
    }
}
