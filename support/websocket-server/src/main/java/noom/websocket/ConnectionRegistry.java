package noom.websocket;

import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.WebSocketServerFactory;
import org.java_websocket.drafts.Draft;

/**
 * Lists every connection from the moment it is accepted. Java-WebSocket lists a connection only after its handshake, so an
 * unfinished one could not be timed out.
 */
final class ConnectionRegistry implements WebSocketServerFactory {
    /** The selector thread adds, the maintenance thread removes. */
    private final Set<WebSocketImpl> sockets = ConcurrentHashMap.newKeySet();

    private final HandlerRunner handlers;
    private final Heartbeat heartbeat;
    private final BroadcastBatch batch;

    ConnectionRegistry(HandlerRunner handlers, Heartbeat heartbeat, BroadcastBatch batch) {
        this.handlers = handlers;
        this.heartbeat = heartbeat;
        this.batch = batch;
    }

    /** Calls the visitor for every connection that is not closed. */
    void forEach(Consumer<WebSocketImpl> visitor) {
        sockets.removeIf(WebSocketImpl::isClosed);
        sockets.forEach(visitor);
    }

    @Override
    public WebSocketImpl createWebSocket(WebSocketAdapter server, List<Draft> drafts) {
        var socket = new BatchingWebSocket(new GuardedListener(server, handlers, heartbeat), drafts, batch);
        sockets.add(socket);
        return socket;
    }

    @Override
    public WebSocketImpl createWebSocket(WebSocketAdapter server, Draft draft) {
        return createWebSocket(server, List.of(draft));
    }

    @Override
    public ByteChannel wrapChannel(SocketChannel channel, SelectionKey key) {
        return new GatheringByteChannel(channel, ((WebSocketImpl) key.attachment()).outQueue);
    }

    @Override
    public void close() {
        // The factory holds no resources.
    }
}
