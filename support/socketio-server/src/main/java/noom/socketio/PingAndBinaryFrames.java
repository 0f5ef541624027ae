package noom.socketio;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;

/**
 * netty-socketio leaves a WebSocket ping without the pong that RFC 6455, section 5.5.2, asks for, and reads a binary
 * frame as if it were text: this answers the one and leaves out the other.
 */
@Sharable
final class PingAndBinaryFrames extends ChannelInboundHandlerAdapter {
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
