package noom.socketio.validation;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;

/**
 * Accepts and closes a WebSocket for a session that has one, as Node's server does. In netty-socketio it takes the session
 * over.
 */
final class SecondWebSocket {
    private SecondWebSocket() {}

    static void close(ChannelHandlerContext ctx, FullHttpRequest request) {
        var handshaker = new WebSocketServerHandshakerFactory(request.uri(), null, false).newHandshaker(request);
        handshaker
                .handshake(ctx.channel(), request)
                .addListener(done -> ctx.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.POLICY_VIOLATION))
                        .addListener(ChannelFutureListener.CLOSE));
    }
}
