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

/** Java-WebSocket lists a connection only once its handshake is done: this knows each from the moment it is accepted. */
final class ConnectionRegistry implements WebSocketServerFactory {
    /** The selector thread adds, the thread of the rounds removes. */
    private final Set<WebSocketImpl> sockets = ConcurrentHashMap.newKeySet();

    /** Visits every connection that is not closed. */
    void forEach(Consumer<WebSocketImpl> visitor) {
        sockets.removeIf(WebSocketImpl::isClosed);
        sockets.forEach(visitor);
    }

    @Override
    public WebSocketImpl createWebSocket(WebSocketAdapter server, List<Draft> drafts) {
        var socket = new WebSocketImpl(server, drafts);
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
        // There is nothing of its own to close.
    }
}
