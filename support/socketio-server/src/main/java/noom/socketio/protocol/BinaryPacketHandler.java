package noom.socketio.protocol;

import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.ack.AckManager;
import com.corundumstudio.socketio.handler.PacketListener;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import noom.socketio.broadcast.NamespaceHub;

/**
 * Calls the listener of an event with attachments, or the callback of an acknowledgement with attachments. A listener gets
 * bytes as {@code byte[]}, and inside of a {@code JsonNode} as a {@code BinaryNode}. netty-socketio's parser puts Base64
 * of Base64 in their place, and takes the packet after them for an attachment.
 */
@Sharable
public final class BinaryPacketHandler extends SimpleChannelInboundHandler<BinaryPacket> {
    private final StrictJsonSupport json;
    private final NamespaceHub namespaces;
    private final AckManager acknowledgements;
    private final PacketListener listener;

    public BinaryPacketHandler(
            StrictJsonSupport json, NamespaceHub namespaces, AckManager acknowledgements, PacketListener listener) {
        this.json = json;
        this.namespaces = namespaces;
        this.acknowledgements = acknowledgements;
        this.listener = listener;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, BinaryPacket binary) throws IOException {
        var client = binary.session().client();
        var namespace = namespaces.get(binary.namespace());
        if (namespace == null || !namespace.isPresent(client.getSessionId())) {
            return;
        }
        var packet = new Packet(PacketType.MESSAGE, EngineIOVersion.V4);
        packet.setNsp(binary.namespace());
        packet.setAckId(binary.ack());
        if (binary.isAck()) {
            var callback =
                    binary.ack() == null ? null : acknowledgements.getCallback(client.getSessionId(), binary.ack());
            if (callback == null) {
                return;
            }
            packet.setSubType(PacketType.ACK);
            packet.setData(json.readAckArgs(binary.json(), callback).getArgs());
        } else {
            var event = json.readEvent(binary.namespace(), binary.json());
            packet.setSubType(PacketType.EVENT);
            packet.setName(event.getName());
            packet.setData(event.getArgs());
        }
        listener.onPacket(packet, client.getChildClient(namespace), Transport.WEBSOCKET);
    }
}
