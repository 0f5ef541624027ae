package noom.socketio.session;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Keeps a session on polling when its upgrade to WebSocket fails. netty-socketio ends the session and sends DISCONNECT,
 * so a browser behind a proxy that cuts WebSockets stays away; its upgrade timer ends the session as well.
 */
@Sharable
public final class UpgradeFailureHandler extends ChannelInboundHandlerAdapter {
    private final SessionRegistry sessions;
    private final Consumer<UUID> cancelUpgradeTimer;

    public UpgradeFailureHandler(SessionRegistry sessions, Consumer<UUID> cancelUpgradeTimer) {
        this.sessions = sessions;
        this.cancelUpgradeTimer = cancelUpgradeTimer;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        var session = ctx.channel().attr(Session.UPGRADING).get();
        if (session != null && sessions.isOpen(session) && session.isPolling()) {
            session.webSocket(null);
            cancelUpgradeTimer.accept(session.id());
        } else {
            super.channelInactive(ctx);
        }
    }
}
