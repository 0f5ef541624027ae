package noom.docs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A Socket.IO client written by hand (Engine.IO protocol version 4, Socket.IO protocol version 5), which writes down
 * every packet that it sends, {@code >}, and gets, {@code <}.
 */
final class Packets {
    /** Not the standard one, which asks each server for HTTP/2: Node's takes that for a bad handshake. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final int SECONDS_OF_PATIENCE = 30;
    private static final String PATH = "/socket.io/?EIO=4&transport=";

    private final List<String> lines = new ArrayList<>();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final int port;
    private WebSocket socket;

    private Packets(int port) {
        this.port = port;
    }

    /** A connection by WebSocket from its begin to its end, with one heartbeat. */
    static List<String> byWebSocket(int port) throws InterruptedException {
        var client = new Packets(port);
        client.open(PATH + "websocket");
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

    /** A connection that begins by polling, chats, and goes over to WebSocket. */
    static List<String> byPollingFirst(int port) throws IOException, InterruptedException {
        var client = new Packets(port);
        var session = PATH + "polling&sid=" + sid(client.get(PATH + "polling"));
        client.post(session, "40");
        client.get(session);
        client.post(session, "42[\"new_message\",\"hi\"]");
        client.get(session);

        var lastPoll = client.getLater(session);
        client.open(session.replace("=polling", "=websocket"));
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

    private void open(String path) {
        lines.add("> GET " + path + " (Upgrade: websocket)");
        socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + port + path), new Receiver())
                .join();
    }

    private void send(String packet) {
        lines.add("> " + packet);
        socket.sendText(packet, true).join();
    }

    private void receive() throws InterruptedException {
        var packet = received.poll(SECONDS_OF_PATIENCE, TimeUnit.SECONDS);
        if (packet == null) {
            throw new IllegalStateException("Nothing came after " + lines);
        }
        lines.add("< " + packet);
    }

    private void close() {
        socket.abort();
    }

    private final class Receiver implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence packet, boolean isLast) {
            received.add(packet.toString());
            from.request(1);
            return null;
        }
    }
}
