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

/**
 * Checks the header of each frame before the library reads it (RFC 6455, section 5.2). Java-WebSocket accepts unmasked
 * frames, does not count the fragments of an endless message, and does not limit the size of a handshake. An unmasked frame
 * is closed with 1002 (section 5.1), a message of more than 16 KiB with 1009 (section 7.4.1).
 */
final class FrameValidator extends Draft_6455 {
    private static final int MAX_SIZE = 16 * 1024;

    /** The header received so far: two bytes, then up to eight bytes of length and four of mask. */
    private final ByteBuffer header = ByteBuffer.allocate(14);

    private long payloadRemaining;
    private long messageSize;

    FrameValidator() {
        super(List.of(), List.of(new Subprotocol()), MAX_SIZE);
    }

    @Override
    public Draft copyInstance() {
        return new FrameValidator();
    }

    @Override
    public Handshakedata translateHandshake(ByteBuffer request) throws InvalidHandshakeException {
        if (request.remaining() > MAX_SIZE) {
            throw new InvalidHandshakeException("A handshake of more than %d bytes".formatted(MAX_SIZE));
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
            if (payloadRemaining > 0) {
                var available = (int) Math.min(payloadRemaining, received.remaining());
                received.position(received.position() + available);
                payloadRemaining -= available;
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
        payloadRemaining = payloadLength();
        var isControl = (header.get(0) & 0x08) != 0;
        if (!isControl) {
            // An empty fragment counts as one byte, so that a message cannot have endless empty fragments.
            messageSize += Math.max(1, payloadRemaining);
        }
        if (payloadRemaining < 0 || payloadRemaining > MAX_SIZE || messageSize > MAX_SIZE) {
            throw new LimitExceededException("A message has at most %d bytes.".formatted(MAX_SIZE), MAX_SIZE);
        }
        var isLastFragment = (header.get(0) & 0x80) != 0;
        if (isLastFragment && !isControl) {
            messageSize = 0;
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
