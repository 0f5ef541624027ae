package noom.socketio;

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
 * netty-socketio writes what many are to hear anew for each of them, JSON and frame: this writes the frame once (RFC
 * 6455, section 5.2), and gives the same bytes to all who hear it by WebSocket, past the handlers that have
 * nothing left to do with them. A packet that asks for an acknowledgement has a number of its own, and is left to the
 * library, and so is a poll.
 *
 * <p>One for all connections, on the server's one thread.
 */
@Sharable
final class BroadcastFrameCache extends EncoderHandler {
    private static final int WHOLE_TEXT = 0x81;
    private static final int LONGEST_SHORT = 125;
    private static final int TWO_BYTES_FOLLOW = 126;
    private static final int LONGEST_IN_TWO_BYTES = 0xFFFF;
    private static final int EIGHT_BYTES_FOLLOW = 127;

    private final PacketEncoder encoder;

    /** What was encoded last, until the thread turns to something else, or null. */
    private Packet packet;

    private ByteBuf frame;

    BroadcastFrameCache(Configuration configuration, PacketEncoder encoder) throws IOException {
        super(configuration, encoder);
        this.encoder = encoder;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof OutPacketMessage out && out.getTransport() == Transport.WEBSOCKET) {
            var waiting = out.getClientHead().getPacketsQueue(Transport.WEBSOCKET);
            for (var next = waiting.peek(); next != null && isForMany(next); next = waiting.peek()) {
                encode(ctx, waiting.remove());
                nearTheSocket(ctx).write(frame.retainedDuplicate());
            }
        }
        // Whatever else waits.
        super.write(ctx, message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        nearTheSocket(ctx).flush();
    }

    private static ChannelHandlerContext nearTheSocket(ChannelHandlerContext ctx) {
        return ctx.pipeline().context(HardenedPipeline.NEAR_THE_SOCKET);
    }

    /** Whether it is an event of texts alone: two of them with the same texts are the same bytes. */
    private static boolean isForMany(Packet packet) {
        return packet.getSubType() == PacketType.EVENT
                && !packet.isAckRequested()
                && packet.<List<?>>getData().stream().allMatch(String.class::isInstance);
    }

    private void encode(ChannelHandlerContext ctx, Packet next) throws IOException {
        if (packet != null && isSame(next)) {
            return;
        }
        forget();
        var text = encoder.allocateBuffer(ctx.alloc());
        try {
            encoder.encodePacket(next, text, ctx.alloc(), true);
            frame = frame(ctx, text);
        } finally {
            text.release();
        }
        packet = next;
        ctx.executor().execute(this::forget);
    }

    private static ByteBuf frame(ChannelHandlerContext ctx, ByteBuf text) {
        var length = text.readableBytes();
        var frame = ctx.alloc().ioBuffer(length + 10).writeByte(WHOLE_TEXT);
        if (length <= LONGEST_SHORT) {
            frame.writeByte(length);
        } else if (length <= LONGEST_IN_TWO_BYTES) {
            frame.writeByte(TWO_BYTES_FOLLOW).writeShort(length);
        } else {
            frame.writeByte(EIGHT_BYTES_FOLLOW).writeLong(length);
        }
        return frame.writeBytes(text);
    }

    private boolean isSame(Packet next) {
        return next == packet
                || next.getName().equals(packet.getName())
                        && next.getNsp().equals(packet.getNsp())
                        && next.<List<?>>getData().equals(packet.getData());
    }

    private void forget() {
        if (packet != null) {
            packet = null;
            frame.release();
        }
    }
}
