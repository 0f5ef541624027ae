package noom.socketio.validation;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/**
 * Closes a connection that sends a WebSocket frame with a reserved bit (RFC 6455, section 5.2). netty-socketio allows
 * extensions in its handshake without offering one, so that Netty's decoder lets the bits pass.
 */
@Sharable
public final class ReservedBitsValidator extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof WebSocketFrame frame && frame.rsv() != 0) {
            frame.release();
            ctx.close();
        } else {
            super.channelRead(ctx, message);
        }
    }
}
