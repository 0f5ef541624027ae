package noom.socketio;

import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.handler.ClientHead;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpRequest;
import java.time.Duration;

/**
 * netty-socketio takes a client for connected as soon as it has a session id, and some that come no further are kept
 * for ever: this ends a session whose client has not sent CONNECT 10 s after its handshake.
 */
@Sharable
final class AbandonedHandshakes extends ChannelInboundHandlerAdapter {
    private final SessionRegistry sessions;
    private final Duration patience;

    AbandonedHandshakes(SessionRegistry sessions, Timeouts patience) {
        this.sessions = sessions;
        this.patience = patience.toJoin();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        var newcomer = ctx.channel().attr(ClientHead.CLIENT).get();
        if (message instanceof FullHttpRequest && newcomer != null) {
            var session = sessions.open(newcomer);
            if (newcomer.getCurrentTransport() == Transport.WEBSOCKET) {
                session.webSocket = ctx.channel();
            }
        }
        super.channelRead(ctx, message);
    }

    boolean abandoned(Session session) {
        return !session.joined && session.age().compareTo(patience) > 0;
    }
}
