package noom.socketio;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.listener.ConnectListener;
import com.corundumstudio.socketio.messages.PacketsMessage;
import com.corundumstudio.socketio.namespace.Namespace;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * netty-socketio calls the connect listeners as soon as a transport is open, before the client has joined: what a
 * listener sends then comes before the packet that says "connected" (Socket.IO protocol version 5, "Connection to a
 * namespace"), and not every client keeps it. This calls them when that packet is on its way.
 */
@Sharable
final class ConnectListenerHandler extends ChannelInboundHandlerAdapter {
    private static final String CONNECT = "40";

    private final Namespace namespace;
    private final List<ConnectListener> listeners = new CopyOnWriteArrayList<>();

    ConnectListenerHandler(Namespace namespace) {
        this.namespace = namespace;
    }

    void add(ConnectListener listener) {
        listeners.add(listener);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        var client = connecting(message);
        super.channelRead(ctx, message);
        if (client != null) {
            SocketIOClient socket = client.getChildClient(namespace);
            if (socket != null) {
                listeners.forEach(listener -> listener.onConnect(socket));
            }
        }
    }

    private static ClientHead connecting(Object message) {
        return message instanceof PacketsMessage packets
                        && packets.getContent().toString(StandardCharsets.UTF_8).equals(CONNECT)
                ? packets.getClient()
                : null;
    }
}
