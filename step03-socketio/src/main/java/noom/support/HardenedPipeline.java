package noom.support;

import com.corundumstudio.socketio.SocketIOChannelInitializer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;

/** The library's handlers of a connection, and between them ours. Each guards against one fault. */
final class HardenedPipeline extends SocketIOChannelInitializer {
    private static final int STOP_MILLIS = 500;

    private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
    private final UpgradeStall upgradeStall = new UpgradeStall();

    @Override
    protected void initChannel(Channel connection) throws Exception {
        connections.add(connection);
        super.initChannel(connection);
    }

    @Override
    protected void addSocketioHandlers(ChannelPipeline pipeline) {
        super.addSocketioHandlers(pipeline);
        pipeline.addBefore(PACKET_HANDLER, "upgradeStall", upgradeStall);
    }

    void closeConnections() {
        connections.close().awaitUninterruptibly(STOP_MILLIS);
    }
}
