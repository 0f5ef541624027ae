package noom.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that speaks single packets over the JDK's WebSocket, good ones and bad ones. */
public final class WebSocketPackets implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<String> packets = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final CompletableFuture<String> pong = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private WebSocket socket;

    private WebSocketPackets() {}

    /** Opens a WebSocket with this query, and these headers by name and value. */
    public static WebSocketPackets open(int port, String query, String... headers) {
        var client = new WebSocketPackets();
        var builder = HTTP.newWebSocketBuilder();
        for (var i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        client.socket = builder.buildAsync(URI.create("ws://localhost:" + port + "/socket.io/?EIO=4" + query), client)
                .join();
        return client;
    }

    /** Opens a WebSocket without polling before. What the server says first is left to be read. */
    public static WebSocketPackets handshake(int port) {
        return open(port, "&transport=websocket");
    }

    /** The same, and connected to the chat. */
    public static WebSocketPackets join(int port) {
        var client = handshake(port);
        client.send("40");
        client.awaitPacket("40");
        return client;
    }

    /** Opens a WebSocket for a session that began on polling. */
    public static WebSocketPackets upgrade(int port, String session) {
        return open(port, "&transport=websocket&sid=" + session);
    }

    public void send(String packet) {
        socket.sendText(packet, true).join();
    }

    public void sendBinary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    public void sendPart(String part) {
        socket.sendText(part, false).join();
    }

    public void say(String text) {
        send("42[\"new_message\",\"" + text + "\"]");
    }

    /** Reads on until a packet begins so, and returns it. Packets before it are lost. */
    public String awaitPacket(String beginning) {
        try {
            while (true) {
                var packet = packets.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (packet == null) {
                    throw new AssertionError("No packet came that begins with " + beginning);
                }
                if (packet.startsWith(beginning)) {
                    return packet;
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether what this client says is heard by itself: it is still part of the chat. */
    public void awaitLine(String line) {
        awaitPacket("42[\"new_message\",\"" + line + "\"]");
    }

    public String ping(String payload) throws Exception {
        socket.sendPing(ByteBuffer.wrap(payload.getBytes())).join();
        return pong.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits until the server has closed or cut the connection. */
    public void awaitClosed() {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(() -> !isOpen());
    }

    /** Whether the server still answers. The JDK's client does not always notice by itself that it was cut. */
    public boolean isOpen() {
        if (!closed.isDone()) {
            socket.sendPing(ByteBuffer.allocate(0)).exceptionally(failure -> {
                if (failure instanceof IOException) {
                    closed.complete(null);
                }
                return null;
            });
        }
        return !closed.isDone();
    }

    /** Cuts the connection, without a good-bye. */
    @Override
    public void close() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            packets.add(partial.toString());
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
        var bytes = new byte[payload.remaining()];
        payload.get(bytes);
        pong.complete(new String(bytes));
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        closed.complete(null);
    }
}
