package noom.socketio.broadcast;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.handler.EncoderHandler;
import com.corundumstudio.socketio.messages.OutPacketMessage;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketEncoder;
import com.corundumstudio.socketio.protocol.PacketType;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.util.List;

/**
 * Encodes a broadcast once, JSON and WebSocket frame (RFC 6455, section 5.2), and writes the same bytes to each of its
 * WebSockets, past the handlers that would not change them. netty-socketio re-encodes it for every recipient.
 *
 * <p>A packet is the same as the one before if it is the same object, as in a broadcast, or has the same strings as
 * arguments, as when an event is sent to one socket after the other. Everything else is left to the library: polls,
 * binary arguments, and packets with an acknowledgement id, which differs for each recipient.
 *
 * <p>One for all connections, on the event loop.
 */
@Sharable
public final class BroadcastFrameCache extends EncoderHandler {
    private static final int FINAL_TEXT_FRAME = 0x81;
    private static final int MAX_SEVEN_BIT_LENGTH = 125;
    private static final int SIXTEEN_BIT_LENGTH = 126;
    private static final int MAX_SIXTEEN_BIT_LENGTH = 0xFFFF;
    private static final int SIXTY_FOUR_BIT_LENGTH = 127;

    private final PacketEncoder encoder;
    private final String socketHandler;

    /** The latest packet, until the event loop turns to another task; or null. */
    private Packet packet;

    private ByteBuf frame;

    /** @param socketHandler the name of the handler from which frames are written to the socket as they are */
    public BroadcastFrameCache(Configuration configuration, PacketEncoder encoder, String socketHandler)
            throws IOException {
        super(configuration, encoder);
        this.encoder = encoder;
        this.socketHandler = socketHandler;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof OutPacketMessage out && out.getTransport() == Transport.WEBSOCKET) {
            var queue = out.getClientHead().getPacketsQueue(Transport.WEBSOCKET);
            for (var next = queue.peek(); next != null && encode(ctx, next); next = queue.peek()) {
                queue.remove();
                socketContext(ctx).write(frame.retainedDuplicate());
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

    /** Makes the packet's frame the current one. False if the packet is left to the library. */
    private boolean encode(ChannelHandlerContext ctx, Packet next) throws IOException {
        if (next.getSubType() != PacketType.EVENT || next.isAckRequested()) {
            return false;
        }
        if (packet != null && isSame(next)) {
            return true;
        }
        release();
        var text = encoder.allocateBuffer(ctx.alloc());
        try {
            encoder.encodePacket(next, text, ctx.alloc(), true);
            if (next.getSubType() != PacketType.EVENT) {
                return false; // The encoder found binary arguments.
            }
            frame = frame(ctx, text);
        } finally {
            text.release();
        }
        packet = next;
        ctx.executor().execute(this::release);
        return true;
    }

    private static ByteBuf frame(ChannelHandlerContext ctx, ByteBuf text) {
        var length = text.readableBytes();
        var frame = ctx.alloc().ioBuffer(length + 10).writeByte(FINAL_TEXT_FRAME);
        if (length <= MAX_SEVEN_BIT_LENGTH) {
            frame.writeByte(length);
        } else if (length <= MAX_SIXTEEN_BIT_LENGTH) {
            frame.writeByte(SIXTEEN_BIT_LENGTH).writeShort(length);
        } else {
            frame.writeByte(SIXTY_FOUR_BIT_LENGTH).writeLong(length);
        }
        return frame.writeBytes(text);
    }

    private boolean isSame(Packet next) {
        return next == packet
                || next.getName().equals(packet.getName())
                        && next.getNsp().equals(packet.getNsp())
                        && hasOnlyStrings(next)
                        && next.<List<?>>getData().equals(packet.getData());
    }

    /** Other arguments may have changed since they were encoded. */
    private static boolean hasOnlyStrings(Packet packet) {
        return packet.<List<?>>getData().stream().allMatch(String.class::isInstance);
    }

    private void release() {
        if (packet != null) {
            packet = null;
            frame.release();
        }
    }
}
