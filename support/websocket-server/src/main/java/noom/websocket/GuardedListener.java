package noom.websocket;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketListener;
import org.java_websocket.drafts.Draft;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.PingFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.Handshakedata;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;

/**
 * Stands between one connection and the server's handlers. In Java-WebSocket an {@link Error} in a handler ends the thread that
 * called it, and so the server; other exceptions in a handler cannot be told from a peer's mistakes. And {@code onClose} is lost
 * for a client that leaves before {@code onOpen} is called, so the client seems to stay for ever.
 */
final class GuardedListener implements WebSocketListener {
    private final WebSocketListener server;
    private final HandlerRunner handlers;
    private final Heartbeat heartbeat;

    private boolean isOpening;
    private boolean isClosed;

    /** What closes the connection as soon as {@code onOpen} has returned, or null. */
    private Runnable delayedClose;

    GuardedListener(WebSocketListener server, HandlerRunner handlers, Heartbeat heartbeat) {
        this.server = server;
        this.handlers = handlers;
        this.heartbeat = heartbeat;
    }

    @Override
    public void onWebsocketOpen(WebSocket socket, Handshakedata request) {
        if (beginOpening()) {
            handlers.run("onOpen", () -> server.onWebsocketOpen(socket, request));
            endOpening();
        }
    }

    @Override
    public void onWebsocketMessage(WebSocket socket, String text) {
        handlers.run("onMessage", () -> server.onWebsocketMessage(socket, text));
    }

    @Override
    public void onWebsocketMessage(WebSocket socket, ByteBuffer binary) {
        handlers.run("onMessage", () -> server.onWebsocketMessage(socket, binary));
    }

    @Override
    public void onWebsocketCloseInitiated(WebSocket socket, int code, String reason) {
        handlers.run("onCloseInitiated", () -> server.onWebsocketCloseInitiated(socket, code, reason));
    }

    @Override
    public void onWebsocketClosing(WebSocket socket, int code, String reason, boolean byThePeer) {
        handlers.run("onClosing", () -> server.onWebsocketClosing(socket, code, reason, byThePeer));
    }

    @Override
    public void onWebsocketClose(WebSocket socket, int code, String reason, boolean byThePeer) {
        Runnable close = () -> handlers.run("onClose", () -> server.onWebsocketClose(socket, code, reason, byThePeer));
        if (mayClose(close)) {
            close.run();
        }
    }

    // No handler runs under the lock: it may wait for another connection.

    private synchronized boolean beginOpening() {
        isOpening = !isClosed;
        return isOpening;
    }

    private void endOpening() {
        Runnable close;
        synchronized (this) {
            isOpening = false;
            close = delayedClose;
        }
        if (close != null) {
            close.run();
        }
    }

    private synchronized boolean mayClose(Runnable close) {
        isClosed = true;
        delayedClose = isOpening ? close : null;
        return !isOpening;
    }

    @Override
    public void onWebsocketPing(WebSocket socket, Framedata ping) {
        handlers.run("onWebsocketPing", () -> server.onWebsocketPing(socket, ping));
    }

    @Override
    public void onWebsocketPong(WebSocket socket, Framedata pong) {
        heartbeat.pong(socket);
        handlers.run("onWebsocketPong", () -> server.onWebsocketPong(socket, pong));
    }

    /** An exception refuses the handshake, and the library reports it. An error would end its thread instead. */
    @Override
    public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
            WebSocket socket, Draft draft, ClientHandshake request) throws InvalidDataException {
        try {
            return server.onWebsocketHandshakeReceivedAsServer(socket, draft, request);
        } catch (Error fault) {
            throw new IllegalStateException(fault);
        }
    }

    // The methods below are no handlers.

    @Override
    public void onWebsocketHandshakeReceivedAsClient(
            WebSocket socket, ClientHandshake request, ServerHandshake response) throws InvalidDataException {
        server.onWebsocketHandshakeReceivedAsClient(socket, request, response);
    }

    @Override
    public void onWebsocketHandshakeSentAsClient(WebSocket socket, ClientHandshake request)
            throws InvalidDataException {
        server.onWebsocketHandshakeSentAsClient(socket, request);
    }

    @Override
    public PingFrame onPreparePing(WebSocket socket) {
        return server.onPreparePing(socket);
    }

    @Override
    public void onWebsocketError(WebSocket socket, Exception fault) {
        server.onWebsocketError(socket, fault);
    }

    @Override
    public void onWriteDemand(WebSocket socket) {
        server.onWriteDemand(socket);
    }

    @Override
    public InetSocketAddress getLocalSocketAddress(WebSocket socket) {
        return server.getLocalSocketAddress(socket);
    }

    @Override
    public InetSocketAddress getRemoteSocketAddress(WebSocket socket) {
        return server.getRemoteSocketAddress(socket);
    }
}
