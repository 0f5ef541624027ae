package noom.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;

/**
 * Writes all waiting frames of a connection with one system call. Java-WebSocket makes one call for each frame, and a busy
 * chat server spends most of its time in these calls.
 */
final class GatheringByteChannel implements ByteChannel {
    private final SocketChannel channel;
    private final Queue<ByteBuffer> waiting;

    /** @param waiting the frames for this connection, oldest first; only the selector thread removes frames */
    GatheringByteChannel(SocketChannel channel, Queue<ByteBuffer> waiting) {
        this.channel = channel;
        this.waiting = waiting;
    }

    /** Writes the oldest frame and those behind it, which are then empty when the library gets to them. */
    @Override
    public int write(ByteBuffer oldest) throws IOException {
        return oldest.hasRemaining() ? (int) channel.write(waiting.toArray(ByteBuffer[]::new)) : 0;
    }

    /** Writes past the waiting frames: only when there are none. */
    int writeDirectly(ByteBuffer frames) throws IOException {
        return channel.write(frames);
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
