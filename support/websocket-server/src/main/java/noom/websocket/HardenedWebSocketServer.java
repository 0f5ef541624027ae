package noom.websocket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import noom.runtime.OriginPolicy;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.server.WebSocketServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket server for the public internet: Java-WebSocket with the checks and timeouts of this package. {@link #open}
 * returns when the port is open, or throws; the library's own start returns before it knows.
 *
 * <p>Threads: the library reads and writes on one selector thread, and calls {@link #onOpen} and {@link #onMessage} on
 * one decoder thread, so messages are handled one after the other, in order. {@link #onClose} may also run on the thread that
 * ended the connection, but never before {@link #onOpen} has returned. A handler must not block. Every 50 ms one maintenance thread looks at all connections.
 */
public abstract class HardenedWebSocketServer extends WebSocketServer {
    private static final Logger LOG = LoggerFactory.getLogger(HardenedWebSocketServer.class);

    /** One decoder, so that messages are handled in order. */
    private static final int DECODERS = 1;

    private static final int PING_INTERVAL_SECONDS = 10;
    private static final int MAINTENANCE_INTERVAL_MILLIS = 50;
    private static final int STOP_TIMEOUT_MILLIS = 900;

    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final RunningTime runningTime = new RunningTime();
    private final HandlerRunner handlers = new HandlerRunner();
    private final Heartbeat heartbeat = new Heartbeat(runningTime);
    private final HandshakeTimeout handshakeTimeout = new HandshakeTimeout(runningTime);
    private final BroadcastBatch batch = new BroadcastBatch();
    private final ConnectionRegistry connections = new ConnectionRegistry(handlers, heartbeat, batch);
    private final Acceptor acceptor = new Acceptor();
    private final ScheduledExecutorService maintenance = Executors.newSingleThreadScheduledExecutor();

    /** The library's selector thread, once the port is open. */
    private volatile Thread selector;

    /** @param port 0 takes a free port */
    protected HardenedWebSocketServer(int port) {
        super(new InetSocketAddress(port), DECODERS, List.of(new FrameValidator()));
    }

    /**
     * Opens the port. Can be called once.
     *
     * @throws UncheckedIOException if the port cannot be opened; the cause says why
     */
    public void open() {
        setReuseAddr(true);
        setTcpNoDelay(true);
        setConnectionLostTimeout(PING_INTERVAL_SECONDS);
        setWebSocketFactory(connections);
        start();
        try {
            started.join();
        } catch (CompletionException e) {
            maintenance.shutdown();
            throw new UncheckedIOException(new IOException(e.getCause()));
        }
        maintenance.scheduleWithFixedDelay(
                this::maintainConnections,
                MAINTENANCE_INTERVAL_MILLIS,
                MAINTENANCE_INTERVAL_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** The port that the server listens on. */
    public int port() {
        return getPort();
    }

    /**
     * Closes every connection with 1001 (RFC 6455, section 7.4.1) and frees the port. Takes a second at most. Does nothing if
     * the server is not started or is stopped already.
     */
    @Override
    public void stop() {
        if (selector == null) {
            return;
        }
        try {
            closeConnections();
            selector.join(STOP_TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            maintenance.shutdown();
        }
    }

    private void closeConnections() throws InterruptedException {
        try {
            stop(STOP_TIMEOUT_MILLIS, "The server stops.");
        } catch (ClosedSelectorException e) {
            // The last client left meanwhile: the selector has ended already.
        }
    }

    @Override
    public void onStart() {
        selector = Thread.currentThread();
        started.complete(null);
    }

    /** Logs a fault, unless a peer caused it. What a handler throws does not come here: {@link HandlerRunner} logs it. */
    @Override
    public void onError(WebSocket socket, Exception fault) {
        var failedToStart = started.completeExceptionally(fault);
        if (!failedToStart && !isCausedByPeer(socket, fault) && !isCausedByStop(fault)) {
            LOG.error("The server failed", fault);
        }
    }

    /** A peer's mistake or disconnect. A fault without a connection is the server's own. */
    private static boolean isCausedByPeer(WebSocket socket, Exception fault) {
        return socket != null
                && (fault instanceof InvalidDataException
                        || fault instanceof IOException
                        || fault instanceof WebsocketNotConnectedException);
    }

    private static boolean isCausedByStop(Exception fault) {
        return fault instanceof ClosedSelectorException || fault instanceof CancelledKeyException;
    }

    /**
     * Accepts connections, so that the library does not: it closes the listening socket when that fails. This exception makes
     * the library look for other events. The key is removed, because the library would find it again each time.
     */
    @Override
    protected final boolean onConnect(SelectionKey listening) {
        var library = listening.selector();
        acceptor.acceptAll(listening, channel -> register(channel, library));
        library.selectedKeys().remove(listening);
        throw new CancelledKeyException();
    }

    /** As the library does it. */
    private void register(SocketChannel channel, Selector library) {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, isTcpNoDelay());
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            var socket = connections.createWebSocket(this, getDraft());
            socket.setSelectionKey(channel.register(library, SelectionKey.OP_READ, socket));
            socket.setChannel(connections.wrapChannel(channel, socket.getSelectionKey()));
            allocateBuffers(socket);
        } catch (IOException e) {
            close(channel);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The peer has left already. */
    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // There is nothing more to close.
        }
    }

    /**
     * Sends a text to all these sockets; those that are not open are left out. What one turn of the decoder thread broadcasts
     * to the same sockets goes out together at its end.
     */
    @Override
    public void broadcast(String text, Collection<WebSocket> sockets) {
        batch.add(batch.encode(text), sockets);
    }

    /** Sends bytes, as {@link #broadcast(String, Collection)} does a text. */
    @Override
    public void broadcast(ByteBuffer binary, Collection<WebSocket> sockets) {
        batch.add(batch.encode(binary), sockets);
    }

    /** Sends bytes, as {@link #broadcast(String, Collection)} does a text. */
    @Override
    public void broadcast(byte[] binary, Collection<WebSocket> sockets) {
        broadcast(ByteBuffer.wrap(binary), sockets);
    }

    /**
     * Sets how often clients are pinged. A client that answers no ping is removed after one to two intervals.
     *
     * @param seconds 0 for never
     */
    @Override
    public void setConnectionLostTimeout(int seconds) {
        // The library's own check stays off: it takes a pause of the server for a silence of all clients.
        super.setConnectionLostTimeout(0);
        heartbeat.setInterval(seconds);
    }

    @Override
    public int getConnectionLostTimeout() {
        return heartbeat.interval();
    }

    @Override
    public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
            WebSocket socket, Draft draft, ClientHandshake request) throws InvalidDataException {
        if (!OriginPolicy.allows(request.getFieldValue("Origin"), request.getFieldValue("Host"))) {
            throw new InvalidDataException(CloseFrame.POLICY_VALIDATION, "The page is of another host.");
        }
        return super.onWebsocketHandshakeReceivedAsServer(socket, draft, request);
    }

    private void maintainConnections() {
        runningTime.tick(handlers.isBlocked());
        var isBeat = heartbeat.isDue();
        guarded(acceptor::retryIfDue);
        connections.forEach(socket -> guarded(() -> maintain(socket, isBeat)));
    }

    private void maintain(WebSocketImpl socket, boolean isBeat) {
        if (isBeat) {
            heartbeat.check(socket);
        }
        handshakeTimeout.closeIfLate(socket);
        SlowConsumer.disconnectIfSlow(socket);
        WriteWakeup.requestWrite(this, socket);
    }

    /** The scheduler would not call a task again after an exception. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException fault) {
            onError(null, fault);
        }
    }
}
