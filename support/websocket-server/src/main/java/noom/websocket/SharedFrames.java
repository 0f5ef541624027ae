package noom.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Frames that many connections get. They are copied once, and only if a socket does not take all of them. */
final class SharedFrames {
    private ByteBuffer frames;
    private ByteBuffer copy;

    /** @param frames may be used again when all connections have got them */
    void set(ByteBuffer frames) {
        this.frames = frames;
        copy = null;
    }

    /** Writes as much as the socket takes, and returns the rest, which may wait; empty if there is none. */
    ByteBuffer writeTo(GatheringByteChannel channel) {
        var written = 0;
        try {
            written = channel.writeDirectly(frames.rewind());
        } catch (IOException e) {
            // The selector thread tries to write the rest, fails as well, and closes the connection.
        }
        return rest(written);
    }

    /** Everything from a position on, to keep. */
    ByteBuffer rest(int position) {
        if (position < frames.limit() && copy == null) {
            copy = ByteBuffer.allocate(frames.limit()).put(frames.rewind()).flip();
        }
        return copy == null ? frames.position(position) : copy.duplicate().position(position);
    }
}
