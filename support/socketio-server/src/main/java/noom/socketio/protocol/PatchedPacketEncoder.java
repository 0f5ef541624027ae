package noom.socketio.protocol;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.protocol.AuthPacket;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketEncoder;
import com.corundumstudio.socketio.protocol.PacketType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import noom.socketio.session.Timeouts;

/**
 * Writes attachments as they are, up to 50 packets into the answer of a poll, and {@code maxPayload} into the handshake.
 * netty-socketio corrupts attachments, loses the 51st waiting packet, and fails at an acknowledgement id of ten digits.
 * Without {@code maxPayload} a client loses what it sends in too large a POST.
 */
public final class PatchedPacketEncoder extends PacketEncoder {
    private static final int MAX_PACKETS_PER_POLL = 50;
    private static final int SEPARATOR = 0x1e;

    private final int pingTimeout;
    private final int maxPayload;
    private List<byte[]> attachments = List.of();

    /** @param timeouts whose ping timeout the handshake tells, instead of that of the configuration */
    public PatchedPacketEncoder(Configuration configuration, Timeouts timeouts) {
        super(configuration, configuration.getJsonSupport());
        pingTimeout = (int) timeouts.pingTimeout().toMillis();
        maxPayload = configuration.getMaxHttpContentLength();
    }

    /** The handshake of the Engine.IO protocol, version 4. Times in milliseconds, maxPayload in bytes. */
    private record Handshake(UUID sid, String[] upgrades, int pingInterval, int pingTimeout, int maxPayload) {}

    /** The attachments of the packet that was encoded last. */
    public List<byte[]> attachments() {
        return attachments;
    }

    @Override
    public void encodePackets(Queue<Packet> waiting, ByteBuf out, ByteBufAllocator allocator, int limit)
            throws IOException {
        for (var count = 0; count < MAX_PACKETS_PER_POLL && !waiting.isEmpty(); count++) {
            if (count > 0) {
                out.writeByte(SEPARATOR);
            }
            encodePacket(waiting.remove(), out, allocator, true);
            for (var attachment : attachments) {
                out.writeByte(SEPARATOR).writeByte('b');
                out.writeBytes(Base64.getEncoder().encode(attachment));
            }
        }
    }

    @Override
    public void encodePacket(Packet packet, ByteBuf out, ByteBufAllocator allocator, boolean webSocket)
            throws IOException {
        attachments = List.of();
        if (packet.getSubType() == PacketType.EVENT || packet.getSubType() == PacketType.ACK) {
            encodeEvent(packet, out);
            return;
        }
        if (packet.getData() instanceof AuthPacket open) {
            packet.setData(
                    new Handshake(open.getSid(), open.getUpgrades(), open.getPingInterval(), pingTimeout, maxPayload));
        }
        super.encodePacket(packet, out, allocator, true);
    }

    private void encodeEvent(Packet packet, ByteBuf out) throws IOException {
        List<Object> arguments = packet.getData();
        var values = new ArrayList<>(arguments.size() + 1);
        if (packet.getSubType() == PacketType.EVENT) {
            values.add(packet.getName());
        }
        values.addAll(arguments);
        var start = out.writerIndex();
        writeHeader(packet, out, 0);
        var json = out.writerIndex();
        getJsonSupport().writeValue(new ByteBufOutputStream(out), values);
        attachments = getJsonSupport().getArrays();
        if (!attachments.isEmpty()) {
            // Their number comes before the JSON, and is known only now.
            var text = ByteBufUtil.getBytes(out, json, out.writerIndex() - json);
            out.writerIndex(start);
            writeHeader(packet, out, attachments.size());
            out.writeBytes(text);
        }
    }

    private static void writeHeader(Packet packet, ByteBuf out, int attachments) {
        var isEvent = packet.getSubType() == PacketType.EVENT;
        out.writeByte('4');
        if (attachments == 0) {
            out.writeByte(isEvent ? '2' : '3');
        } else {
            out.writeByte(isEvent ? '5' : '6');
            ByteBufUtil.writeAscii(out, attachments + "-");
        }
        if (!packet.getNsp().isEmpty()) {
            ByteBufUtil.writeUtf8(out, packet.getNsp());
            out.writeByte(',');
        }
        if (packet.getAckId() != null) {
            ByteBufUtil.writeAscii(out, packet.getAckId().toString());
        }
    }
}
