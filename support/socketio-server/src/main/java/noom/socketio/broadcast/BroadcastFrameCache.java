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
 * Encodes an event that is sent to one socket after the other once, and writes the same bytes to each of its WebSockets, past
 * the handlers that would not change them. netty-socketio re-encodes it for every recipient, and corrupts its attachments.
 * Broadcasts come from {@link BroadcastBatcher}.
 *
 * <p>A packet is the same as the one before if it has the same list of arguments, or equal strings as arguments. A packet with an acknowledgement id is encoded for
 * each recipient. Polls are left to the library.
 *
 * <p>One for all connections, on the event loop.
 */
@Sharable
public final class BroadcastFrameCache extends EncoderHandler {
    /** Enough for most events. A buffer grows. */
    private static final int INITIAL_BYTES = 256;

    private final FrameEncoder encoder;
    private final BroadcastBatcher batcher;
    private final String socketHandler;

    /** The latest packet that may be sent again, until the event loop turns to another task; or null. */
    private Packet packet;

    /** The frames of that packet: one of text, and one for each attachment. */
    private ByteBuf frames;

    /**
     * Creates the cache of all connections.
     *
     * @param batcher its broadcasts go out before what is sent to a single socket
     * @param socketHandler the name of the handler from which frames are written to the socket as they are
     */
    public BroadcastFrameCache(
            Configuration configuration, PatchedPacketEncoder encoder, BroadcastBatcher batcher, String socketHandler)
            throws IOException {
        super(configuration, encoder);
        this.encoder = new FrameEncoder(encoder);
        this.batcher = batcher;
        this.socketHandler = socketHandler;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof OutPacketMessage out && out.getTransport() == Transport.WEBSOCKET) {
            batcher.flushBefore(ctx.channel());
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
        var encoded = ctx.alloc().ioBuffer(INITIAL_BYTES);
        try {
            encoder.encode(next, encoded, ctx.alloc());
            return encoded.retain();
        } finally {
            encoded.release();
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
