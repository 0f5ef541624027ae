package noom.socketio.session;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Keeps a session on polling when its upgrade to WebSocket fails. netty-socketio ends the session and sends DISCONNECT,
 * so a browser behind a proxy that cuts WebSockets stays away; its upgrade timer ends the session as well. {@link
 * SessionReaper} closes the WebSocket of an upgrade that is not completed in time.
 */
@Sharable
public final class UpgradeFailureHandler extends ChannelInboundHandlerAdapter {
    private final SessionRegistry sessions;

    public UpgradeFailureHandler(SessionRegistry sessions) {
        this.sessions = sessions;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        var session = ctx.channel().attr(Session.OF_WEB_SOCKET).get();
        if (session != null && sessions.isOpen(session) && session.isPolling()) {
            session.upgradeFailed();
        } else {
            super.channelInactive(ctx);
        }
    }
}
