package noom.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;

/**
 * Java-WebSocket makes one system call for every frame, which is most of what a busy chat server does: this writes all
 * the frames that wait for a peer with one call.
 */
final class GatheringByteChannel implements ByteChannel {
    private final SocketChannel channel;
    private final Queue<ByteBuffer> waiting;

    /** @param waiting the frames for this peer, oldest first; only the selector thread takes any away */
    GatheringByteChannel(SocketChannel channel, Queue<ByteBuffer> waiting) {
        this.channel = channel;
        this.waiting = waiting;
    }

    /** Writes the oldest frame, and those behind it as well. When their turn comes they are empty already. */
    @Override
    public int write(ByteBuffer oldest) throws IOException {
        return oldest.hasRemaining() ? (int) channel.write(waiting.toArray(ByteBuffer[]::new)) : 0;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
