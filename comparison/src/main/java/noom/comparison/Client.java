package noom.comparison;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One client of the crowd. It costs so little because it knows what must come: it compares bytes, and parses only what
 * is no chat message.
 */
final class Client {
    private static final byte[] NOTHING = {};
    private static final int HEADER = 2;
    private static final int LONG_HEADER = 4;

    private enum State {
        UPGRADING,
        JOINING,
        PROVING,
        READY
    }

    private final Crowd crowd;
    private final Wire wire;
    private final SocketChannel channel;
    private State state = State.UPGRADING;
    private byte[] unfinished = NOTHING;
    private long next;
    private long bytesSent;
    private long bytesReceived;
    private int roundTrips;
    private Cost ofConnecting;

    /**
     * What something cost on the wire.
     *
     * @param sent bytes above TCP from client to server
     * @param received bytes above TCP from server to client
     * @param roundTrips how often the client had to wait for the server
     */
    record Cost(long sent, long received, int roundTrips) {
        Cost minus(Cost earlier) {
            return new Cost(sent - earlier.sent, received - earlier.received, roundTrips - earlier.roundTrips);
        }
    }

    Client(Crowd crowd, Wire wire, SocketChannel channel) {
        this.crowd = crowd;
        this.wire = wire;
        this.channel = channel;
    }

    /** The TCP connection stands: asks for what the wire needs more. */
    void connected(int port) throws IOException {
        roundTrips++;
        if (wire != Wire.TCP) {
            write(wire.upgrade(port));
            roundTrips++;
        }
    }

    /** Asks for a pong. A server that answers has put this client among those who hear everything. */
    void prove() throws IOException {
        state = State.PROVING;
        write(Wire.toServer(Wire.PING, ""));
    }

    /**
     * Takes what has come. Chat messages are counted by the crowd.
     *
     * @param bytes belongs to the crowd, and holds room for more than {@code end}
     * @throws IOException if the server closed, or sent anything but what had to come next
     */
    void received(byte[] bytes, int end) throws IOException {
        bytesReceived += end - unfinished.length;
        var at = 0;
        while (at < end) {
            var size = state == State.READY ? message(bytes, at, end) : 0;
            if (size > 0) {
                crowd.delivered(next++);
            } else {
                size = other(bytes, at, end);
            }
            if (size == 0) {
                break;
            }
            at += size;
        }
        unfinished = at == end ? NOTHING : Arrays.copyOfRange(bytes, at, end);
    }

    /** Puts the bytes of a frame that came in part before those that come now. */
    int unfinished(byte[] target) {
        System.arraycopy(unfinished, 0, target, 0, unfinished.length);
        return unfinished.length;
    }

    /** The size of the next message if it is here, else 0. */
    private int message(byte[] bytes, int at, int end) {
        if (next >= crowd.sent()) {
            return 0;
        }
        var wanted = crowd.heard(next);
        var here = end - at >= wanted.length && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
        return here ? wanted.length : 0;
    }

    /** Handles what is no chat message; its size, or 0 if it is not here as a whole. */
    private int other(byte[] bytes, int at, int end) throws IOException {
        if (state == State.UPGRADING) {
            return wire == Wire.TCP ? greeting() : response(bytes, at, end);
        }
        if (end - at < HEADER) {
            return 0;
        }
        var isLong = bytes[at + 1] == 126;
        var header = isLong ? LONG_HEADER : HEADER;
        if (end - at < header) {
            return 0;
        }
        var length = isLong ? (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF : bytes[at + 1];
        if (end - at < header + length) {
            return 0;
        }
        frame(bytes[at] & 0x0F, new String(bytes, at + header, length, StandardCharsets.UTF_8));
        return header + length;
    }

    private int greeting() {
        ready();
        return 1;
    }

    private int response(byte[] bytes, int at, int end) throws IOException {
        var head = new String(bytes, at, end - at, StandardCharsets.US_ASCII);
        var size = head.indexOf("\r\n\r\n") + 4;
        if (size < 4) {
            return 0;
        }
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException(
                    "The server refused the upgrade: " + head.lines().findFirst());
        }
        if (wire == Wire.SOCKET_IO) {
            state = State.JOINING;
        } else {
            ready();
        }
        return size;
    }

    private void frame(int opcode, String payload) throws IOException {
        if (opcode == Wire.PING) {
            write(Wire.toServer(Wire.PONG, payload));
        } else if (opcode == Wire.PONG && state == State.PROVING) {
            ready();
        } else if (wire == Wire.SOCKET_IO && opcode == Wire.TEXT) {
            packet(payload);
        } else {
            throw unexpected(payload);
        }
    }

    /** Engine.IO packets (protocol 4): 0 open, 2 ping, 6 noop; 40 is Socket.IO's CONNECT. */
    private void packet(String packet) throws IOException {
        if (state == State.JOINING && packet.startsWith("0{")) {
            write(Wire.toServer(Wire.TEXT, "40"));
            roundTrips++;
        } else if (state == State.JOINING && packet.startsWith("40")) {
            ready();
        } else if (packet.equals("2")) {
            write(Wire.toServer(Wire.TEXT, "3"));
        } else if (!packet.equals("6")) {
            throw unexpected(packet);
        }
    }

    private IOException unexpected(String payload) {
        return new IOException("Message %d had to come next, but this came: %s".formatted(next, payload));
    }

    private void ready() {
        if (state != State.PROVING) {
            ofConnecting = cost();
        }
        state = State.READY;
        crowd.ready();
    }

    /** Sends without waiting. The socket's buffer is larger than all that a client here ever has to say. */
    void write(byte[] bytes) throws IOException {
        bytesSent += bytes.length;
        if (channel.write(ByteBuffer.wrap(bytes)) < bytes.length) {
            throw new IOException("The server does not read what it is sent.");
        }
    }

    /** All that it cost so far. */
    Cost cost() {
        return new Cost(bytesSent, bytesReceived, roundTrips);
    }

    /** What it cost to be let in: TCP, upgrade, and Socket.IO's CONNECT. */
    Cost ofConnecting() {
        return ofConnecting;
    }

    SocketChannel channel() {
        return channel;
    }
}
