package noom.socketio.broadcast;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.handler.EncoderHandler;
import com.corundumstudio.socketio.messages.OutPacketMessage;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.util.List;
import noom.socketio.protocol.PatchedPacketEncoder;

/**
 * Encodes a broadcast once, JSON, attachments and WebSocket frames (RFC 6455, section 5.2), and writes the same bytes to
 * each of its WebSockets, past the handlers that would not change them. netty-socketio re-encodes it for every recipient,
 * and corrupts its attachments.
 *
 * <p>A packet is the same as the one before if it has the same list of arguments, as in a broadcast, or equal strings as
 * arguments, as when an event is sent to one socket after the other. A packet with an acknowledgement id is encoded for
 * each recipient. Polls are left to the library.
 *
 * <p>One for all connections, on the event loop.
 */
@Sharable
public final class BroadcastFrameCache extends EncoderHandler {
    private static final int FINAL_TEXT_FRAME = 0x81;
    private static final int FINAL_BINARY_FRAME = 0x82;
    private static final int MAX_HEADER_SIZE = 10;
    private static final int MAX_SEVEN_BIT_LENGTH = 125;
    private static final int SIXTEEN_BIT_LENGTH = 126;
    private static final int MAX_SIXTEEN_BIT_LENGTH = 0xFFFF;
    private static final int SIXTY_FOUR_BIT_LENGTH = 127;

    private final PatchedPacketEncoder encoder;
    private final String socketHandler;

    /** The latest packet that may be sent again, until the event loop turns to another task; or null. */
    private Packet packet;

    /** The frames of that packet: one of text, and one for each attachment. */
    private ByteBuf frames;

    /** @param socketHandler the name of the handler from which frames are written to the socket as they are */
    public BroadcastFrameCache(Configuration configuration, PatchedPacketEncoder encoder, String socketHandler)
            throws IOException {
        super(configuration, encoder);
        this.encoder = encoder;
        this.socketHandler = socketHandler;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof OutPacketMessage out && out.getTransport() == Transport.WEBSOCKET) {
            var queue = out.getClientHead().getPacketsQueue(Transport.WEBSOCKET);
            for (var next = queue.poll(); next != null; next = queue.poll()) {
                socketContext(ctx).write(isShared(next) ? sharedFrames(ctx, next) : encode(ctx, next));
            }
        }
        super.write(ctx, message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        socketContext(ctx).flush();
    }

    private ChannelHandlerContext socketContext(ChannelHandlerContext ctx) {
        return ctx.pipeline().context(socketHandler);
    }

    private static boolean isShared(Packet next) {
        return next.getSubType() == PacketType.EVENT && !next.isAckRequested();
    }

    private ByteBuf sharedFrames(ChannelHandlerContext ctx, Packet next) throws IOException {
        if (packet == null || !isSame(next)) {
            release();
            frames = encode(ctx, next);
            packet = next;
            ctx.executor().execute(this::release);
        }
        return frames.retainedDuplicate();
    }

    private ByteBuf encode(ChannelHandlerContext ctx, Packet next) throws IOException {
        var text = encoder.allocateBuffer(ctx.alloc());
        try {
            encoder.encodePacket(next, text, ctx.alloc(), true);
            var attachments = encoder.attachments();
            var size = text.readableBytes() + MAX_HEADER_SIZE;
            for (var i = 0; i < attachments.size(); i++) {
                size += attachments.get(i).length + MAX_HEADER_SIZE;
            }
            var encoded = ctx.alloc().ioBuffer(size);
            writeHeader(encoded, FINAL_TEXT_FRAME, text.readableBytes());
            encoded.writeBytes(text);
            for (var i = 0; i < attachments.size(); i++) {
                writeHeader(encoded, FINAL_BINARY_FRAME, attachments.get(i).length);
                encoded.writeBytes(attachments.get(i));
            }
            return encoded;
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

    private boolean isSame(Packet next) {
        return next == packet
                || next.getName().equals(packet.getName())
                        && next.getNsp().equals(packet.getNsp())
                        && (next.<List<?>>getData() == packet.getData()
                                || hasOnlyStrings(next)
                                        && next.<List<?>>getData().equals(packet.getData()));
    }

    /** Other arguments may have changed since they were encoded. */
    private static boolean hasOnlyStrings(Packet packet) {
        return packet.<List<?>>getData().stream().allMatch(String.class::isInstance);
    }

    private void release() {
        if (packet != null) {
            packet = null;
            frames.release();
        }
    }
}
