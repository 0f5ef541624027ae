package noom.comparison;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One client of the load generator. It compares received bytes with the expected message and parses only other frames,
 * so that thousands of clients fit on one thread.
 */
final class LoadClient {
    private static final byte[] EMPTY = {};
    private static final int HEADER_SIZE = 2;
    private static final int EXTENDED_HEADER_SIZE = 4;

    private enum State {
        UPGRADING,
        CONNECTING,
        CONFIRMING,
        READY
    }

    private final LoadGenerator generator;
    private final Protocol protocol;
    private final SocketChannel channel;
    private State state = State.UPGRADING;
    private byte[] incomplete = EMPTY;
    private long next;
    private long bytesSent;
    private long bytesReceived;
    private int roundTrips;
    private Traffic connectTraffic;

    /**
     * Traffic of one client.
     *
     * @param sent bytes from client to server, above TCP
     * @param received bytes from server to client, above TCP
     * @param roundTrips how often the client waited for the server
     */
    record Traffic(long sent, long received, int roundTrips) {
        Traffic minus(Traffic earlier) {
            return new Traffic(sent - earlier.sent, received - earlier.received, roundTrips - earlier.roundTrips);
        }
    }

    LoadClient(LoadGenerator generator, Protocol protocol, SocketChannel channel) {
        this.generator = generator;
        this.protocol = protocol;
        this.channel = channel;
    }

    /** Called when TCP is connected. Sends the opening handshake, if the protocol has one. */
    void onConnected(int port) throws IOException {
        roundTrips++;
        if (protocol != Protocol.TCP) {
            write(protocol.upgradeRequest(port));
            roundTrips++;
        }
    }

    /** Sends a ping. The pong shows that the server has registered this client for broadcasts. */
    void confirm() throws IOException {
        state = State.CONFIRMING;
        write(Protocol.clientFrame(Protocol.PING, ""));
    }

    /**
     * Handles received bytes, and reports each complete chat message to the generator.
     *
     * @param bytes the generator's buffer: the incomplete frame of the last call, then the new bytes
     * @param end how many bytes of the buffer are valid
     * @throws IOException if the server sent anything but the expected message or a control frame
     */
    void onReceived(byte[] bytes, int end) throws IOException {
        bytesReceived += end - incomplete.length;
        var at = 0;
        while (at < end) {
            var size = state == State.READY ? messageSize(bytes, at, end) : 0;
            if (size > 0) {
                generator.onDelivered(next++);
            } else {
                size = handleOther(bytes, at, end);
            }
            if (size == 0) {
                break;
            }
            at += size;
        }
        incomplete = at == end ? EMPTY : Arrays.copyOfRange(bytes, at, end);
    }

    /** Copies the incomplete frame of the last call to the start of a buffer, and returns its length. */
    int copyIncomplete(byte[] target) {
        System.arraycopy(incomplete, 0, target, 0, incomplete.length);
        return incomplete.length;
    }

    /** The size of the next message, or 0 if it is incomplete or another frame. */
    private int messageSize(byte[] bytes, int at, int end) {
        if (next >= generator.sent()) {
            return 0;
        }
        var expected = generator.expectedFrame(next);
        var isComplete = end - at >= expected.length
                && Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
        return isComplete ? expected.length : 0;
    }

    /** Handles a handshake or control frame, and returns its size, or 0 if it is incomplete. */
    private int handleOther(byte[] bytes, int at, int end) throws IOException {
        if (state == State.UPGRADING) {
            return protocol == Protocol.TCP ? handleGreeting() : handleResponse(bytes, at, end);
        }
        if (end - at < HEADER_SIZE) {
            return 0;
        }
        var isLong = bytes[at + 1] == 126;
        var header = isLong ? EXTENDED_HEADER_SIZE : HEADER_SIZE;
        if (end - at < header) {
            return 0;
        }
        var length = isLong ? (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF : bytes[at + 1];
        if (end - at < header + length) {
            return 0;
        }
        handleFrame(bytes[at] & 0x0F, new String(bytes, at + header, length, StandardCharsets.UTF_8));
        return header + length;
    }

    private int handleGreeting() {
        becomeReady();
        return 1;
    }

    private int handleResponse(byte[] bytes, int at, int end) throws IOException {
        var head = new String(bytes, at, end - at, StandardCharsets.US_ASCII);
        var size = head.indexOf("\r\n\r\n") + 4;
        if (size < 4) {
            return 0;
        }
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException(
                    "The server refused the upgrade: " + head.lines().findFirst());
        }
        if (protocol == Protocol.SOCKET_IO) {
            state = State.CONNECTING;
        } else {
            becomeReady();
        }
        return size;
    }

    private void handleFrame(int opcode, String payload) throws IOException {
        if (opcode == Protocol.PING) {
            write(Protocol.clientFrame(Protocol.PONG, payload));
        } else if (opcode == Protocol.PONG && state == State.CONFIRMING) {
            becomeReady();
        } else if (protocol == Protocol.SOCKET_IO && opcode == Protocol.TEXT) {
            handlePacket(payload);
        } else if (!isMessageOfCrowdBefore(payload)) {
            throw unexpected(payload);
        }
    }

    /** Packets of Engine.IO protocol 4: 0 open, 2 ping, 6 noop. 40 is the CONNECT of Socket.IO protocol 5. */
    private void handlePacket(String packet) throws IOException {
        if (state == State.CONNECTING && packet.startsWith("0{")) {
            write(Protocol.clientFrame(Protocol.TEXT, "40"));
            roundTrips++;
        } else if (state == State.CONNECTING && packet.startsWith("40")) {
            becomeReady();
        } else if (packet.equals("2")) {
            write(Protocol.clientFrame(Protocol.TEXT, "3"));
        } else if (!packet.equals("6") && !isMessageOfCrowdBefore(packet)) {
            throw unexpected(packet);
        }
    }

    /** A server with many threads may still pass on what a measurement before has sent. This one has sent nothing yet. */
    private boolean isMessageOfCrowdBefore(String payload) {
        return generator.sent() == 0 && payload.contains("Anon: ");
    }

    private IOException unexpected(String payload) {
        return new IOException("Expected message %d, received: %s".formatted(next, payload));
    }

    private void becomeReady() {
        if (state != State.CONFIRMING) {
            connectTraffic = traffic();
        }
        state = State.READY;
        generator.onReady();
    }

    /** Sends without waiting: the socket buffer is larger than all messages in flight. */
    void write(byte[] bytes) throws IOException {
        bytesSent += bytes.length;
        if (channel.write(ByteBuffer.wrap(bytes)) < bytes.length) {
            throw new IOException("The server does not read.");
        }
    }

    /** The traffic so far. */
    Traffic traffic() {
        return new Traffic(bytesSent, bytesReceived, roundTrips);
    }

    /** The traffic of TCP, the upgrade, and Socket.IO's CONNECT. */
    Traffic connectTraffic() {
        return connectTraffic;
    }

    SocketChannel channel() {
        return channel;
    }
}
