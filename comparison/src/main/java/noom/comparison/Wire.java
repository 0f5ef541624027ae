package noom.comparison;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The three ways to carry one chat message, byte for byte as a client sends and hears it. All texts are ASCII. */
enum Wire {
    RAW_WEBSOCKET("/") {
        @Override
        byte[] sent(String text) {
            return toServer(TEXT, "{\"type\":\"new_message\",\"payload\":\"" + text + "\"}");
        }

        @Override
        byte[] heard(String text) {
            return toClient("Anon: " + text);
        }
    },

    SOCKET_IO("/socket.io/?EIO=4&transport=websocket") {
        @Override
        byte[] sent(String text) {
            return toServer(TEXT, "42[\"new_message\",\"" + text + "\"]");
        }

        @Override
        byte[] heard(String text) {
            return toClient("42[\"new_message\",\"Anon: " + text + "\"]");
        }
    },

    /** No protocol at all: what step 2 sends, without an upgrade before it and without a word from the server. */
    TCP("") {
        @Override
        byte[] sent(String text) {
            return heard(text);
        }

        @Override
        byte[] heard(String text) {
            return RAW_WEBSOCKET.heard(text);
        }
    };

    /** Opcodes of RFC 6455, section 5.2. */
    static final int TEXT = 0x1;

    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private static final int LAST_FRAME = 0x80;
    private static final byte[] MASK = {0x4E, 0x6F, 0x6F, 0x6D};

    private final String path;

    Wire(String path) {
        this.path = path;
    }

    /** The frame with which a client says this text to all. */
    abstract byte[] sent(String text);

    /** The frame in which every client then gets it. */
    abstract byte[] heard(String text);

    /** The request for a WebSocket (RFC 6455, section 4.1). */
    byte[] upgrade(int port) {
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

    /** A frame from a client: masked, as section 5.1 wants it. */
    static byte[] toServer(int opcode, String payload) {
        var bytes = payload.getBytes(StandardCharsets.US_ASCII);
        var frame = header(opcode, bytes.length, 0x80);
        frame.writeBytes(MASK);
        for (var i = 0; i < bytes.length; i++) {
            frame.write(bytes[i] ^ MASK[i % MASK.length]);
        }
        return frame.toByteArray();
    }

    private static byte[] toClient(String payload) {
        var frame = header(TEXT, payload.length(), 0);
        frame.writeBytes(payload.getBytes(StandardCharsets.US_ASCII));
        return frame.toByteArray();
    }

    private static ByteArrayOutputStream header(int opcode, int length, int masked) {
        var frame = new ByteArrayOutputStream(length + 8);
        frame.write(LAST_FRAME | opcode);
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
