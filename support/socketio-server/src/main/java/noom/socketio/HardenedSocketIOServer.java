package noom.socketio;

import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.listener.DisconnectListener;
import com.corundumstudio.socketio.namespace.Namespace;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import noom.socketio.broadcast.Adapter;
import noom.socketio.broadcast.NamespaceHub;
import noom.socketio.broadcast.RoomNamespace;
import noom.socketio.protocol.StrictJsonSupport;
import noom.socketio.session.SlowConsumerHandler;
import noom.socketio.session.Timeouts;

/**
 * netty-socketio, made fit for the public internet: Socket.IO protocol version 5 over Engine.IO protocol version 4. The
 * library's settings do a part of it; the packages below do the rest, one class a fault.
 *
 * <p>Everything runs on one thread, the event loop, as in Node: connect, event, disconnecting and disconnect listeners,
 * acknowledgement callbacks, {@link #execute} and {@link #schedule}. They run one after the other, so their state needs
 * no lock, and they must never block. Code on another thread hands its work over with {@link #execute}.
 *
 * <p>Connect listeners run when the client has been told that it is connected. A socket is in no room, is not counted
 * and hears no broadcast before that.
 *
 * <p>The methods of this class are about the main namespace. {@link #addNamespace} creates others. Attachments are of
 * type {@code byte[]}, in both directions; a listener that takes a {@code JsonNode} finds a {@code BinaryNode} in it.
 */
public final class HardenedSocketIOServer extends SocketIOServer {
    private static final int STOP_MILLIS = 250;

    static {
        // Here, because the arguments of the constructors load classes of Netty.
        NettyMemory.configure();
    }

    private final SocketIOPipeline pipeline;

    /** Created by {@link #addNamespace}, which the library's constructor calls: so it cannot be final. */
    private NamespaceHub namespaces;

    private EventLoopGroup acceptor;
    private EventLoopGroup eventLoop;
    private Channel listening;

    /** @param port where it will listen; 0 takes a free port */
    public HardenedSocketIOServer(int port) {
        this(port, Timeouts.STANDARD);
    }

    HardenedSocketIOServer(int port, Timeouts timeouts) {
        this(port, timeouts, new ExceptionLogger(), new StrictJsonSupport());
    }

    private HardenedSocketIOServer(
            int port, Timeouts timeouts, ExceptionLogger exceptionLogger, StrictJsonSupport json) {
        super(configuration(port, timeouts, exceptionLogger, json));
        pipeline = new SocketIOPipeline(exceptionLogger, timeouts, namespaces, json);
        setPipelineFactory(pipeline);
    }

    private static Configuration configuration(
            int port, Timeouts timeouts, ExceptionLogger exceptionLogger, StrictJsonSupport json) {
        var configuration = new Configuration();
        configuration.setPort(port);
        configuration.setExceptionListener(exceptionLogger);
        configuration.setJsonSupport(json);
        configuration.setUseLinuxNativeEpoll(EpollTransport.isAvailable());
        configuration.getSocketConfig().setReuseAddress(true);
        configuration.getSocketConfig().setTcpNoDelay(true);
        configuration.getSocketConfig().setWriteBufferWaterMarkLow(SlowConsumerHandler.WATER_MARK.low());
        configuration.getSocketConfig().setWriteBufferWaterMarkHigh(SlowConsumerHandler.WATER_MARK.high());
        configuration.setBossThreads(1);
        // One event loop: listeners never run at the same time, and frames are written in batches.
        configuration.setWorkerThreads(1);
        configuration.setPingInterval((int) timeouts.pingInterval().toMillis());
        // SessionReaper takes the place of these two timers.
        configuration.setPingTimeout(EventLoopScheduler.NEVER_MILLIS);
        configuration.setUpgradeTimeout(EventLoopScheduler.NEVER_MILLIS);
        // Otherwise the cookie "io" sets the session id, and a second tab takes over the session of the first.
        configuration.setRandomSession(true);
        // The other modes acknowledge an event before its listener does.
        configuration.setAckMode(AckMode.MANUAL);
        // The size limits count compressed bytes: 19 MB would pass as 64 KiB.
        configuration.setWebsocketCompression(false);
        configuration.setHttpCompression(false);
        configuration.setAddVersionHeader(false);
        return configuration;
    }

    /**
     * Calls the listener when a socket is about to leave, while its rooms are still known: Socket.IO's "disconnecting".
     * It runs once for each socket, before the disconnect listeners, however the session ends. In a disconnect listener
     * the socket is in no room any more.
     */
    public void addDisconnectingListener(DisconnectListener listener) {
        mainNamespace().addDisconnectingListener(listener);
    }

    /**
     * Opens the port.
     *
     * @throws IllegalStateException if it cannot be opened; its cause says why, and is a {@link java.net.BindException}
     *     if another program has the port. No thread is left behind.
     */
    @Override
    public void start() {
        var start = (ChannelFuture) startAsync();
        start.awaitUninterruptibly();
        if (!start.isSuccess()) {
            stopThreads();
            var cause = EpollTransport.asJavaException(start.cause());
            throw new IllegalStateException("The Socket.IO server could not be started.", cause);
        }
        listening = start.channel();
        Runnable sweep = () -> ExceptionLogger.run("The session reaper", pipeline::sweep);
        eventLoop.scheduleAtFixedRate(sweep, 1, 1, TimeUnit.SECONDS);
    }

    /** The port that the server listens on, once it is started. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /**
     * Frees the port at once and ends all sessions, within a second. Clients see their transport close and reconnect;
     * after a DISCONNECT packet they would stay away. Does nothing if the server is not started or is stopped already.
     */
    @Override
    public void stop() {
        if (listening == null || eventLoop.isShuttingDown()) {
            return;
        }
        listening.close().awaitUninterruptibly();
        eventLoop.submit(pipeline::endSessions).awaitUninterruptibly(STOP_MILLIS);
        pipeline.closeConnections();
        stopThreads();
    }

    /**
     * Runs a task on the event loop. What the task throws is logged.
     *
     * @throws IllegalStateException if the server is not started
     * @throws java.util.concurrent.RejectedExecutionException if the server is stopped
     */
    public void execute(Runnable task) {
        requireStarted();
        eventLoop.execute(() -> ExceptionLogger.run("A task", task));
    }

    /**
     * Runs a task on the event loop, once, after a delay. What the task throws is logged. When the server stops first,
     * the task does not run.
     *
     * @throws IllegalStateException if the server is not started
     * @throws java.util.concurrent.RejectedExecutionException if the server is stopped
     */
    public ScheduledFuture<?> schedule(Runnable task, Duration delay) {
        requireStarted();
        Runnable logged = () -> ExceptionLogger.run("A scheduled task", task);
        return eventLoop.schedule(logged, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Logs what a continuation throws: {@code future.thenAccept(…).exceptionally(io::logException)}. Without it the future
     * keeps the exception, and nobody sees it.
     *
     * @return null
     */
    public Void logException(Throwable exception) {
        ExceptionLogger.log("A continuation", exception);
        return null;
    }

    private void requireStarted() {
        if (eventLoop == null) {
            throw new IllegalStateException("The Socket.IO server is not started.");
        }
    }

    /** How many sessions are open, for tests. */
    int sessions() {
        return pipeline.sessions();
    }

    /** How many timers of the library wait, for tests. */
    int timers() {
        return pipeline.timers();
    }

    /** How many connections are open, for tests. */
    int connections() {
        return pipeline.connections();
    }

    /** How many bytes wait for all sockets, with Netty's overhead, for tests. */
    long pendingBytes() {
        return pipeline.pendingBytes();
    }

    @Override
    protected void applyConnectionOptions(ServerBootstrap bootstrap) {
        super.applyConnectionOptions(bootstrap);
        bootstrap.handler(new AcceptFailureHandler());
        // The library keeps its threads private, and takes 4 s to stop them.
        acceptor = bootstrap.config().group();
        eventLoop = bootstrap.config().childGroup();
        pipeline.runOn(eventLoop);
    }

    private void stopThreads() {
        acceptor.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS);
        eventLoop.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS);
        acceptor.terminationFuture().awaitUninterruptibly(STOP_MILLIS);
        eventLoop.terminationFuture().awaitUninterruptibly(STOP_MILLIS);
        pipeline.stop();
    }

    private RoomNamespace mainNamespace() {
        return namespaces.get(Namespace.DEFAULT_NAME);
    }

    // The library's own versions of the methods below ask a private hub, which has no namespace here.

    /**
     * The namespace with this name. It is created if it does not exist. A client that asks for another one is refused.
     *
     * @param name such as {@code /custom}
     */
    @Override
    public SocketIONamespace addNamespace(String name) {
        if (namespaces == null) {
            namespaces = new NamespaceHub(getConfiguration());
        }
        return namespaces.create(name);
    }

    /** The namespace with this name, or null. */
    @Override
    public SocketIONamespace getNamespace(String name) {
        return namespaces.get(name);
    }

    @Override
    public Collection<SocketIONamespace> getAllNamespaces() {
        return namespaces.getAllNamespaces();
    }

    @Override
    public void removeNamespace(String name) {
        namespaces.remove(name);
    }

    /** All connected sockets, as a live view. */
    @Override
    public Collection<SocketIOClient> getAllClients() {
        return mainNamespace().getAllClients();
    }

    @Override
    public SocketIOClient getClient(UUID session) {
        return mainNamespace().getClient(session);
    }

    /** Sends to all connected sockets. */
    @Override
    public BroadcastOperations getBroadcastOperations() {
        return mainNamespace().getBroadcastOperations();
    }

    /** Sends to the sockets that are in at least one of the rooms now, to each once. */
    @Override
    public BroadcastOperations getRoomOperations(String... rooms) {
        return mainNamespace().getRoomOperations(rooms);
    }

    /** Hands the broadcasts of the main namespace to an adapter from now on. The adapter delivers them. */
    public void setAdapter(Adapter adapter) {
        mainNamespace().setAdapter(adapter);
    }

    /** Sends to all connected sockets of this server, past the adapter. */
    public BroadcastOperations getLocalOperations() {
        return mainNamespace().getLocalOperations();
    }

    /** Sends to the sockets of this server that are in at least one of the rooms now, to each once, past the adapter. */
    public BroadcastOperations getLocalRoomOperations(String... rooms) {
        return mainNamespace().getLocalRoomOperations(rooms);
    }
}
