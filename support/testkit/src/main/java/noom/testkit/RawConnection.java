package noom.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A TCP connection that sends bytes which no HTTP or WebSocket library sends. It also opens a WebSocket and sends
 * single frames (RFC 6455), valid and invalid ones. Key and mask are always the same, so the bytes are too.
 */
public final class RawConnection implements AutoCloseable {
    /** First bytes of a frame: FIN and opcode (RFC 6455, section 5.2). */
    public static final int TEXT = 0x81;

    public static final int BINARY = 0x82;
    public static final int CLOSE = 0x88;
    public static final int PING = 0x89;
    public static final int PONG = 0x8A;
    public static final int FIRST_FRAGMENT_OF_TEXT = 0x01;
    public static final int FRAGMENT = 0x00;
    public static final int LAST_FRAGMENT = 0x80;

    private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

    private final Socket socket = new Socket();
    private final DataInputStream in;

    /**
     * Connects, and sends nothing yet.
     *
     * @throws IOException if nothing listens on this port of this machine
     */
    public RawConnection(int port) throws IOException {
        this(port, 0);
    }

    /**
     * Connects, and sends nothing yet.
     *
     * @param receiveBuffer how many bytes the system takes for a client that does not read, at most; 0 for the usual
     */
    public RawConnection(int port, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout((int) Waits.TIMEOUT.toMillis());
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(socket.getInputStream());
    }

    /** Opens a Socket.IO session over WebSocket (Engine.IO protocol 4), and returns when the server has accepted it. */
    public RawConnection webSocket() throws IOException {
        return webSocket("/socket.io/?EIO=4&transport=websocket");
    }

    /**
     * Opens a WebSocket, and returns when the server has accepted it.
     *
     * @param path the request's path and query
     * @throws IOException if the server answers with another status than 101
     */
    public RawConnection webSocket(String path) throws IOException {
        var head = handshake(path, "");
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException(head);
        }
        return this;
    }

    /**
     * Sends an opening handshake (RFC 6455, section 4.1).
     *
     * @param moreHeaders header lines, each ended by CRLF
     * @return the head of the response, whether the server accepts or refuses
     */
    public String handshake(String path, String moreHeaders) throws IOException {
        send(handshakeRequest(path, moreHeaders));
        return readHead();
    }

    /** The head of the request that {@link #handshake} sends. */
    public String handshakeRequest(String path, String moreHeaders) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost:" + socket.getPort()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + moreHeaders
                + "\r\n";
    }

    /** Sends a text as UTF-8, as much of it as the server takes. */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends as many of these bytes as the server takes. A server may close before it has read all. */
    public void send(byte... bytes) throws IOException {
        sendUntilRefused(bytes, 1);
    }

    /** Sends the same bytes several times, until the server closes the connection. */
    public void sendUntilRefused(byte[] bytes, int times) throws IOException {
        try {
            for (var i = 0; i < times; i++) {
                socket.getOutputStream().write(bytes);
            }
        } catch (SocketException closedByTheServer) {
            // What the server answered before can still be read.
        }
    }

    /** Sends one masked frame. */
    public void sendFrame(int firstByte, byte[] payload) throws IOException {
        send(frame(firstByte, payload));
    }

    /** Sends one masked frame with a text in UTF-8. */
    public void sendFrame(int firstByte, String payload) throws IOException {
        send(frame(firstByte, payload));
    }

    /**
     * The bytes of one masked frame (RFC 6455, section 5.2).
     *
     * @param firstByte FIN, the reserved bits and the opcode
     */
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

    /** The bytes of one masked frame with a text in UTF-8. */
    public static byte[] frame(int firstByte, String payload) {
        return frame(firstByte, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the next frame from the server, of less than 64 KiB. */
    public Frame readFrame() throws IOException {
        var firstByte = in.readUnsignedByte();
        var length = in.readUnsignedByte();
        length = length == 126 ? in.readUnsignedShort() : length;
        return new Frame(firstByte, in.readNBytes(length));
    }

    /** Reads this many bytes. */
    public byte[] readExactly(int count) throws IOException {
        return in.readNBytes(count);
    }

    /** Reads frames until the server closes, and returns its close code (RFC 6455, section 7.4). */
    public int readCloseCode() throws IOException {
        var frame = readFrame();
        while (frame.firstByte() != CLOSE) {
            frame = readFrame();
        }
        return ByteBuffer.wrap(frame.payload()).getShort() & 0xFFFF;
    }

    /**
     * Reads all bytes until the server closes or resets the connection.
     *
     * @throws java.net.SocketTimeoutException if the connection is silent and open for {@link Waits#TIMEOUT}
     */
    public byte[] readToTheEnd() throws IOException {
        var all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketException reset) {
            // A reset is an end as well.
        }
        return all.toByteArray();
    }

    /** Reads until the server closes the connection, as UTF-8. */
    public String readText() throws IOException {
        return new String(readToTheEnd(), StandardCharsets.UTF_8);
    }

    /** Reads an HTTP response to its end. Returns its status, or 0 if the server closed the connection without one. */
    public int status() throws IOException {
        var response = readText();
        return response.isEmpty() ? 0 : Integer.parseInt(response.substring(9, 12));
    }

    /** Reads the status line and the headers of a response, and the empty line after them. */
    public String readHead() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** Closes the connection without a closing handshake. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A frame from the server, which is not masked.
     *
     * @param firstByte FIN, the reserved bits and the opcode
     */
    public record Frame(int firstByte, byte[] payload) {
        /** The whole frame as it came, of less than 64 KiB. */
        public byte[] bytes() {
            var bytes = ByteBuffer.allocate(4 + payload.length).put((byte) firstByte);
            if (payload.length < 126) {
                bytes.put((byte) payload.length);
            } else {
                bytes.put((byte) 126).putShort((short) payload.length);
            }
            return Arrays.copyOf(bytes.put(payload).array(), bytes.position());
        }

        /** The payload, decoded as UTF-8. */
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }
}
