package noom.socketio.session;

import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.messages.PacketsMessage;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Answers the probe of an upgrade, and sends a NOOP to the waiting poll every 100 ms until the upgrade is done, as the
 * Engine.IO protocol asks (version 4, "Upgrade"). netty-socketio sends one NOOP, and where that answers an earlier poll,
 * the client waits for its last poll until the next ping. Where no poll waits, its NOOP is sent over the WebSocket.
 */
@Sharable
public final class UpgradeNoopHandler extends ChannelInboundHandlerAdapter {
    private static final String PROBE = "2probe";
    private static final String UPGRADE = "5";
    private static final int INTERVAL_MILLIS = 100;

    private final SessionRegistry sessions;

    public UpgradeNoopHandler(SessionRegistry sessions) {
        this.sessions = sessions;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof PacketsMessage packets
                && packets.getTransport() == Transport.WEBSOCKET
                && packets.getClient().getCurrentTransport() == Transport.POLLING) {
            var session = sessions.get(packets.getClient().getSessionId());
            switch (packets.getContent().toString(StandardCharsets.UTF_8)) {
                case PROBE -> answerProbe(ctx, session);
                case UPGRADE -> upgrade(session);
                default -> super.channelRead(ctx, message);
            }
        } else {
            super.channelRead(ctx, message);
        }
    }

    private void answerProbe(ChannelHandlerContext ctx, Session session) {
        var pong = new Packet(PacketType.PONG, EngineIOVersion.V4);
        pong.setData("probe");
        session.client().send(pong, Transport.WEBSOCKET);
        if (session.isFirstProbe()) {
            answerPolls(ctx, session);
        }
    }

    private void answerPolls(ChannelHandlerContext ctx, Session session) {
        if (ctx.channel().isActive() && sessions.isOpen(session) && session.isPolling()) {
            answerPoll(session);
            ctx.executor().schedule(() -> answerPolls(ctx, session), INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static void answerPoll(Session session) {
        if (session.isPollWaiting()) {
            session.client().send(new Packet(PacketType.NOOP, EngineIOVersion.V4), Transport.POLLING);
        }
    }

    /** The library does this only for a session that is in the main namespace. */
    private static void upgrade(Session session) {
        answerPoll(session);
        session.client().upgradeCurrentTransport(Transport.WEBSOCKET);
    }
}
