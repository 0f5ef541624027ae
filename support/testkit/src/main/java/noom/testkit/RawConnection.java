package noom.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends bytes which no library would send. */
public final class RawConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();

    public RawConnection(int port) throws IOException {
        this(port, 0);
    }

    /** @param receiveBuffer how many bytes the system takes for this client, at most; 0 for as many as usual */
    public RawConnection(int port, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Opens a WebSocket, and returns when the server has agreed. */
    public RawConnection webSocket() throws IOException {
        send("""
                GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r
                Host: localhost\r
                Connection: Upgrade\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                \r
                """);
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        return this;
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends as much as the server takes. */
    public void send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException cut) {
            // The server need not read to the end what it refuses.
        }
    }

    /** Sends a WebSocket frame of less than 126 bytes. Its mask is zero, which changes nothing. */
    public void sendFrame(int firstByte, byte[] payload) throws IOException {
        var frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        frame.write(0x80 | payload.length);
        frame.write(new byte[4]);
        frame.write(payload);
        send(frame.toByteArray());
    }

    /** Everything until the server closes the connection. Fails if it does not within 20 s. */
    public byte[] readToTheEnd() throws IOException {
        var all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (SocketException cut) {
            // A reset is an end as well.
        }
        return all.toByteArray();
    }

    /** The status of an HTTP answer, or 0 if the server closed the connection without one. */
    public int status() throws IOException {
        var answer = new String(readToTheEnd(), StandardCharsets.UTF_8);
        return answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(9, 12));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
