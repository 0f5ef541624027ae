package noom.comparison;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Encodes one chat message in each of the three compared protocols, byte for byte. All texts are ASCII. */
enum Protocol {
    RAW_WEBSOCKET("/") {
        @Override
        byte[] encodeSent(String message) {
            return clientFrame(TEXT, "{\"type\":\"new_message\",\"payload\":\"" + message + "\"}");
        }

        @Override
        byte[] encodeReceived(String message) {
            return serverFrame("Anon: " + message);
        }
    },

    SOCKET_IO("/socket.io/?EIO=4&transport=websocket") {
        @Override
        byte[] encodeSent(String message) {
            return clientFrame(TEXT, "42[\"new_message\",\"" + message + "\"]");
        }

        @Override
        byte[] encodeReceived(String message) {
            return serverFrame("42[\"new_message\",\"Anon: " + message + "\"]");
        }
    },

    /** The bytes of step 2 without a handshake: the lower limit for both protocols. */
    TCP("") {
        @Override
        byte[] encodeSent(String message) {
            return encodeReceived(message);
        }

        @Override
        byte[] encodeReceived(String message) {
            return RAW_WEBSOCKET.encodeReceived(message);
        }
    };

    /** Opcodes of RFC 6455, section 5.2. */
    static final int TEXT = 0x1;

    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private static final int FIN = 0x80;
    private static final byte[] MASK = {0x4E, 0x6F, 0x6F, 0x6D};

    private final String path;

    Protocol(String path) {
        this.path = path;
    }

    /** The frame in which a client sends this message. */
    abstract byte[] encodeSent(String message);

    /** The frame in which every client receives this message. */
    abstract byte[] encodeReceived(String message);

    /** The opening handshake of a client (RFC 6455, section 4.1). */
    byte[] upgradeRequest(int port) {
        return """
                GET %s HTTP/1.1\r
                Host: localhost:%d\r
                Connection: Upgrade\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: YSBjbGllbnQgb2YgTm9vbQ==\r
                \r
                """.formatted(path, port).getBytes(StandardCharsets.US_ASCII);
    }

    /** A masked frame, as a client must send it (RFC 6455, section 5.1). */
    static byte[] clientFrame(int opcode, String payload) {
        var bytes = payload.getBytes(StandardCharsets.US_ASCII);
        var frame = header(opcode, bytes.length, 0x80);
        frame.writeBytes(MASK);
        for (var i = 0; i < bytes.length; i++) {
            frame.write(bytes[i] ^ MASK[i % MASK.length]);
        }
        return frame.toByteArray();
    }

    private static byte[] serverFrame(String payload) {
        var frame = header(TEXT, payload.length(), 0);
        frame.writeBytes(payload.getBytes(StandardCharsets.US_ASCII));
        return frame.toByteArray();
    }

    private static ByteArrayOutputStream header(int opcode, int length, int masked) {
        var frame = new ByteArrayOutputStream(length + 8);
        frame.write(FIN | opcode);
        if (length < 126) {
            frame.write(masked | length);
        } else {
            frame.write(masked | 126);
            frame.write(length >> 8);
            frame.write(length);
        }
        return frame;
    }
}
