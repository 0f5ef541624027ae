package noom.support;

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
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.io.IOException;
import java.util.List;

/**
 * netty-socketio writes the JSON of what many are to hear anew for each of them: this writes it once, and gives the same
 * bytes to all who hear it by WebSocket. A packet that asks for an acknowledgement has a number of its own, and is left
 * to the library, and so is a poll.
 *
 * <p>One for all connections, on the server's one thread.
 */
@Sharable
final class SharedFrames extends EncoderHandler {
    private final PacketEncoder encoder;

    /** What was encoded last, until the thread turns to something else, or null. */
    private Packet packet;

    private ByteBuf bytes;

    SharedFrames(Configuration configuration, PacketEncoder encoder) throws IOException {
        super(configuration, encoder);
        this.encoder = encoder;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof OutPacketMessage out && out.getTransport() == Transport.WEBSOCKET) {
            var waiting = out.getClientHead().getPacketsQueue(Transport.WEBSOCKET);
            for (var next = waiting.peek(); next != null && isForMany(next); next = waiting.peek()) {
                encode(ctx, waiting.remove());
                ctx.write(new TextWebSocketFrame(bytes.retainedDuplicate()));
            }
        }
        // Whatever else waits, and the flush behind this write.
        super.write(ctx, message, promise);
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
        bytes = encoder.allocateBuffer(ctx.alloc());
        encoder.encodePacket(next, bytes, ctx.alloc(), true);
        packet = next;
        ctx.executor().execute(this::forget);
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
            bytes.release();
        }
    }
}
