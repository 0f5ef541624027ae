package noom.socketio.session;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Ends a session with its WebSocket. netty-socketio keeps a session that is in no namespace. */
@Sharable
public final class WebSocketEndHandler extends ChannelInboundHandlerAdapter {
    private final SessionRegistry sessions;

    public WebSocketEndHandler(SessionRegistry sessions) {
        this.sessions = sessions;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        super.channelInactive(ctx);
        var session = ctx.channel().attr(Session.OF_WEB_SOCKET).get();
        if (session != null && session.webSocket() == ctx.channel() && sessions.isOpen(session)) {
            sessions.end(session);
        }
    }
}
