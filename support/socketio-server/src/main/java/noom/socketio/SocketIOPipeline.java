package noom.socketio;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.ack.AckManager;
import com.corundumstudio.socketio.handler.AuthorizeHandler;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.handler.ClientsBox;
import com.corundumstudio.socketio.handler.InPacketHandler;
import com.corundumstudio.socketio.handler.PacketListener;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import com.corundumstudio.socketio.protocol.PacketDecoder;
import com.corundumstudio.socketio.transport.PollingTransport;
import com.corundumstudio.socketio.transport.WebSocketTransport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import noom.socketio.broadcast.BroadcastBatcher;
import noom.socketio.broadcast.BroadcastFrameCache;
import noom.socketio.broadcast.FrameEncoder;
import noom.socketio.broadcast.NamespaceHub;
import noom.socketio.protocol.BinaryPacketHandler;
import noom.socketio.protocol.BinaryWebSocketTransport;
import noom.socketio.protocol.ConnectionCloseHeader;
import noom.socketio.protocol.PatchedPacketEncoder;
import noom.socketio.protocol.PingFrames;
import noom.socketio.protocol.StrictJsonSupport;
import noom.socketio.session.NamespaceConnector;
import noom.socketio.session.SessionOpener;
import noom.socketio.session.SessionReaper;
import noom.socketio.session.SessionRegistry;
import noom.socketio.session.SlowConsumerHandler;
import noom.socketio.session.Timeouts;
import noom.socketio.session.UpgradeFailureHandler;
import noom.socketio.session.UpgradeNoopHandler;
import noom.socketio.session.WebSocketEndHandler;
import noom.socketio.validation.PacketValidator;
import noom.socketio.validation.PreflightHandler;
import noom.socketio.validation.RequestValidator;
import noom.socketio.validation.ReservedBitsValidator;

/**
 * The handlers of a connection, in their order: the library's, and between them ours, each against one fault.
 * netty-socketio's initializer has no seams for its timers, acknowledgements and namespace, and leaks a timer thread.
 */
final class SocketIOPipeline extends SocketIOChannelInitializer {
    private static final String SOCKET = "socket";
    private static final int CLOSE_MILLIS = 250;
    private static final int READ_TIMEOUT_SECONDS = 30;
    private static final int WRITES_PER_FLUSH = 256;

    /** Cookies of other programs on this host come along, so the limit is Node's. */
    private static final HttpDecoderConfig HTTP_DECODER =
            new HttpDecoderConfig().setMaxHeaderSize(RequestValidator.MAX_HEADER_SIZE);

    private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
    private final ClientsBox clients = new ClientsBox();
    private final EventLoopScheduler scheduler = new EventLoopScheduler();
    private final AckManager acknowledgements = new GuardedAckManager(scheduler);
    private final SessionRegistry sessions = new SessionRegistry(this);
    private final SlowConsumerHandler slowConsumerHandler = new SlowConsumerHandler();
    private final ConnectionCloseHeader connectionCloseHeader = new ConnectionCloseHeader();
    private final UpgradeNoopHandler upgradeNoopHandler = new UpgradeNoopHandler(sessions);
    private final SessionOpener sessionOpener = new SessionOpener(sessions);
    private final PreflightHandler preflightHandler = new PreflightHandler();
    private final ReservedBitsValidator reservedBitsValidator = new ReservedBitsValidator();
    private final PingFrames pingFrames = new PingFrames();
    private final UpgradeFailureHandler upgradeFailureHandler = new UpgradeFailureHandler(sessions);
    private final WebSocketEndHandler webSocketEndHandler = new WebSocketEndHandler(sessions);
    private final ExceptionLogger.Tail exceptionLogger;
    private final PacketValidator packetValidator;
    private final SessionReaper reaper;
    private final NamespaceHub namespaces;
    private final StrictJsonSupport json;
    private final Timeouts timeouts;

    private Configuration configuration;
    private AuthorizeHandler authorizeHandler;
    private PollingTransport pollingTransport;
    private WebSocketTransport webSocketTransport;
    private InPacketHandler packetHandler;
    private BinaryPacketHandler binaryPacketHandler;
    private BroadcastBatcher batcher;
    private BroadcastFrameCache encoder;

    SocketIOPipeline(
            ExceptionLogger exceptionLogger, Timeouts timeouts, NamespaceHub namespaces, StrictJsonSupport json) {
        this.exceptionLogger = new ExceptionLogger.Tail(exceptionLogger);
        this.timeouts = timeouts;
        this.namespaces = namespaces;
        this.json = json;
        packetValidator = new PacketValidator(sessions, new NamespaceConnector(namespaces, sessions, acknowledgements));
        reaper = new SessionReaper(sessions, timeouts);
    }

    /** Creates the library's shared handlers. The library's hub is not used: it has a namespace of its own kind. */
    @Override
    public void start(Configuration configuration, NamespacesHub unused) {
        this.configuration = configuration;
        var stores = configuration.getStoreFactory();
        authorizeHandler = new AuthorizeHandler(
                configuration.getContext() + "/",
                scheduler,
                configuration,
                namespaces,
                stores,
                this,
                acknowledgements,
                clients);
        stores.init(namespaces, authorizeHandler, configuration.getJsonSupport());
        var decoder = new PacketDecoder(configuration.getJsonSupport(), acknowledgements);
        pollingTransport = new PollingTransport(decoder, authorizeHandler, clients);
        webSocketTransport = new BinaryWebSocketTransport(authorizeHandler, configuration, scheduler, clients);
        var listener = new PacketListener(acknowledgements, namespaces, pollingTransport, scheduler);
        binaryPacketHandler = new BinaryPacketHandler(json, namespaces, acknowledgements, listener);
        packetHandler = new InPacketHandler(listener, decoder, namespaces, configuration.getExceptionListener());
        var packetEncoder = new PatchedPacketEncoder(configuration, timeouts);
        batcher = new BroadcastBatcher(sessions, new FrameEncoder(packetEncoder));
        namespaces.setBatcher(batcher);
        try {
            encoder = new BroadcastFrameCache(configuration, packetEncoder, batcher, SOCKET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets the event loop of all connections and timers. To be called before the first connection. */
    void runOn(EventExecutorGroup eventLoop) {
        scheduler.runOn(eventLoop);
        batcher.runOn(eventLoop);
    }

    @Override
    protected void initChannel(Channel connection) {
        connections.add(connection);
        addSocketioHandlers(connection.pipeline());
    }

    /** Input runs from the first handler to the last, output from the last to the first. */
    @Override
    protected void addSocketioHandlers(ChannelPipeline pipeline) {
        // Bytes.
        pipeline.addLast("flushConsolidation", new FlushConsolidationHandler(WRITES_PER_FLUSH, true));
        pipeline.addLast("slowConsumer", slowConsumerHandler);
        pipeline.addLast(SOCKET, new ReadTimeoutHandler(READ_TIMEOUT_SECONDS));
        // HTTP. An upgrade replaces the decoder and the encoder by those of WebSocket frames.
        pipeline.addLast(HTTP_REQUEST_DECODER, new HttpRequestDecoder(HTTP_DECODER));
        pipeline.addLast(HTTP_ENCODER, new HttpResponseEncoder());
        pipeline.addLast("connectionCloseHeader", connectionCloseHeader);
        pipeline.addLast(HTTP_AGGREGATOR, new HttpObjectAggregator(configuration.getMaxHttpContentLength()));
        pipeline.addLast("preflight", preflightHandler);
        pipeline.addLast("requestValidator", new RequestValidator(sessions, reaper));
        // Packets. The transports below send them through the pipeline again, from its beginning to here.
        pipeline.addLast("packetValidator", packetValidator);
        pipeline.addLast("upgradeNoop", upgradeNoopHandler);
        pipeline.addLast("binaryPacketHandler", binaryPacketHandler);
        pipeline.addLast(PACKET_HANDLER, packetHandler);
        // Sessions and transports.
        pipeline.addLast(AUTHORIZE_HANDLER, authorizeHandler);
        pipeline.addLast("sessionOpener", sessionOpener);
        pipeline.addLast(XHR_POLLING_TRANSPORT, pollingTransport);
        pipeline.addLast("reservedBitsValidator", reservedBitsValidator);
        pipeline.addLast("pingFrames", pingFrames);
        pipeline.addLast("utf8Validator", new Utf8FrameValidator());
        pipeline.addLast("upgradeFailure", upgradeFailureHandler);
        pipeline.addLast("webSocketEnd", webSocketEndHandler);
        pipeline.addLast(WEB_SOCKET_TRANSPORT, webSocketTransport);
        // Packets to the client start here.
        pipeline.addLast(SOCKETIO_ENCODER, encoder);
        pipeline.addLast("exceptionLogger", exceptionLogger);
    }

    @Override
    public void onDisconnect(ClientHead client) {
        if (client.isConnected()) {
            return; // It has left its last namespace, and may join again.
        }
        acknowledgements.onDisconnect(client);
        authorizeHandler.onDisconnect(client);
        configuration.getStoreFactory().onDisconnect(client);
        sessions.closed(client);
    }

    @Override
    public void stop() {
        configuration.getStoreFactory().shutdown();
    }

    /** Ends the sessions that only cost. To be called once a second, on the event loop. */
    void sweep() {
        reaper.sweep();
    }

    /** Ends all sessions. For the event loop. */
    void endSessions() {
        sessions.endAll();
    }

    /** Closes all connections, within 250 ms. */
    void closeConnections() {
        connections.close().awaitUninterruptibly(CLOSE_MILLIS);
    }

    /** How many sessions are open, for tests. */
    int sessions() {
        return sessions.count();
    }

    /** How many timers of the library wait, for tests. */
    int timers() {
        return scheduler.count();
    }

    /** How many connections are open, for tests. */
    int connections() {
        return connections.size();
    }

    /** How many bytes wait for the sockets, with Netty's overhead, for tests. */
    long pendingBytes() {
        return connections.stream()
                .map(connection -> connection.unsafe().outboundBuffer())
                .filter(Objects::nonNull)
                .mapToLong(ChannelOutboundBuffer::totalPendingWriteBytes)
                .sum();
    }
}
