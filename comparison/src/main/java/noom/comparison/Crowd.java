package noom.comparison;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The load program: many clients of one server on one thread. The first of them speaks; all must hear every message,
 * whole, once and in order. Whatever else happens is an exception, and no figure.
 */
final class Crowd implements AutoCloseable {
    /** How many at once are on their way to be connected. Java-WebSocket queues 50 connections before its accept. */
    private static final int CONNECTING_AT_ONCE = 32;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Remembers this many messages: more must never be under way at once. */
    private static final int MEMORY = 8192;

    private static final int TEXT_LENGTH = 100;
    private static final int BUFFER = 256 * 1024;

    private final Wire wire;
    private final int port;
    private final Selector selector;
    private final List<Client> clients = new ArrayList<>();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] bytes = new byte[2 * BUFFER];

    private final byte[][] heard = new byte[MEMORY][];
    private final long[] heardNumber = new long[MEMORY];
    private final int[] missing = new int[MEMORY];

    /** Written by who speaks, before the message leaves: this thread, or the one of {@link #atRate}. */
    private volatile long sent;

    private long completed;
    private int ready;
    private long delivered;
    private Latencies latencies;
    private Timetable timetable;
    private long now;

    /** When a client was last let in, or a message last arrived. */
    private long progress;

    private Duration timeToConnect;

    /** When each message of a measurement at a fixed rate has to leave. */
    private record Timetable(long first, long start, long interval) {
        long departure(long number) {
            return start + (number - first) * interval;
        }
    }

    /**
     * What one measurement gave.
     *
     * @param deliveries how many messages arrived, all clients together
     * @param time from the first message sent to the last one received
     * @param loadCpu the CPU time that this load program took
     */
    record Result(long deliveries, Duration time, Duration loadCpu, Latencies latencies) {
        double perSecond() {
            return deliveries * 1e9 / time.toNanos();
        }
    }

    private Crowd(Wire wire, int port) throws IOException {
        this.wire = wire;
        this.port = port;
        this.selector = Selector.open();
    }

    /**
     * Connects clients to a server of this machine, until each has been let in and is sure to hear what is said.
     *
     * @throws UncheckedIOException if one is refused, or does not come in within 10 s
     */
    static Crowd connect(Wire wire, int port, int count) {
        try {
            var crowd = new Crowd(wire, port);
            crowd.grow(count);
            return crowd;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets more clients in, until there are so many. Only before anything was said. */
    void grow(int count) throws IOException {
        var start = System.nanoTime();
        progress = start;
        while (ready < count) {
            while (clients.size() < count && clients.size() - ready < CONNECTING_AT_ONCE) {
                open();
            }
            step();
        }
        timeToConnect = Duration.ofNanos(System.nanoTime() - start);
        if (wire == Wire.RAW_WEBSOCKET) {
            prove();
        }
    }

    private void open() throws IOException {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var client = new Client(this, wire, channel);
        clients.add(client);
        var key = channel.register(selector, SelectionKey.OP_CONNECT, client);
        if (channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            connected(key, client);
        }
    }

    private void connected(SelectionKey key, Client client) throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        client.connected(port);
    }

    private void prove() throws IOException {
        progress = System.nanoTime();
        ready = 0;
        for (var client : clients) {
            client.prove();
        }
        while (ready < clients.size()) {
            step();
        }
    }

    /** Lets the first client speak as fast as the server delivers, with so many messages under way at any time. */
    Result saturate(int inFlight, Duration time) {
        return measured(() -> {
            var end = System.nanoTime() + time.toNanos();
            say(inFlight);
            while (now < end) {
                var before = completed;
                step();
                if (completed > before && now < end) {
                    say((int) (completed - before));
                }
            }
        });
    }

    /**
     * Lets the first client speak by the clock. Latency is counted from when a message had to leave, so a server that
     * falls behind does not hide it.
     */
    Result atRate(int deliveriesPerSecond, Duration time) {
        var perSecond = Math.max(1, deliveriesPerSecond / clients.size());
        var interval = Duration.ofSeconds(1).toNanos() / perSecond;
        return measured(() -> {
            latencies = new Latencies();
            timetable = new Timetable(sent, System.nanoTime() + interval, interval);
            var speaker = new Thread(() -> speakUntil(timetable.start() + time.toNanos()), "speaker");
            speaker.start();
            while (speaker.isAlive()) {
                selectOnce(1);
            }
        });
    }

    private void speakUntil(long end) {
        try {
            for (var departure = timetable.departure(sent); departure < end; departure = timetable.departure(sent)) {
                for (var wait = departure - System.nanoTime(); wait > 0; wait = departure - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                say(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Does it, and waits for the last message. */
    private Result measured(Work work) {
        try {
            delivered = 0;
            var threads = ManagementFactory.getThreadMXBean();
            var cpu = threads.getCurrentThreadCpuTime();
            var start = System.nanoTime();
            now = start;
            progress = start;
            work.run();
            while (completed < sent) {
                step();
            }
            var time = Duration.ofNanos(now - start);
            return new Result(delivered, time, Duration.ofNanos(threads.getCurrentThreadCpuTime() - cpu), latencies);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            latencies = null;
            timetable = null;
        }
    }

    private void say(int count) throws IOException {
        var frames = new byte[count][];
        for (var i = 0; i < count; i++) {
            frames[i] = wire.sent(text(sent + i));
        }
        sent += count;
        clients.get(0).write(concatenated(frames));
    }

    private static byte[] concatenated(byte[][] frames) {
        var all = new ByteArrayOutputStream();
        for (var frame : frames) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    static String text(long number) {
        return "%010d".formatted(number) + "x".repeat(TEXT_LENGTH - 10);
    }

    /** Does what can be done now, waiting for it if need be. 10 s without anything new are a loss. */
    private void step() throws IOException {
        selectOnce(PATIENCE.toMillis());
        if (now - progress > PATIENCE.toNanos()) {
            throw new IOException(
                    "Waited 10 s in vain: %d of %d clients are ready, and %d of %d messages are not with all of them."
                            .formatted(ready, clients.size(), sent - completed, sent));
        }
    }

    private void selectOnce(long millis) throws IOException {
        selector.select(this::handle, millis);
        now = System.nanoTime();
    }

    private void handle(SelectionKey key) {
        var client = (Client) key.attachment();
        try {
            if (key.isConnectable() && client.channel().finishConnect()) {
                connected(key, client);
            } else {
                read(client);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Client client) throws IOException {
        incoming.clear();
        var count = client.channel().read(incoming);
        if (count < 0) {
            throw new IOException("The server closed a connection.");
        }
        now = System.nanoTime();
        var before = client.unfinished(bytes);
        incoming.flip().get(bytes, before, count);
        client.received(bytes, before + count);
    }

    /** A client is let in, or got its pong. */
    void ready() {
        progress = now;
        ready++;
    }

    /** How many messages were said so far. */
    long sent() {
        return sent;
    }

    /** What every client must get as its message of this number. */
    byte[] heard(long number) {
        var slot = (int) (number % MEMORY);
        if (heard[slot] == null || heardNumber[slot] != number) {
            if (missing[slot] > 0) {
                throw new IllegalStateException("More than %d messages are under way.".formatted(MEMORY));
            }
            heard[slot] = wire.heard(text(number));
            heardNumber[slot] = number;
            missing[slot] = clients.size();
        }
        return heard[slot];
    }

    /** One client has got the message of this number. */
    void delivered(long number) {
        progress = now;
        delivered++;
        if (timetable != null) {
            latencies.add(now - timetable.departure(number));
        }
        if (--missing[(int) (number % MEMORY)] == 0) {
            completed++;
        }
    }

    Client first() {
        return clients.get(0);
    }

    /** How long it took until all were connected: TCP, the upgrade, and Socket.IO's CONNECT. */
    Duration timeToConnect() {
        return timeToConnect;
    }

    /** Hangs up, all at once. */
    @Override
    public void close() {
        try {
            for (var client : clients) {
                client.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
