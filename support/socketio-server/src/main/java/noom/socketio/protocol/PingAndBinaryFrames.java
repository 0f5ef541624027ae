package noom.socketio.protocol;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;

/**
 * Answers a WebSocket ping with a pong (RFC 6455, section 5.5.2), and drops binary frames. netty-socketio ignores pings,
 * and parses a binary frame as text.
 */
@Sharable
public final class PingAndBinaryFrames extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof PingWebSocketFrame ping) {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content()));
        } else if (message instanceof BinaryWebSocketFrame binary) {
            binary.release();
        } else {
            super.channelRead(ctx, message);
        }
    }
}
