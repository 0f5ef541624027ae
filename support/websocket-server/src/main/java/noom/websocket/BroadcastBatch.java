package noom.websocket;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.java_websocket.WebSocket;
import org.java_websocket.enums.Role;
import org.java_websocket.framing.Framedata;

/**
 * Collects what is broadcast in one turn of the decoder thread, and writes it to each connection with one system call. A
 * turn is what has been read from a socket at once. Java-WebSocket copies each message for each connection, and wakes its
 * selector thread for each copy.
 *
 * <p>Any thread may broadcast; this object's lock keeps all broadcasts in one order. A broadcast outside of a turn is
 * written at once. Whatever else is sent in a turn comes after the broadcasts before it: {@link BatchingWebSocket} asks for
 * that.
 */
final class BroadcastBatch {
    private static final int MAX_BYTES = 64 * 1024;

    private final FrameValidator draft = new FrameValidator();

    /** The frames of this turn. Direct, so that a write does not copy them. */
    private final ByteBuffer frames = ByteBuffer.allocateDirect(MAX_BYTES);

    private final SharedFrames shared = new SharedFrames();

    /** Whom these frames are for, in the order of the collection that the broadcast named. */
    private List<WebSocket> recipients = List.of();

    /** The decoder thread during a turn, or null. */
    private Thread turn;

    BroadcastBatch() {
        draft.setParseMode(Role.SERVER);
    }

    synchronized void beginTurn() {
        turn = Thread.currentThread();
    }

    synchronized void endTurn() {
        turn = null;
        flush();
    }

    /** Writes what waits, if the caller is in a turn: what it sends next must not overtake it. */
    synchronized void flushInTurn() {
        if (isInTurn()) {
            flush();
        }
    }

    synchronized void add(List<Framedata> message, Collection<WebSocket> sockets) {
        if (!isFor(sockets)) {
            flush();
            recipients = new ArrayList<>(sockets);
        }
        message.forEach(frame -> add(draft.createBinaryFrame(frame)));
        if (!isInTurn()) {
            flush();
        }
    }

    /** The frames of a text. */
    List<Framedata> encode(String text) {
        return draft.createFrames(text, false);
    }

    /** The frames of a binary message. */
    List<Framedata> encode(ByteBuffer binary) {
        return draft.createFrames(binary, false);
    }

    private boolean isInTurn() {
        return Thread.currentThread() == turn;
    }

    private boolean isFor(Collection<WebSocket> sockets) {
        var known = recipients.iterator();
        for (var socket : sockets) {
            if (!known.hasNext() || known.next() != socket) {
                return false;
            }
        }
        return !known.hasNext();
    }

    private void add(ByteBuffer frame) {
        if (frame.remaining() > frames.remaining()) {
            write();
        }
        if (frame.remaining() > frames.remaining()) {
            write(frame);
        } else {
            frames.put(frame);
        }
    }

    private void flush() {
        write();
        recipients = List.of();
    }

    private void write() {
        if (frames.position() > 0) {
            write(frames.flip());
            frames.clear();
        }
    }

    private void write(ByteBuffer bytes) {
        shared.set(bytes);
        for (var recipient : recipients) {
            if (recipient instanceof BatchingWebSocket socket && socket.isOpen()) {
                socket.write(shared);
            }
        }
    }
}
