package noom.socketio;

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
 * netty-socketio 2.0 lets an upgrade to WebSocket hang: a browser waits for its last poll to be answered before it
 * changes over, the server answers the probe with a single NOOP for that poll, and where the NOOP meets the poll
 * before, the last one waits for ever. This sends a NOOP to the waiting poll every 100 ms until the upgrade is done, as
 * the Engine.IO protocol wants it (version 4, "Upgrade").
 */
@Sharable
final class UpgradeNoopHandler extends ChannelInboundHandlerAdapter {
    private static final String PROBE = "2probe";
    private static final int PAUSE_MILLIS = 100;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        var probe = message instanceof PacketsMessage packets
                && packets.getContent().toString(StandardCharsets.UTF_8).equals(PROBE);
        super.channelRead(ctx, message);
        if (probe) {
            freeThePoll(ctx, ((PacketsMessage) message).getClient());
        }
    }

    private static void freeThePoll(ChannelHandlerContext ctx, ClientHead client) {
        ctx.executor()
                .schedule(
                        () -> {
                            if (upgrading(ctx, client)) {
                                answerThePoll(client);
                                freeThePoll(ctx, client);
                            }
                        },
                        PAUSE_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private static boolean upgrading(ChannelHandlerContext ctx, ClientHead client) {
        return ctx.channel().isActive() && client.isConnected() && client.getCurrentTransport() == Transport.POLLING;
    }

    private static void answerThePoll(ClientHead client) {
        // A packet that still waits there answers the next poll just as well.
        if (client.getPacketsQueue(Transport.POLLING).isEmpty()) {
            client.send(new Packet(PacketType.NOOP, EngineIOVersion.V4), Transport.POLLING);
        }
    }
}
