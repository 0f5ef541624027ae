package noom.comparison;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Counts the packets in one direction of a connection. A packet is an HTTP message or, after the upgrade, a WebSocket
 * frame (RFC 6455, section 5.2).
 */
final class PacketCounter {
    private static final Pattern BODY = Pattern.compile("\r\ncontent-length: *([0-9]{1,9})");
    private static final String END = "\r\n\r\n";

    private final StringBuilder head = new StringBuilder();
    private boolean webSocket;
    private long bodyRemaining;
    private int packets;

    /** Parses bytes in the order of the stream; a packet may be split over several calls. */
    void parse(byte[] bytes, int count) {
        for (var i = 0; i < count; i++) {
            if (bodyRemaining > 0) {
                var body = (int) Math.min(bodyRemaining, count - i);
                bodyRemaining -= body;
                i += body - 1;
            } else {
                head.append((char) (bytes[i] & 0xFF));
                if (webSocket) {
                    parseFrameHeader();
                } else if (isEndOfHead()) {
                    parseHttpHead();
                }
            }
        }
    }

    /** How many packets have begun so far. */
    int packets() {
        return packets;
    }

    /** Whether an upgrade has been parsed. */
    boolean isWebSocket() {
        return webSocket;
    }

    private boolean isEndOfHead() {
        return head.length() >= END.length()
                && head.substring(head.length() - END.length()).equals(END);
    }

    private void parseHttpHead() {
        var text = head.toString().toLowerCase(Locale.ROOT);
        var body = BODY.matcher(text);
        webSocket = text.contains("\r\nupgrade: websocket\r\n");
        bodyRemaining = body.find() ? Long.parseLong(body.group(1)) : 0;
        startNextPacket();
    }

    private void parseFrameHeader() {
        if (head.length() < 2) {
            return;
        }
        var isMasked = (head.charAt(1) & 0x80) != 0;
        var length = head.charAt(1) & 0x7F;
        var extendedLength = length == 127 ? 8 : length == 126 ? 2 : 0;
        if (head.length() == 2 + extendedLength + (isMasked ? 4 : 0)) {
            bodyRemaining = extendedLength == 0 ? length : toLong(head.substring(2, 2 + extendedLength));
            startNextPacket();
        }
    }

    private static long toLong(String bytes) {
        var number = 0L;
        for (var b : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
            number = number << 8 | b & 0xFF;
        }
        return number;
    }

    private void startNextPacket() {
        packets++;
        head.setLength(0);
    }
}
