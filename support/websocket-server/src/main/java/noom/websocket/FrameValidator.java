package noom.websocket;

import java.nio.ByteBuffer;
import java.util.List;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.Handshakedata;
import org.java_websocket.protocols.Protocol;

/**
 * Java-WebSocket takes frames without a mask, does not add up fragments that never end, and lets a handshake grow
 * without limit: this reads the header of each frame first (RFC 6455, section 5.2). A frame without a mask is closed
 * with 1002 (section 5.1), a message of more than 16 KiB with 1009 (section 7.4.1).
 */
final class FrameValidator extends Draft_6455 {
    private static final int LIMIT = 16 * 1024;

    /** The bytes of a header that has come in part: two, then up to eight of length and four of mask. */
    private final ByteBuffer header = ByteBuffer.allocate(14);

    private long payloadToCome;
    private long messageSoFar;

    FrameValidator() {
        super(List.of(), List.of(new Protocol("")), LIMIT);
    }

    @Override
    public Draft copyInstance() {
        return new FrameValidator();
    }

    @Override
    public Handshakedata translateHandshake(ByteBuffer request) throws InvalidHandshakeException {
        if (request.remaining() > LIMIT) {
            throw new InvalidHandshakeException("A handshake of more than %d bytes".formatted(LIMIT));
        }
        return super.translateHandshake(request);
    }

    @Override
    public List<Framedata> translateFrame(ByteBuffer received) throws InvalidDataException {
        check(received.duplicate());
        return super.translateFrame(received);
    }

    private void check(ByteBuffer received) throws InvalidDataException {
        while (received.hasRemaining()) {
            if (payloadToCome > 0) {
                var here = (int) Math.min(payloadToCome, received.remaining());
                received.position(received.position() + here);
                payloadToCome -= here;
            } else {
                header.put(received.get());
                if (header.position() >= 2 && header.position() == headerLength()) {
                    checkHeader();
                    header.clear();
                }
            }
        }
    }

    private int headerLength() {
        if ((header.get(1) & 0x80) == 0) {
            return 2;
        }
        return switch (header.get(1) & 0x7F) {
            case 127 -> 2 + 8 + 4;
            case 126 -> 2 + 2 + 4;
            default -> 2 + 4;
        };
    }

    private void checkHeader() throws InvalidDataException {
        if ((header.get(1) & 0x80) == 0) {
            throw new InvalidDataException(CloseFrame.PROTOCOL_ERROR, "A client masks its frames.");
        }
        payloadToCome = payloadLength();
        var isControl = (header.get(0) & 0x08) != 0;
        if (!isControl) {
            // An empty fragment counts as one byte: a message may not have endlessly many of them.
            messageSoFar += Math.max(1, payloadToCome);
        }
        if (payloadToCome < 0 || payloadToCome > LIMIT || messageSoFar > LIMIT) {
            throw new LimitExceededException("A message has at most %d bytes.".formatted(LIMIT), LIMIT);
        }
        var isLastFragment = (header.get(0) & 0x80) != 0;
        if (isLastFragment && !isControl) {
            messageSoFar = 0;
        }
    }

    private long payloadLength() {
        var length = header.get(1) & 0x7F;
        return switch (length) {
            case 127 -> header.getLong(2);
            case 126 -> header.getShort(2) & 0xFFFF;
            default -> length;
        };
    }
}
