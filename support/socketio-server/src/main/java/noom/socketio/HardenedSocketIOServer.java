package noom.socketio;

import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.listener.ConnectListener;
import com.corundumstudio.socketio.namespace.Namespace;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * netty-socketio as it comes is not safe to open to a classroom: this sets what its settings can mend, starts loudly
 * and stops at once, and puts the other classes of this package, one for each fault, where they belong.
 *
 * <p>All handlers run on one thread, as in Node: they see one message after the other, and must never wait.
 */
public final class HardenedSocketIOServer extends SocketIOServer {
    private static final int TOO_LATE_MILLIS = 3_600_000;
    private static final int STOP_MILLIS = 250;

    private final ConnectListenerHandler earlyConnects;
    private final HardenedPipeline pipeline;
    private EventLoopGroup acceptor;
    private EventLoopGroup worker;
    private Channel listening;

    /** @param port 0 takes a free one */
    public HardenedSocketIOServer(int port) {
        this(port, Timeouts.STANDARD);
    }

    HardenedSocketIOServer(int port, Timeouts patience) {
        this(port, patience, new ExceptionLogger());
    }

    private HardenedSocketIOServer(int port, Timeouts patience, ExceptionLogger failures) {
        super(settings(port, patience, failures));
        earlyConnects = new ConnectListenerHandler((Namespace) getNamespace(Namespace.DEFAULT_NAME));
        pipeline = new HardenedPipeline(failures, patience, earlyConnects);
        setPipelineFactory(pipeline);
    }

    private static Configuration settings(int port, Timeouts patience, ExceptionLogger failures) {
        NettyMemory.prepare();
        var settings = new Configuration();
        settings.setPort(port);
        settings.setExceptionListener(failures);
        settings.setJsonSupport(new StrictJsonSupport());
        settings.setUseLinuxNativeEpoll(EpollTransport.isAvailable());
        settings.getSocketConfig().setReuseAddress(true);
        settings.getSocketConfig().setTcpNoDelay(true);
        // One thread for all clients: no two handlers run at once, and what waits for a client is written together.
        settings.setBossThreads(1);
        settings.setWorkerThreads(1);
        settings.setPingInterval((int) patience.pingInterval().toMillis());
        // The library's own timers come too late to do harm: GonePeers and UpgradeFailureHandler are first.
        settings.setPingTimeout(TOO_LATE_MILLIS);
        settings.setUpgradeTimeout(TOO_LATE_MILLIS);
        // Otherwise the io cookie names the session, and a second tab takes over the first one's.
        settings.setRandomSession(true);
        // The other modes answer a request before a handler could.
        settings.setAckMode(AckMode.MANUAL);
        // Limits count compressed bytes: 19 MB would pass as 64 KiB.
        settings.setWebsocketCompression(false);
        settings.setHttpCompression(false);
        settings.setAddVersionHeader(false);
        return settings;
    }

    /** Calls the listener for everybody who connects, when they may be written to. */
    @Override
    public void addConnectListener(ConnectListener listener) {
        earlyConnects.add(listener);
    }

    /**
     * Opens the port.
     *
     * @throws IllegalStateException with the reason as its cause, a {@link java.net.BindException} if another program
     *     has the port; no thread is left behind
     */
    @Override
    public void start() {
        var start = (ChannelFuture) startAsync();
        start.awaitUninterruptibly();
        if (!start.isSuccess()) {
            endThreads();
            var cause = EpollTransport.asJavaTellsIt(start.cause());
            throw new IllegalStateException("The Socket.IO server could not be started.", cause);
        }
        listening = start.channel();
        worker.scheduleAtFixedRate(pipeline::sweep, 1, 1, TimeUnit.SECONDS);
    }

    /** The port that is really open. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /**
     * Frees the port at once and ends all connections, within a second. Clients see their transport close and come back;
     * after a disconnect packet from the server they would stay away.
     */
    @Override
    public void stop() {
        listening.close().awaitUninterruptibly();
        worker.submit(pipeline::endSessions).awaitUninterruptibly(STOP_MILLIS);
        pipeline.closeConnections();
        endThreads();
    }

    /** How many sessions are open, for the tests. */
    int sessions() {
        return pipeline.sessions();
    }

    /** How many connections are open, for the tests. */
    int connections() {
        return pipeline.connections();
    }

    @Override
    protected void applyConnectionOptions(ServerBootstrap bootstrap) {
        super.applyConnectionOptions(bootstrap);
        // The library keeps its threads to itself, and takes 4 s to end them.
        acceptor = bootstrap.config().group();
        worker = bootstrap.config().childGroup();
    }

    private void endThreads() {
        acceptor.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS);
        worker.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS);
        acceptor.terminationFuture().awaitUninterruptibly(STOP_MILLIS);
        worker.terminationFuture().awaitUninterruptibly(STOP_MILLIS);
        pipeline.stop();
    }

    public void addDisconnectingListener(com.corundumstudio.socketio.listener.DisconnectListener listener) {
        addDisconnectListener(listener);
    }

    public java.util.concurrent.ScheduledFuture<?> schedule(Runnable task, java.time.Duration delay) {
        return worker.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}
