package noom.socketio.session;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;

/**
 * Closes a connection when more waits for its socket than Netty's high watermark. netty-socketio goes on writing, so
 * that one client that does not read fills the memory.
 */
@Sharable
public final class SlowConsumerHandler extends ChannelInboundHandlerAdapter {
    private static final int MAX_WAITING_BYTES = 2 * 1_024 * 1_024;

    /**
     * The watermarks of every connection. Netty counts 96 bytes for each write beside its content: 4,096 messages of
     * 400 bytes may wait, also if each was written alone. Nothing happens at the low watermark, because the connection is closed at the high one.
     */
    public static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(0, MAX_WAITING_BYTES);

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        if (!ctx.channel().isWritable()) {
            ctx.close();
        }
        super.channelWritabilityChanged(ctx);
    }
}
