package noom.docs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import noom.testkit.WebSocketPackets;

/**
 * Records the packets of a Socket.IO connection (Engine.IO protocol 4, Socket.IO protocol v5): sent ones with {@code >},
 * received ones with {@code <}.
 */
final class Packets {
    /** HTTP/1.1, because Node's server refuses the upgrade to HTTP/2 that the JDK's client offers. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String PATH = "/socket.io/?EIO=4&transport=";

    private final List<String> lines = new ArrayList<>();
    private final int port;
    private WebSocketPackets socket;

    private Packets(int port) {
        this.port = port;
    }

    /** A connection over WebSocket, with one heartbeat. */
    static List<String> byWebSocket(int port) {
        var client = new Packets(port);
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
        client.close();
        return client.lines;
    }

    /** A connection that begins with polling, chats, and upgrades to WebSocket. */
    static List<String> byPollingFirst(int port) throws IOException, InterruptedException {
        var client = new Packets(port);
        var session = PATH + "polling&sid=" + sid(client.get(PATH + "polling"));
        client.post(session, "40");
        client.get(session);
        client.post(session, "42[\"new_message\",\"hi\"]");
        client.get(session);

        var lastPoll = client.getLater(session);
        client.open("websocket&sid=" + session.replaceFirst(".*sid=", ""));
        client.send("2probe");
        client.receive();
        client.lines.add("< " + lastPoll.join().body());
        client.send("5");
        client.send("42[\"new_message\",\"faster\"]");
        client.receive();
        client.close();
        return client.lines;
    }

    private static String sid(String handshake) {
        return handshake.replaceFirst(".*\"sid\":\"([^\"]+)\".*", "$1");
    }

    private String get(String path) throws IOException, InterruptedException {
        lines.add("> GET " + path);
        var answer = HTTP.send(request(path).build(), BodyHandlers.ofString()).body();
        lines.add("< " + answer);
        return answer;
    }

    private CompletableFuture<HttpResponse<String>> getLater(String path) {
        lines.add("> GET " + path);
        return HTTP.sendAsync(request(path).build(), BodyHandlers.ofString());
    }

    private void post(String path, String packet) throws IOException, InterruptedException {
        lines.add("> POST " + path);
        lines.add("> " + packet);
        var request = request(path).POST(BodyPublishers.ofString(packet)).build();
        lines.add("< " + HTTP.send(request, BodyHandlers.ofString()).body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private void open(String transport) {
        lines.add("> GET " + PATH + transport + " (Upgrade: websocket)");
        socket = WebSocketPackets.open(port, "&transport=" + transport);
    }

    private void send(String packet) {
        lines.add("> " + packet);
        socket.send(packet);
    }

    private void receive() {
        var packet = socket.nextPacket().orElseThrow(() -> new IllegalStateException("Nothing came after " + lines));
        lines.add("< " + packet);
    }

    private void close() {
        socket.close();
    }
}
