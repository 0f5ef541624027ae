package noom.comparison;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Counts what goes one way through a connection: each HTTP message is a packet and, once the connection is a WebSocket,
 * each frame (RFC 6455, section 5.2).
 */
final class PacketCounter {
    private static final Pattern BODY = Pattern.compile("\r\ncontent-length: *([0-9]{1,9})");
    private static final String END = "\r\n\r\n";

    private final StringBuilder head = new StringBuilder();
    private boolean webSocket;
    private long bodyToCome;
    private int packets;

    /** Looks at bytes that went through. */
    void passed(byte[] bytes, int count) {
        for (var i = 0; i < count; i++) {
            if (bodyToCome > 0) {
                var body = (int) Math.min(bodyToCome, count - i);
                bodyToCome -= body;
                i += body - 1;
            } else {
                head.append((char) (bytes[i] & 0xFF));
                if (webSocket) {
                    frameHeader();
                } else if (endsHead()) {
                    httpHead();
                }
            }
        }
    }

    /** How many packets began so far. */
    int packets() {
        return packets;
    }

    boolean isWebSocket() {
        return webSocket;
    }

    private boolean endsHead() {
        return head.length() >= END.length()
                && head.substring(head.length() - END.length()).equals(END);
    }

    private void httpHead() {
        var text = head.toString().toLowerCase(Locale.ROOT);
        var body = BODY.matcher(text);
        webSocket = text.contains("\r\nupgrade: websocket\r\n");
        bodyToCome = body.find() ? Long.parseLong(body.group(1)) : 0;
        next();
    }

    private void frameHeader() {
        if (head.length() < 2) {
            return;
        }
        var isMasked = (head.charAt(1) & 0x80) != 0;
        var length = head.charAt(1) & 0x7F;
        var moreLength = length == 127 ? 8 : length == 126 ? 2 : 0;
        if (head.length() == 2 + moreLength + (isMasked ? 4 : 0)) {
            bodyToCome = moreLength == 0 ? length : number(head.substring(2, 2 + moreLength));
            next();
        }
    }

    private static long number(String bytes) {
        var number = 0L;
        for (var b : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
            number = number << 8 | b & 0xFF;
        }
        return number;
    }

    private void next() {
        packets++;
        head.setLength(0);
    }
}
