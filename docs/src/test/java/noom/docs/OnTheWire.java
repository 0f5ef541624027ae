package noom.docs;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import noom.testkit.RawConnection;

/**
 * A connection to step 2, one to step 3 by WebSocket, and one by polling. Each connects, says a line, answers one
 * heartbeat and leaves. The clients are written by hand and send as few headers as they may. What goes over the wire is
 * written down with its bytes, above TCP.
 */
final class OnTheWire {
    private static final List<String> PHASES = List.of("connect", "message", "heartbeat", "close");
    private static final int LONGEST = 64;
    private static final int MILLIS_OF_PATIENCE = 20_000;
    private static final String LINE = "42[\"new_message\",\"hi\"]";

    /** @param phase its number in {@link #PHASES} */
    private record Sent(int phase, String direction, int bytes, String what) {
        @Override
        public String toString() {
            var start = what.length() > LONGEST ? what.substring(0, LONGEST) + "…" : what;
            return "  %s %3d  %s".formatted(direction, bytes, start);
        }
    }

    /** A client, which is led from phase to phase: so all wait for their heartbeats at the same time. */
    private abstract static class Client {
        final List<Sent> sent = new ArrayList<>();
        final int port;
        private final String name;
        private int phase;

        Client(String name, int port) {
            this.name = name;
            this.port = port;
        }

        abstract void connect() throws IOException;

        abstract void say() throws IOException;

        abstract void answerHeartbeat() throws IOException;

        abstract void leave() throws IOException;

        final void perform(int which) throws IOException {
            phase = which;
            switch (which) {
                case 0 -> connect();
                case 1 -> say();
                case 2 -> answerHeartbeat();
                default -> leave();
            }
        }

        final void note(String direction, int bytes, String what) {
            sent.add(new Sent(phase, direction, bytes, what));
        }
    }

    /** Frames, and what stands in them. */
    private abstract static class Framed extends Client {
        final RawConnection socket;

        Framed(String name, int port) throws IOException {
            super(name, port);
            socket = new RawConnection(port);
        }

        final void shakeHands(String path) throws IOException {
            noteHead(">", socket.handshakeRequest(path, ""));
            noteHead("<", socket.handshake(path, ""));
        }

        /** The reader's port has four digits. */
        private void noteHead(String direction, String head) {
            var text = head.replaceAll("localhost:\\d+", "localhost:3001");
            note(direction, text.length(), text.lines().findFirst().orElseThrow() + ", and headers");
        }

        final void send(String text) throws IOException {
            send(RawConnection.TEXT, text.getBytes(StandardCharsets.UTF_8), text);
        }

        final void send(int firstByte, byte[] payload, String what) throws IOException {
            socket.sendFrame(firstByte, payload);
            note(">", RawConnection.frame(firstByte, payload).length, what);
        }

        final void receiveText() throws IOException {
            var frame = next(RawConnection.TEXT);
            note("<", frame.bytes().length, frame.text());
        }

        /** The next frame with this first byte. A ping in between is not counted. */
        final RawConnection.Frame next(int firstByte) throws IOException {
            var frame = socket.readFrame();
            while (frame.firstByte() != firstByte) {
                frame = socket.readFrame();
            }
            return frame;
        }
    }

    private static final class Raw extends Framed {
        Raw(int port) throws IOException {
            super("step 2", port);
        }

        @Override
        void connect() throws IOException {
            shakeHands("/");
        }

        @Override
        void say() throws IOException {
            send("{\"type\":\"new_message\",\"payload\":\"hi\"}");
            receiveText();
        }

        @Override
        void answerHeartbeat() throws IOException {
            note("<", next(RawConnection.PING).bytes().length, "ping frame");
            send(RawConnection.PONG, new byte[0], "pong frame");
        }

        @Override
        void leave() throws IOException {
            var code = ByteBuffer.allocate(Short.BYTES).putShort((short) 1000).array();
            send(RawConnection.CLOSE, code, "close frame, 1000");
            note("<", next(RawConnection.CLOSE).bytes().length, "close frame, 1000");
            socket.close();
        }
    }

    private static final class ByWebSocket extends Framed {
        ByWebSocket(int port) throws IOException {
            super("step 3 by WebSocket", port);
        }

        @Override
        void connect() throws IOException {
            shakeHands("/socket.io/?EIO=4&transport=websocket");
            receiveText();
            send("40");
            receiveText();
        }

        @Override
        void say() throws IOException {
            send(LINE);
            receiveText();
        }

        @Override
        void answerHeartbeat() throws IOException {
            receiveText();
            send("3");
        }

        @Override
        void leave() throws IOException {
            send("41");
            socket.readToTheEnd();
            socket.close();
        }
    }

    private static final class ByPolling extends Client {
        private String path = "/socket.io/?EIO=4&transport=polling";
        private Socket poll;

        ByPolling(int port) {
            super("step 3 by polling", port);
        }

        @Override
        void connect() throws IOException {
            poll();
            var opened = answer(poll);
            path += "&sid=" + opened.replaceFirst(".*\"sid\":\"([^\"]+)\".*", "$1");
            post("40");
            poll();
            answer(poll);
        }

        @Override
        void say() throws IOException {
            poll();
            post(LINE);
            answer(poll);
        }

        @Override
        void answerHeartbeat() throws IOException {
            poll();
            answer(poll);
            post("3");
        }

        @Override
        void leave() throws IOException {
            post("41");
        }

        private void poll() throws IOException {
            poll = request("GET", "");
        }

        private void post(String packet) throws IOException {
            answer(request("POST", packet));
        }

        private Socket request(String method, String body) throws IOException {
            var length = body.isEmpty() ? "" : "Content-Length: %d\r\n".formatted(body.length());
            var request = "%s %s HTTP/1.1\r\nHost: localhost:3001\r\n%s\r\n%s".formatted(method, path, length, body);
            var connection = new Socket(InetAddress.getLoopbackAddress(), port);
            connection.setSoTimeout(MILLIS_OF_PATIENCE);
            connection.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            note(
                    ">",
                    request.length(),
                    body.isEmpty() ? method + ", and headers" : "%s, and headers: %s".formatted(method, body));
            return connection;
        }

        private String answer(Socket connection) throws IOException {
            try (connection) {
                var in = new DataInputStream(connection.getInputStream());
                var head = new ByteArrayOutputStream();
                while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
                    head.write(in.readUnsignedByte());
                }
                var length =
                        head.toString(StandardCharsets.UTF_8).replaceFirst("(?is).*content-length: *(\\d+).*", "$1");
                var body = new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
                note("<", head.size() + body.length(), "200, and headers: " + body);
                return body;
            }
        }
    }

    private final List<Client> clients;

    private OnTheWire(List<Client> clients) {
        this.clients = clients;
    }

    /** Each client is alone in a chat, and so reads no lines but its own. */
    static OnTheWire of(int rawPort, int webSocketPort, int pollingPort) throws IOException {
        var clients = List.of(new Raw(rawPort), new ByWebSocket(webSocketPort), new ByPolling(pollingPort));
        for (int phase = 0; phase < PHASES.size(); phase++) {
            for (var client : clients) {
                client.perform(phase);
            }
        }
        return new OnTheWire(clients);
    }

    /** Bytes, and in how many pieces they went. */
    List<String> sums() {
        var sums = new ArrayList<>(List.of(row("", PHASES)));
        for (var client : clients) {
            sums.add(row(
                    client.name,
                    Stream.iterate(0, phase -> phase + 1)
                            .limit(PHASES.size())
                            .map(phase -> sum(client, phase))
                            .toList()));
        }
        return sums;
    }

    private static String sum(Client client, int phase) {
        var sent = client.sent.stream().filter(one -> one.phase == phase).toList();
        return "%d in %d".formatted(sent.stream().mapToInt(Sent::bytes).sum(), sent.size());
    }

    private static String row(String name, List<String> cells) {
        return "%-20s".formatted(name) + cells.stream().map("%12s"::formatted).collect(Collectors.joining());
    }

    /** Everything that was sent, {@code >}, and that came, {@code <}. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        for (int phase = 0; phase < PHASES.size(); phase++) {
            for (var client : clients) {
                var which = phase;
                lines.add("%s, %s".formatted(client.name, PHASES.get(phase)));
                client.sent.stream()
                        .filter(one -> one.phase == which)
                        .map(Sent::toString)
                        .forEach(lines::add);
            }
        }
        return lines;
    }
}
