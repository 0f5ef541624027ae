package noom.docs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import noom.testkit.PollingPackets;
import noom.testkit.WebSocketPackets;

/**
 * Records the packets of a Socket.IO connection (Engine.IO protocol 4, Socket.IO protocol v5): sent packets with
 * {@code >}, received ones with {@code <}.
 */
final class PacketRecorder {
    private static final String PATH = "/socket.io/";
    private static final String BYTES = "> bytes ";
    private static final String QUERY = "?EIO=4&transport=";

    private final List<String> lines = new ArrayList<>();
    private final int port;
    private WebSocketPackets socket;

    private PacketRecorder(int port) {
        this.port = port;
    }

    /** Records a connection over WebSocket, with one heartbeat. */
    static List<String> overWebSocket(int port) {
        var client = new PacketRecorder(port);
        client.open("websocket");
        client.receive();
        client.send("40");
        client.receive();
        client.send("42[\"nickname\",\"Ann\"]");
        client.send("42[\"new_message\",\"hi\"]");
        client.receive();
        client.receive();
        client.send("3");
        client.send("41");
        client.socket.close();
        return client.lines;
    }

    /** Records a connection that begins with polling, sends a message, and upgrades to WebSocket. */
    static List<String> withUpgrade(int port) throws IOException, InterruptedException {
        var client = new PacketRecorder(port);
        var sessionId = client.get("polling").replaceFirst(".*\"sid\":\"([^\"]+)\".*", "$1");
        var session = "polling&sid=" + sessionId;
        client.post(session, "40");
        client.get(session);
        client.post(session, "42[\"new_message\",\"hi\"]");
        client.get(session);

        client.lines.add("> GET " + PATH + QUERY + session);
        var lastPoll = PollingPackets.of(port, sessionId).pollInTheBackground();
        client.open("websocket&sid=" + sessionId);
        client.send("2probe");
        client.receive();
        client.lines.add("< " + lastPoll.join());
        client.send("5");
        client.send("42[\"new_message\",\"faster\"]");
        client.receive();
        client.socket.close();
        return client.lines;
    }

    /**
     * Records a connection over WebSocket. Each line {@code > packet} of the script is sent, and {@code > bytes 68 69} as a
     * binary frame. Each line {@code < packet} stands for one packet of any kind to receive.
     */
    static List<String> ofScript(int port, List<String> script) {
        var client = new PacketRecorder(port);
        client.open("websocket");
        client.receive();
        for (var line : script) {
            if (line.startsWith("< ")) {
                client.receive();
            } else if (line.startsWith(BYTES)) {
                client.lines.add(line);
                client.socket.sendBinary(HexFormat.ofDelimiter(" ").parseHex(line.substring(BYTES.length())));
            } else {
                client.send(line.replaceFirst("^> ", ""));
            }
        }
        client.socket.close();
        return client.lines;
    }

    private String get(String transport) throws IOException, InterruptedException {
        return request("GET", transport, "");
    }

    private void post(String transport, String packet) throws IOException, InterruptedException {
        request("POST", transport, packet);
    }

    private String request(String method, String transport, String packet) throws IOException, InterruptedException {
        lines.add("> " + method + " " + PATH + QUERY + transport);
        if (!packet.isEmpty()) {
            lines.add("> " + packet);
        }
        var body = PollingPackets.send(method, PollingPackets.address(port, QUERY + transport), packet)
                .body();
        lines.add("< " + body);
        return body;
    }

    private void open(String transport) {
        lines.add("> GET " + PATH + QUERY + transport + " (Upgrade: websocket)");
        socket = WebSocketPackets.open(port, "&transport=" + transport);
    }

    private void send(String packet) {
        lines.add("> " + packet);
        socket.send(packet);
    }

    private void receive() {
        var packet = socket.nextPacket().orElseThrow(() -> new IllegalStateException("No packet came after " + lines));
        lines.add("< " + packet);
    }
}
