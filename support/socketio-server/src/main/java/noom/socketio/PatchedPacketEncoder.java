package noom.socketio;

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

/**
 * netty-socketio loses the 51st of the packets that wait for a poll, and its handshake does not say how much a POST may
 * hold, so that a client with more to say than that loses it: this writes both right.
 */
final class PatchedPacketEncoder extends PacketEncoder {
    private static final int PACKETS_A_POLL = 50;

    private final int pingTimeout;
    private final int maxPayload;

    PatchedPacketEncoder(Configuration configuration, Timeouts patience) {
        super(configuration, configuration.getJsonSupport());
        pingTimeout = (int) patience.pingTimeout().toMillis();
        maxPayload = configuration.getMaxHttpContentLength();
    }

    /** The handshake of the Engine.IO protocol, version 4. Times in milliseconds, maxPayload in bytes. */
    private record Handshake(UUID sid, String[] upgrades, int pingInterval, int pingTimeout, int maxPayload) {}

    @Override
    public void encodePackets(Queue<Packet> waiting, ByteBuf out, ByteBufAllocator allocator, int limit)
            throws IOException {
        var some = new ArrayDeque<Packet>(PACKETS_A_POLL);
        while (some.size() < PACKETS_A_POLL && !waiting.isEmpty()) {
            some.add(waiting.remove());
        }
        super.encodePackets(some, out, allocator, PACKETS_A_POLL + 1);
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
