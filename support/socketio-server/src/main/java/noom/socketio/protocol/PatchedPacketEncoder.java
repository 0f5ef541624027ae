package noom.socketio.protocol;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.protocol.AuthPacket;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import noom.socketio.session.Timeouts;

/**
 * Writes up to 50 packets into the answer of a poll, and {@code maxPayload} into the handshake. netty-socketio loses the
 * 51st waiting packet, and without {@code maxPayload} a client loses what it sends in too large a POST.
 */
public final class PatchedPacketEncoder extends PacketEncoder {
    private static final int MAX_PACKETS_PER_POLL = 50;

    private final int pingTimeout;
    private final int maxPayload;

    /** @param timeouts whose ping timeout the handshake tells, instead of that of the configuration */
    public PatchedPacketEncoder(Configuration configuration, Timeouts timeouts) {
        super(configuration, configuration.getJsonSupport());
        pingTimeout = (int) timeouts.pingTimeout().toMillis();
        maxPayload = configuration.getMaxHttpContentLength();
    }

    /** The handshake of the Engine.IO protocol, version 4. Times in milliseconds, maxPayload in bytes. */
    private record Handshake(UUID sid, String[] upgrades, int pingInterval, int pingTimeout, int maxPayload) {}

    @Override
    public void encodePackets(Queue<Packet> waiting, ByteBuf out, ByteBufAllocator allocator, int limit)
            throws IOException {
        var batch = new ArrayDeque<Packet>(MAX_PACKETS_PER_POLL);
        while (batch.size() < MAX_PACKETS_PER_POLL && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        super.encodePackets(batch, out, allocator, MAX_PACKETS_PER_POLL + 1);
    }

    @Override
    public void encodePacket(Packet packet, ByteBuf out, ByteBufAllocator allocator, boolean webSocket)
            throws IOException {
        if (packet.getData() instanceof AuthPacket open) {
            packet.setData(
                    new Handshake(open.getSid(), open.getUpgrades(), open.getPingInterval(), pingTimeout, maxPayload));
        }
        super.encodePacket(packet, out, allocator, webSocket);
    }
}
