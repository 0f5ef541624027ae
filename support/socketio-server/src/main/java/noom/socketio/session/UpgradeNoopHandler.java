package noom.socketio.session;

import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.handler.ClientHead;
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
 * Sends a NOOP to the waiting poll every 100 ms until an upgrade is done, as the Engine.IO protocol asks (version 4,
 * "Upgrade"). netty-socketio sends one NOOP, and where that answers an earlier poll, the client waits for its last poll
 * until the next ping.
 */
@Sharable
public final class UpgradeNoopHandler extends ChannelInboundHandlerAdapter {
    private static final String PROBE = "2probe";
    private static final int INTERVAL_MILLIS = 100;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        var isProbe = message instanceof PacketsMessage packets
                && packets.getContent().toString(StandardCharsets.UTF_8).equals(PROBE);
        super.channelRead(ctx, message);
        if (isProbe) {
            scheduleNoop(ctx, ((PacketsMessage) message).getClient());
        }
    }

    private static void scheduleNoop(ChannelHandlerContext ctx, ClientHead client) {
        Runnable noop = () -> {
            if (isUpgrading(ctx, client)) {
                answerPoll(client);
                scheduleNoop(ctx, client);
            }
        };
        ctx.executor().schedule(noop, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static boolean isUpgrading(ChannelHandlerContext ctx, ClientHead client) {
        return ctx.channel().isActive() && client.isConnected() && client.getCurrentTransport() == Transport.POLLING;
    }

    private static void answerPoll(ClientHead client) {
        // A packet that waits already answers the next poll.
        if (client.getPacketsQueue(Transport.POLLING).isEmpty()) {
            client.send(new Packet(PacketType.NOOP, EngineIOVersion.V4), Transport.POLLING);
        }
    }
}
