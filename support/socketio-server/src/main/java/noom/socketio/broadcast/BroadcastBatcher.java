package noom.socketio.broadcast;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.protocol.Packet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import noom.socketio.session.Session;
import noom.socketio.session.SessionRegistry;

/**
 * Collects what is broadcast in one turn of the event loop, and writes it to each WebSocket at once: one buffer that all of
 * them share, one write and one system call each. netty-socketio passes each event through the whole pipeline of each
 * recipient. Sockets that poll get their packets at once, in the library's way.
 *
 * <p>For the event loop. Order: broadcasts to the same recipients go into one batch, and other recipients begin the next
 * one; a packet to a single socket comes after the broadcasts before it.
 */
public final class BroadcastBatcher {
    private static final int INITIAL_BYTES = 1024;
    private static final int MAX_BYTES = 64 * 1024;

    /** Its class is loaded with this one: when the server has no file left to open, it cannot load another. */
    private static final Batch NONE = new Batch(Recipients.NONE, Unpooled.EMPTY_BUFFER, Map.of());

    private final SessionRegistry sessions;
    private final FrameEncoder encoder;
    private final List<Batch> batches = new ArrayList<>();
    private EventExecutor eventLoop;
    private boolean isFlushScheduled;

    /** Numbers the flushes. A session with this number is among the recipients of what waits. */
    private long turn = 1;

    /** @param encoder makes frames of packets */
    public BroadcastBatcher(SessionRegistry sessions, FrameEncoder encoder) {
        this.sessions = sessions;
        this.encoder = encoder;
    }

    /** Sets the event loop. To be called before the first connection. */
    public void runOn(EventExecutorGroup eventLoop) {
        this.eventLoop = eventLoop.next();
    }

    /** A part of a batch that one session must not get. */
    private record Range(int start, int end) {}

    /** The frames of some broadcasts to the same recipients. */
    private record Batch(Recipients recipients, ByteBuf frames, Map<Session, List<Range>> exclusions) {
        boolean isEmptyFor(Session session) {
            var excluded = exclusions.getOrDefault(session, List.of()).stream()
                    .mapToInt(range -> range.end() - range.start())
                    .sum();
            return excluded == frames.readableBytes();
        }
    }

    /** Whether a broadcast may be collected: the caller is on the event loop. */
    boolean isOnEventLoop() {
        return eventLoop != null && eventLoop.inEventLoop();
    }

    Recipients recipients(Iterable<SocketIOClient> sockets) {
        var all = new ArrayList<SocketIOClient>();
        sockets.forEach(all::add);
        return new Recipients(all, sessions);
    }

    /**
     * Sends a packet to all recipients but one.
     *
     * @param excluded null for nobody
     * @throws UncheckedIOException if the packet cannot be encoded; nobody has got it then
     */
    void send(Packet packet, Recipients recipients, SocketIOClient excluded) {
        var excludedId = excluded == null ? null : excluded.getSessionId();
        if (!recipients.webSockets().isEmpty()) {
            collect(packet, recipients, excludedId == null ? null : sessions.get(excludedId));
        }
        for (var socket : recipients.polling()) {
            if (!socket.getSessionId().equals(excludedId)) {
                socket.send(packet);
            }
        }
    }

    private void collect(Packet packet, Recipients recipients, Session excluded) {
        var allocator = recipients.webSockets().get(0).webSocket().alloc();
        var batch = batchFor(recipients, allocator);
        var start = batch.frames().writerIndex();
        try {
            encoder.encode(packet, batch.frames(), allocator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var end = batch.frames().writerIndex();
        if (excluded != null) {
            batch.exclusions()
                    .computeIfAbsent(excluded, session -> new ArrayList<>())
                    .add(new Range(start, end));
        }
        if (end > MAX_BYTES) {
            flush();
        }
    }

    private Batch batchFor(Recipients recipients, ByteBufAllocator allocator) {
        var last = batches.isEmpty() ? NONE : batches.get(batches.size() - 1);
        if (last.recipients() == recipients) {
            return last;
        }
        var batch = new Batch(recipients, allocator.ioBuffer(INITIAL_BYTES), new IdentityHashMap<>());
        batches.add(batch);
        recipients.webSockets().forEach(session -> session.awaits(turn));
        if (!isFlushScheduled) {
            isFlushScheduled = true;
            eventLoop.execute(this::endTurn);
        }
        return batch;
    }

    /** After all sockets that were ready to be read. */
    private void endTurn() {
        isFlushScheduled = false;
        flush();
    }

    /** Writes what waits for this connection. To be called before anything else is written to it. */
    void flushBefore(Channel connection) {
        if (batches.isEmpty()) {
            return;
        }
        var session = connection.attr(Session.OF_WEB_SOCKET).get();
        if (session != null
                && session.isAwaiting(turn)
                && !(batches.size() == 1 && batches.get(0).isEmptyFor(session))) {
            flush();
        }
    }

    private void flush() {
        var ready = List.copyOf(batches);
        batches.clear();
        turn++;
        for (var batch : ready) {
            for (var session : batch.recipients().webSockets()) {
                write(batch, session);
            }
            batch.frames().release();
        }
    }

    private static void write(Batch batch, Session session) {
        if (!session.webSocket().isActive() || !batch.frames().isReadable()) {
            return;
        }
        // What is written here passes no other handler. A void promise costs nothing; what fails ends the connection.
        var socket = session.webSocket().pipeline().firstContext();
        var excluded = batch.exclusions().isEmpty() ? null : batch.exclusions().get(session);
        if (excluded == null) {
            socket.writeAndFlush(batch.frames().retainedDuplicate(), socket.voidPromise());
        } else {
            writeParts(batch.frames(), excluded, socket);
        }
    }

    private static void writeParts(ByteBuf frames, List<Range> excluded, ChannelHandlerContext socket) {
        var start = 0;
        for (var range : excluded) {
            writePart(frames, start, range.start(), socket);
            start = range.end();
        }
        writePart(frames, start, frames.writerIndex(), socket);
        socket.flush();
    }

    private static void writePart(ByteBuf frames, int start, int end, ChannelHandlerContext socket) {
        if (start < end) {
            socket.write(frames.retainedSlice(start, end - start), socket.voidPromise());
        }
    }
}
