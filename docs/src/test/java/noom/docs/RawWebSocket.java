package noom.docs;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A WebSocket client written by hand over a plain socket (RFC 6455), which shows its bytes. Its key and its mask are
 * always the same, so its bytes are too, and a page can explain them.
 */
final class RawWebSocket implements AutoCloseable {
    static final int TEXT = 0x81;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;
    static final int PONG = 0x8A;

    private static final int MILLIS_OF_PATIENCE = 20_000;
    private static final int BYTES_A_LINE = 16;
    private static final int TWO_MORE_BYTES_OF_LENGTH = 126;
    private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

    private final Socket socket;
    private final DataInputStream in;
    private final int port;

    /** A TCP connection on which nothing was said yet. */
    RawWebSocket(int port) throws IOException {
        this.port = port;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(MILLIS_OF_PATIENCE);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Asks for a WebSocket (section 4.1), and returns both heads line by line. */
    List<String> handshake() throws IOException {
        return handshake("/");
    }

    List<String> handshake(String path) throws IOException {
        var request = """
                GET %s HTTP/1.1
                Host: localhost:%d
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Version: 13

                """.formatted(path, port);
        send(request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        var lines = new ArrayList<String>();
        request.lines().forEach(line -> lines.add("> " + line));
        readHead().lines().forEach(line -> lines.add("< " + line));
        return lines;
    }

    /**
     * One masked frame (section 5.2).
     *
     * @param firstByte FIN and the opcode
     * @param payload at most 125 bytes, so that the length is one byte
     */
    static byte[] frame(int firstByte, byte[] payload) {
        var frame = ByteBuffer.allocate(2 + MASK.length + payload.length)
                .put((byte) firstByte)
                .put((byte) (0x80 | payload.length))
                .put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i % MASK.length]));
        }
        return frame.array();
    }

    void send(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The bytes of the server's next frame, of at most 65,535 bytes of payload. */
    byte[] read() throws IOException {
        var frame = new ByteArrayOutputStream();
        frame.write(in.readUnsignedByte());
        var length = in.readUnsignedByte();
        frame.write(length);
        if (length == TWO_MORE_BYTES_OF_LENGTH) {
            length = in.readUnsignedShort();
            frame.write(length >> Byte.SIZE);
            frame.write(length);
        }
        frame.writeBytes(in.readNBytes(length));
        return frame.toByteArray();
    }

    /** What is in a frame of the server's. */
    static byte[] payload(byte[] frame) {
        var header = frame[1] == TWO_MORE_BYTES_OF_LENGTH ? 2 + Short.BYTES : 2;
        return Arrays.copyOfRange(frame, header, frame.length);
    }

    /** Reads on until the server closes the connection. */
    void readToTheEnd() throws IOException {
        try {
            in.skipNBytes(Long.MAX_VALUE);
        } catch (EOFException e) {
            // This is the end.
        }
    }

    /** Sixteen bytes a line, first as numbers and then as letters, where they are some. */
    static List<String> dump(String direction, byte[] bytes) {
        return IntStream.iterate(0, from -> from < bytes.length, from -> from + BYTES_A_LINE)
                .mapToObj(from -> Arrays.copyOfRange(bytes, from, Math.min(from + BYTES_A_LINE, bytes.length)))
                .map(part -> "%s %-48s %s".formatted(direction, numbers(part), letters(part)))
                .toList();
    }

    private static String numbers(byte[] bytes) {
        var numbers = new StringBuilder();
        for (var oneByte : bytes) {
            numbers.append("%02x ".formatted(oneByte));
        }
        return numbers.toString();
    }

    private static String letters(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
    }

    private String readHead() throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        return head.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
