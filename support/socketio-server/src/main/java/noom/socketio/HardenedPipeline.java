package noom.socketio;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The library's handlers of a connection, and between them ours, each against one fault. */
final class HardenedPipeline extends SocketIOChannelInitializer {
    /** The handler before which a connection knows only bytes. What is sent from here passes no TLS handler. */
    static final String NEAR_THE_SOCKET = "silence";

    private static final int STOP_MILLIS = 250;
    private static final int SILENCE_SECONDS = 30;
    private static final int FRAMES_A_FLUSH = 256;

    private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
    private final SessionRegistry sessions = new SessionRegistry(this);
    private final ExceptionLogger failures;
    private final Timeouts patience;
    private final ConnectListenerHandler earlyConnects;
    private final AbandonedHandshakes abandonedHandshakes;
    private final GonePeers gonePeers;

    private BroadcastFrameCache encoder;

    HardenedPipeline(ExceptionLogger failures, Timeouts patience, ConnectListenerHandler earlyConnects) {
        this.failures = failures;
        this.patience = patience;
        this.earlyConnects = earlyConnects;
        abandonedHandshakes = new AbandonedHandshakes(sessions, patience);
        gonePeers = new GonePeers(patience);
    }

    @Override
    public void start(Configuration configuration, NamespacesHub namespaces) {
        super.start(configuration, namespaces);
        try {
            encoder = new BroadcastFrameCache(configuration, new PatchedPacketEncoder(configuration, patience));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void initChannel(Channel connection) throws Exception {
        connections.add(connection);
        super.initChannel(connection);
    }

    @Override
    protected void addSocketioHandlers(ChannelPipeline pipeline) {
        super.addSocketioHandlers(pipeline);
        // Whoever has a session is heard more often. This is for the connections that have none.
        pipeline.addFirst(NEAR_THE_SOCKET, new ReadTimeoutHandler(SILENCE_SECONDS));
        pipeline.addFirst("slowReaders", new SlowConsumerHandler());
        // What waits for a client is written together: one system call for many frames.
        pipeline.addFirst("flushes", new FlushConsolidationHandler(FRAMES_A_FLUSH, true));
        pipeline.addAfter(HTTP_ENCODER, "honestAnswers", new ConnectionCloseHeader());
        pipeline.addBefore(PACKET_HANDLER, "strangeRequests", new RequestValidator(sessions));
        pipeline.addBefore(PACKET_HANDLER, "strangePackets", new PacketValidator(sessions));
        pipeline.addBefore(PACKET_HANDLER, "earlyConnects", earlyConnects);
        pipeline.addBefore(PACKET_HANDLER, "upgradeStall", new UpgradeNoopHandler());
        pipeline.addAfter(AUTHORIZE_HANDLER, "abandonedHandshakes", abandonedHandshakes);
        pipeline.addBefore(WEB_SOCKET_TRANSPORT, "otherFrames", new PingAndBinaryFrames());
        pipeline.addBefore(WEB_SOCKET_TRANSPORT, "utf8", new Utf8FrameValidator());
        pipeline.addBefore(WEB_SOCKET_TRANSPORT, "failedUpgrades", new UpgradeFailureHandler(sessions));
        pipeline.replace(SOCKETIO_ENCODER, SOCKETIO_ENCODER, encoder);
        pipeline.addLast("failures", new ExceptionLogger.AtTheEnd(failures));
    }

    @Override
    public void onDisconnect(ClientHead client) {
        super.onDisconnect(client);
        sessions.ended(client);
    }

    /** Ends the sessions that only cost. Called once a second. */
    void sweep() {
        sessions.endIf(abandonedHandshakes::abandoned);
        sessions.endIf(gonePeers::gone);
        sessions.endIf(SlowConsumerHandler::polledTooSeldom);
    }

    void endSessions() {
        sessions.endIf(session -> true);
    }

    void closeConnections() {
        connections.close().awaitUninterruptibly(STOP_MILLIS);
    }

    /** How many sessions are open, for the tests. */
    int sessions() {
        return sessions.count();
    }

    /** How many connections are open, for the tests. */
    int connections() {
        return connections.size();
    }
}
