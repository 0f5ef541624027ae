package noom.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Sends single Engine.IO and Socket.IO packets over WebSocket, valid and invalid ones, as text (Engine.IO protocol 4,
 * Socket.IO protocol v5): {@code 42["new_message","hi"]}.
 */
public final class WebSocketPackets implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> packets = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final CompletableFuture<String> pong = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private WebSocket socket;

    private WebSocketPackets() {}

    /**
     * Opens a WebSocket to {@code /socket.io/?EIO=4}.
     *
     * @param query appended to the address, such as {@code &transport=websocket}
     * @param headers names and values in turn
     * @throws java.util.concurrent.CompletionException if the server refuses
     */
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

    /** Opens a session over WebSocket, without polling before. The server's OPEN packet is not read yet. */
    public static WebSocketPackets handshake(int port) {
        return open(port, "&transport=websocket");
    }

    /** Opens a session over WebSocket and joins the chat (CONNECT). */
    public static WebSocketPackets join(int port) {
        var client = handshake(port);
        client.send("40");
        client.awaitPacket("40");
        return client;
    }

    /** Opens a WebSocket for a session that began on polling. The probe is not sent yet. */
    public static WebSocketPackets upgrade(int port, String session) {
        return open(port, "&transport=websocket&sid=" + session);
    }

    /** Sends one packet. */
    public void send(String packet) {
        socket.sendText(packet, true).join();
    }

    /** Sends a binary frame. */
    public void sendBinary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** Sends a fragment of a text message; {@link #send} sends the last one. */
    public void sendPart(String part) {
        socket.sendText(part, false).join();
    }

    /** Emits {@code new_message}. The text goes into JSON as it is. */
    public void say(String text) {
        send("42[\"new_message\",\"" + text + "\"]");
    }

    /**
     * Reads packets until one has this beginning, and returns it. Packets before it are dropped.
     *
     * @throws AssertionError if none comes within {@link Waits#TIMEOUT}
     */
    public String awaitPacket(String beginning) {
        while (true) {
            var packet =
                    nextPacket().orElseThrow(() -> new AssertionError("No packet came that begins with " + beginning));
            if (packet.startsWith(beginning)) {
                return packet;
            }
        }
    }

    /** Waits for the next packet. It is empty if none comes within {@link Waits#TIMEOUT}. */
    public Optional<String> nextPacket() {
        try {
            return Optional.ofNullable(packets.poll(Waits.TIMEOUT.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for a {@code new_message} with this line, such as {@code Anon: hi}. */
    public void awaitLine(String line) {
        awaitPacket("42[\"new_message\",\"" + line + "\"]");
    }

    /** Sends a WebSocket ping, and returns the payload of the pong. */
    public String ping(String payload) throws Exception {
        socket.sendPing(ByteBuffer.wrap(payload.getBytes())).join();
        return pong.get(Waits.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits until the server has closed or cut the connection. */
    public void awaitClosed() {
        Waits.waitFor("the server to close the connection").until(() -> !isOpen());
    }

    /** Whether the connection is open. Sends a ping, because the JDK's client may not notice that it was cut. */
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

    /** Ends the connection without a closing handshake. */
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
