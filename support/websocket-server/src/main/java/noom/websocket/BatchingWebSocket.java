package noom.websocket;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.WebSocketListener;
import org.java_websocket.drafts.Draft;
import org.java_websocket.enums.Opcode;
import org.java_websocket.framing.Framedata;

/**
 * A connection that gets broadcasts from a {@link BroadcastBatch}, and everything else in the library's way: through its
 * queue. Both stay in order. Only threads that hold the queue's lock append to it, because the rest of a broadcast must not
 * have another frame in its middle; the selector thread, which takes frames out, needs no lock. The library's other methods
 * that send call one of the methods below.
 */
final class BatchingWebSocket extends WebSocketImpl {
    private final WebSocketListener listener;
    private final BroadcastBatch batch;

    BatchingWebSocket(WebSocketListener listener, List<Draft> drafts, BroadcastBatch batch) {
        super(listener, drafts);
        this.listener = listener;
        this.batch = batch;
    }

    /** Writes frames of a broadcast behind everything that waits. What the socket does not take now waits, too. */
    void write(SharedFrames frames) {
        synchronized (outQueue) {
            var rest = outQueue.isEmpty() ? frames.writeTo((GatheringByteChannel) getChannel()) : frames.rest(0);
            if (!rest.hasRemaining()) {
                return;
            }
            outQueue.add(rest);
        }
        listener.onWriteDemand(this);
    }

    /** One turn: handles the frames that have been read from the socket at once. */
    @Override
    public void decode(ByteBuffer received) {
        batch.beginTurn();
        try {
            super.decode(received);
        } finally {
            batch.endTurn();
        }
    }

    @Override
    public void send(String text) {
        inOrder(() -> super.send(text));
    }

    @Override
    public void send(ByteBuffer binary) {
        inOrder(() -> super.send(binary));
    }

    @Override
    public void sendFragmentedFrame(Opcode opcode, ByteBuffer payload, boolean isLast) {
        inOrder(() -> super.sendFragmentedFrame(opcode, payload, isLast));
    }

    @Override
    public void sendFrame(Collection<Framedata> frames) {
        inOrder(() -> super.sendFrame(frames));
    }

    @Override
    public void sendFrame(Framedata frame) {
        inOrder(() -> super.sendFrame(frame));
    }

    /** Not for a method that calls another of these: the batch's lock comes before the queue's. */
    private void inOrder(Runnable send) {
        batch.flushInTurn();
        synchronized (outQueue) {
            send.run();
        }
    }
}
