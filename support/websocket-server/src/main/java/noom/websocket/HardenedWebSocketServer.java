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
 * Java-WebSocket returns from its start before it knows whether it has the port: this one is open when {@link #open}
 * returns, or says why not. It also puts the other remedies of this package to work.
 */
public abstract class HardenedWebSocketServer extends WebSocketServer {
    private static final Logger LOG = LoggerFactory.getLogger(HardenedWebSocketServer.class);

    /** One thread decodes and calls the handlers, so messages are handled one after the other, in order. */
    private static final int DECODERS = 1;

    private static final int SECONDS_BETWEEN_PINGS = 10;
    private static final int MILLIS_BETWEEN_ROUNDS = 50;
    private static final int MILLIS_TO_STOP = 900;

    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final ConnectionRegistry connections = new ConnectionRegistry();
    private final HandshakeTimeout unfinishedHandshakes = new HandshakeTimeout();
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();

    /** The thread that owns the port, from the moment it is open. */
    private volatile Thread selector;

    /** @param port where it will listen; 0 takes a free port */
    protected HardenedWebSocketServer(int port) {
        super(new InetSocketAddress(port), DECODERS, List.of(new FrameValidator()));
    }

    /**
     * Opens the port. A server opens once.
     *
     * @throws UncheckedIOException if the port cannot be had
     */
    public void open() {
        setReuseAddr(true);
        setTcpNoDelay(true);
        setConnectionLostTimeout(SECONDS_BETWEEN_PINGS);
        setWebSocketFactory(connections);
        start();
        try {
            started.join();
        } catch (CompletionException e) {
            rounds.shutdown();
            throw new UncheckedIOException(new IOException(e.getCause()));
        }
        rounds.scheduleWithFixedDelay(
                this::lookAfterConnections, MILLIS_BETWEEN_ROUNDS, MILLIS_BETWEEN_ROUNDS, TimeUnit.MILLISECONDS);
    }

    /** The port it listens on. */
    public int port() {
        return getPort();
    }

    /** Says good-bye to every browser (1001, RFC 6455 section 7.4.1) and frees the port. Takes a second at most. */
    @Override
    public void stop() {
        try {
            sayGoodBye();
            selector.join(MILLIS_TO_STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            rounds.shutdown();
        }
    }

    private void sayGoodBye() throws InterruptedException {
        try {
            stop(MILLIS_TO_STOP, "The server is going away.");
        } catch (ClosedSelectorException e) {
            // The last one left meanwhile, and then the library does not wait for the rest of this.
        }
    }

    @Override
    public void onStart() {
        selector = Thread.currentThread();
        started.complete(null);
    }

    @Override
    public void onError(WebSocket socket, Exception fault) {
        var tellingWhyItCannotStart = started.completeExceptionally(fault);
        if (!tellingWhyItCannotStart && !isNoFaultOfOurs(fault)) {
            LOG.error("A connection failed", fault);
        }
    }

    /** What a peer did, or what comes too late because the server stops. */
    private static boolean isNoFaultOfOurs(Exception fault) {
        return fault instanceof InvalidDataException
                || fault instanceof IOException
                || fault instanceof WebsocketNotConnectedException
                || fault instanceof ClosedSelectorException;
    }

    @Override
    public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
            WebSocket socket, Draft draft, ClientHandshake request) throws InvalidDataException {
        if (!OriginPolicy.allows(request.getFieldValue("Origin"), request.getFieldValue("Host"))) {
            throw new InvalidDataException(CloseFrame.POLICY_VALIDATION, "A page of another host");
        }
        return super.onWebsocketHandshakeReceivedAsServer(socket, draft, request);
    }

    private void lookAfterConnections() {
        try {
            connections.forEach(this::lookAfter);
        } catch (RuntimeException fault) {
            // A task that throws would not be called again.
            onError(null, fault);
        }
    }

    private void lookAfter(WebSocketImpl socket) {
        unfinishedHandshakes.endIfLate(socket);
        SlowConsumer.cutOff(socket);
        WriteWakeup.askAgain(this, socket);
    }
}
