package noom.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket client written by hand over a plain socket (RFC 6455), for what a real one would never send. Its key and
 * its mask are always the same, so its bytes are too.
 */
public final class RawWebSocket implements AutoCloseable {
    public static final int TEXT = 0x81;
    public static final int BINARY = 0x82;
    public static final int CLOSE = 0x88;
    public static final int PING = 0x89;
    public static final int PONG = 0x8A;
    public static final int FIRST_FRAGMENT_OF_TEXT = 0x01;
    public static final int FRAGMENT = 0x00;
    public static final int LAST_FRAGMENT = 0x80;

    private static final int MILLIS_OF_PATIENCE = 10_000;
    private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

    private final Socket socket = new Socket();
    private final DataInputStream in;

    private RawWebSocket(int port) throws IOException {
        // A small window, so that one who does not read is felt by the server soon.
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(MILLIS_OF_PATIENCE);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(socket.getInputStream());
    }

    /** A TCP connection on which nothing was said yet. */
    public static RawWebSocket dial(int port) throws IOException {
        return new RawWebSocket(port);
    }

    /** A connection whose handshake is done. */
    public static RawWebSocket connect(int port) throws IOException {
        var client = dial(port);
        var answer = client.handshake("");
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new IOException(answer);
        }
        return client;
    }

    /**
     * Asks for a WebSocket (section 4.1) and returns the head of the answer.
     *
     * @param moreHeaders lines that end with CRLF
     */
    public String handshake(String moreHeaders) throws IOException {
        send("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + moreHeaders
                + "\r\n");
        return readHead();
    }

    public void send(String bytes) throws IOException {
        send(bytes.getBytes(StandardCharsets.UTF_8));
    }

    public void send(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends as long as the other side takes it. */
    public void sendUntilRefused(byte[] bytes, int times) throws IOException {
        try {
            for (var i = 0; i < times; i++) {
                send(bytes);
            }
        } catch (SocketException e) {
            // The server closed the connection, as it should.
        }
    }

    /** One masked frame (section 5.2); the first byte holds FIN and the opcode. */
    public static byte[] frame(int firstByte, byte[] payload) {
        var frame = ByteBuffer.allocate(14 + payload.length).put((byte) firstByte);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.put(MASK);
        for (var i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i % 4]));
        }
        var bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }

    public static byte[] frame(int firstByte, String payload) {
        return frame(firstByte, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** The next frame from the server. */
    public Frame read() throws IOException {
        var firstByte = in.readUnsignedByte();
        var length = in.readUnsignedByte();
        length = length == 126 ? in.readUnsignedShort() : length;
        return new Frame(firstByte, in.readNBytes(length));
    }

    /** Reads on until the server closes, and returns its close code (section 7.4). */
    public int readCloseCode() throws IOException {
        var frame = read();
        while (frame.firstByte() != CLOSE) {
            frame = read();
        }
        return ByteBuffer.wrap(frame.payload()).getShort();
    }

    /** Reads on until nothing more can come, whether the server closed or broke the connection. */
    public void readToTheEnd() throws IOException {
        try {
            in.skipNBytes(Long.MAX_VALUE);
        } catch (EOFException | SocketException e) {
            // This is the end.
        }
    }

    private String readHead() throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        return head.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A frame that is not masked, as a server's are not. */
    public record Frame(int firstByte, byte[] payload) {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }
}
