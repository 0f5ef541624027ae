package noom.socketio.broadcast;

import com.corundumstudio.socketio.protocol.Packet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import noom.socketio.protocol.PatchedPacketEncoder;

/** Encodes a packet as WebSocket frames (RFC 6455, section 5.2): one of text, and one for each attachment. */
public final class FrameEncoder {
    private static final int FINAL_TEXT_FRAME = 0x81;
    private static final int FINAL_BINARY_FRAME = 0x82;
    private static final int MAX_SEVEN_BIT_LENGTH = 125;
    private static final int SIXTEEN_BIT_LENGTH = 126;
    private static final int MAX_SIXTEEN_BIT_LENGTH = 0xFFFF;
    private static final int SIXTY_FOUR_BIT_LENGTH = 127;

    private final PatchedPacketEncoder encoder;

    /** @param encoder encodes the packet itself */
    public FrameEncoder(PatchedPacketEncoder encoder) {
        this.encoder = encoder;
    }

    /**
     * Appends the frames of a packet.
     *
     * @param frames is as it was before if the packet cannot be encoded
     * @throws IOException if the packet cannot be encoded
     */
    void encode(Packet packet, ByteBuf frames, ByteBufAllocator allocator) throws IOException {
        var text = encoder.allocateBuffer(allocator);
        try {
            encoder.encodePacket(packet, text, allocator, true);
            writeHeader(frames, FINAL_TEXT_FRAME, text.readableBytes());
            frames.writeBytes(text);
            for (var attachment : encoder.attachments()) {
                writeHeader(frames, FINAL_BINARY_FRAME, attachment.length);
                frames.writeBytes(attachment);
            }
        } finally {
            text.release();
        }
    }

    private static void writeHeader(ByteBuf frame, int firstByte, int length) {
        frame.writeByte(firstByte);
        if (length <= MAX_SEVEN_BIT_LENGTH) {
            frame.writeByte(length);
        } else if (length <= MAX_SIXTEEN_BIT_LENGTH) {
            frame.writeByte(SIXTEEN_BIT_LENGTH).writeShort(length);
        } else {
            frame.writeByte(SIXTY_FOUR_BIT_LENGTH).writeLong(length);
        }
    }
}
