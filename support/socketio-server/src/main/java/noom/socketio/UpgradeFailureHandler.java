package noom.socketio;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * netty-socketio ends a session on polling when a WebSocket that was only tried out for it closes, and tells the
 * client to disconnect, so that a browser behind a bad proxy stays away for good: this keeps such a close from the
 * library, and the session stays on polling.
 */
@Sharable
final class UpgradeFailureHandler extends ChannelInboundHandlerAdapter {
    private final SessionRegistry sessions;

    UpgradeFailureHandler(SessionRegistry sessions) {
        this.sessions = sessions;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        var session = ctx.channel().attr(Session.UPGRADING).get();
        if (session != null && sessions.has(session) && session.polling()) {
            session.webSocket = null;
        } else {
            super.channelInactive(ctx);
        }
    }
}
