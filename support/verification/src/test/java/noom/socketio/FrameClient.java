package noom.socketio;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import noom.testkit.Waits;

/**
 * Sends and reads Engine.IO packets over WebSocket, as text and as bytes. A binary message is read as {@code binary
 * 010203}.
 */
final class FrameClient implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder hex = new StringBuilder();
    private WebSocket socket;

    private FrameClient() {}

    /**
     * Opens a WebSocket to {@code /socket.io/}.
     *
     * @throws java.util.concurrent.CompletionException if the server refuses
     */
    static FrameClient open(int port, String query) {
        var client = new FrameClient();
        var address = URI.create("ws://localhost:" + port + "/socket.io/" + query);
        client.socket = HTTP.newWebSocketBuilder().buildAsync(address, client).join();
        return client;
    }

    /** Opens a session. Its OPEN packet is read. */
    static FrameClient handshake(int port) {
        var client = open(port, "?EIO=4&transport=websocket");
        client.next();
        return client;
    }

    /** Opens a session and joins the main namespace of an {@link EchoServer}. */
    static FrameClient join(int port) {
        var client = handshake(port);
        client.send("40");
        client.next();
        client.next(); // the event "auth"
        return client;
    }

    void send(String packet) {
        socket.sendText(packet, true).join();
    }

    void sendBinary(int... bytes) {
        var buffer = ByteBuffer.allocate(bytes.length);
        for (var one : bytes) {
            buffer.put((byte) one);
        }
        sendBinary(buffer.array());
    }

    void sendBinary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** The next message that is not a ping. Pings are answered. */
    String next() {
        var message = nextOrPing();
        while (message.equals("2")) {
            send("3");
            message = nextOrPing();
        }
        return message;
    }

    /** The next message of any kind. */
    String nextOrPing() {
        try {
            var message = messages.poll(Waits.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("No message came.");
            }
            return message;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a part of a binary message; {@link #sendBinary} sends the last one. */
    void sendBinaryPart(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), false).join();
    }

    /** Waits until the server has closed the connection, and answers pings until then. */
    void awaitClosedInSpiteOfPongs() {
        Waits.waitFor("the server to close the connection").until(() -> {
            if (messages.removeAll(Set.of("2"))) {
                socket.sendText("3", true);
            }
            return isClosed();
        });
    }

    /** Waits until the server has closed or cut the connection. Pings of Engine.IO are not answered. */
    void awaitClosed() {
        Waits.waitFor("the server to close the connection").until(this::isClosed);
    }

    private boolean isClosed() {
        // The JDK's client may not notice by itself that it was cut.
        socket.sendPing(ByteBuffer.allocate(0)).exceptionally(failure -> {
            if (failure instanceof IOException) {
                closed.complete(null);
            }
            return null;
        });
        return closed.isDone();
    }

    @Override
    public void close() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            messages.add(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        var bytes = new byte[data.remaining()];
        data.get(bytes);
        hex.append(HexFormat.of().formatHex(bytes));
        if (last) {
            messages.add("binary " + hex);
            hex.setLength(0);
        }
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
