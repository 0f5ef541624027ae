package noom.socketio.session;

import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.handler.ClientHead;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpRequest;

/**
 * Registers the session that a handshake has opened. netty-socketio knows a session only by its id and does not list
 * sessions, so nothing could end one that goes no further.
 */
@Sharable
public final class SessionOpener extends ChannelInboundHandlerAdapter {
    private final SessionRegistry sessions;

    public SessionOpener(SessionRegistry sessions) {
        this.sessions = sessions;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        var client = ctx.channel().attr(ClientHead.CLIENT).get();
        if (message instanceof FullHttpRequest && client != null) {
            var session = sessions.open(client);
            if (client.getCurrentTransport() == Transport.WEBSOCKET) {
                session.webSocket(ctx.channel());
            }
        }
        super.channelRead(ctx, message);
    }
}
