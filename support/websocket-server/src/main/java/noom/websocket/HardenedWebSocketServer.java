package noom.websocket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
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
 * <p>Threads: the library reads and writes on one selector thread, and calls {@link #onMessage} and {@link #onClose} on one
 * decoder thread, or {@link #onClose} on the thread that ended the connection. So messages are handled one after the other,
 * in order. A handler must not block. Every 50 ms one maintenance thread looks at all connections.
 */
public abstract class HardenedWebSocketServer extends WebSocketServer {
    private static final Logger LOG = LoggerFactory.getLogger(HardenedWebSocketServer.class);

    /** One decoder, so that messages are handled in order. */
    private static final int DECODERS = 1;

    private static final int PING_INTERVAL_SECONDS = 10;
    private static final int MAINTENANCE_INTERVAL_MILLIS = 50;
    private static final int STOP_TIMEOUT_MILLIS = 900;

    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final ConnectionRegistry connections = new ConnectionRegistry();
    private final HandshakeTimeout handshakeTimeout = new HandshakeTimeout();
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

    /** Closes every connection with 1001 (RFC 6455, section 7.4.1) and frees the port. Takes a second at most. */
    @Override
    public void stop() {
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

    @Override
    public void onError(WebSocket socket, Exception fault) {
        var failedToStart = started.completeExceptionally(fault);
        if (!failedToStart && !isCausedByPeer(fault)) {
            LOG.error("A connection failed", fault);
        }
    }

    /** A peer's mistake or disconnect, or a write after the stop. */
    private static boolean isCausedByPeer(Exception fault) {
        return fault instanceof InvalidDataException
                || fault instanceof IOException
                || fault instanceof WebsocketNotConnectedException
                || fault instanceof ClosedSelectorException;
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
        try {
            connections.forEach(this::maintain);
        } catch (RuntimeException fault) {
            // The scheduler would not call a task again after an exception.
            onError(null, fault);
        }
    }

    private void maintain(WebSocketImpl socket) {
        handshakeTimeout.closeIfLate(socket);
        SlowConsumer.disconnectIfSlow(socket);
        WriteWakeup.requestWrite(this, socket);
    }
}
