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
import org.HdrHistogram.Histogram;

/**
 * Plays many clients of one server on one thread. The first client sends; every client must receive every message,
 * complete, once and in order. Anything else throws, so that a faulty server never gets a figure.
 */
final class LoadGenerator implements AutoCloseable {
    /** How many clients connect at the same time. Java-WebSocket has a backlog of 50. */
    private static final int MAX_CONNECTING = 32;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** How many messages may be in flight at most. */
    private static final int MAX_IN_FLIGHT = 8192;

    private static final int MESSAGE_LENGTH = 100;
    private static final int BUFFER = 256 * 1024;

    private final Protocol protocol;
    private final int port;
    private final Selector selector;
    private final List<LoadClient> clients = new ArrayList<>();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] bytes = new byte[2 * BUFFER];

    private final byte[][] expected = new byte[MAX_IN_FLIGHT][];
    private final long[] expectedNumber = new long[MAX_IN_FLIGHT];
    private final int[] missing = new int[MAX_IN_FLIGHT];
    private final long[] sentAt = new long[MAX_IN_FLIGHT];

    /** Written by the sending thread before a message leaves: this thread, or the one of {@link #atRate}. */
    private volatile long sent;

    private long completed;
    private int ready;
    private long delivered;
    private Histogram latencies;
    private Schedule schedule;

    /** How long it took until all clients had a message; or null. */
    private Histogram completions;

    private long now;

    /** When a client last became ready or a message last arrived, in {@link System#nanoTime}. */
    private long lastProgress;

    private Duration timeToConnect;

    /** The time at which each message of a measurement at a fixed rate is due. */
    private record Schedule(long first, long start, long interval) {
        long dueTime(long number) {
            return start + (number - first) * interval;
        }
    }

    /**
     * The result of one measurement.
     *
     * @param deliveries messages received, summed over all clients
     * @param time from the first message sent to the last one received
     * @param loadCpu CPU time of the load generator
     * @param latencies in nanoseconds; null unless the measurement ran at a fixed rate
     * @param completions in nanoseconds, until the last client had a message; null unless they were asked for
     */
    record Result(long deliveries, Duration time, Duration loadCpu, Histogram latencies, Histogram completions) {
        double perSecond() {
            return deliveries * 1e9 / time.toNanos();
        }

        /** In milliseconds. */
        double latency(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1e6;
        }
    }

    private LoadGenerator(Protocol protocol, int port) throws IOException {
        this.protocol = protocol;
        this.port = port;
        this.selector = Selector.open();
    }

    /**
     * Connects clients to a server on this machine, and waits until each receives broadcasts.
     *
     * @throws UncheckedIOException if a client is refused, or 10 s pass without progress
     */
    static LoadGenerator connect(Protocol protocol, int port, int count) {
        try {
            var generator = new LoadGenerator(protocol, port);
            try {
                generator.grow(count);
                return generator;
            } catch (IOException | RuntimeException e) {
                generator.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects more clients, up to this total. Call it before the first message. */
    void grow(int count) throws IOException {
        var start = System.nanoTime();
        lastProgress = start;
        while (ready < count) {
            while (clients.size() < count && clients.size() - ready < MAX_CONNECTING) {
                open();
            }
            awaitProgress();
        }
        timeToConnect = Duration.ofNanos(System.nanoTime() - start);
        if (protocol == Protocol.RAW_WEBSOCKET) {
            confirm();
        }
    }

    private void open() throws IOException {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var client = new LoadClient(this, protocol, channel);
        clients.add(client);
        var key = channel.register(selector, SelectionKey.OP_CONNECT, client);
        if (channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            connected(key, client);
        }
    }

    private void connected(SelectionKey key, LoadClient client) throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        client.onConnected(port);
    }

    private void confirm() throws IOException {
        lastProgress = System.nanoTime();
        ready = 0;
        for (var client : clients) {
            client.confirm();
        }
        while (ready < clients.size()) {
            awaitProgress();
        }
    }

    /** Sends as fast as the server delivers, with a fixed number of messages in flight. */
    Result saturate(int inFlight, Duration time) {
        return measure(() -> {
            var end = System.nanoTime() + time.toNanos();
            send(inFlight);
            while (now < end) {
                var before = completed;
                awaitProgress();
                if (completed > before && now < end) {
                    send((int) (completed - before));
                }
            }
        });
    }

    /** As {@link #saturate}, and records how long each message took until all clients had it. */
    Result saturateWithCompletions(int inFlight, Duration time) {
        completions = newHistogram();
        return saturate(inFlight, time);
    }

    /** Up to ten seconds, three digits. */
    private static Histogram newHistogram() {
        return new Histogram(TIMEOUT.toNanos(), 3);
    }

    /**
     * Sends at a fixed rate. Latency counts from the time at which a message was due, so a server that falls behind
     * cannot hide it.
     */
    Result atRate(int deliveriesPerSecond, Duration time) {
        var perSecond = Math.max(1, deliveriesPerSecond / clients.size());
        var interval = Duration.ofSeconds(1).toNanos() / perSecond;
        return measure(() -> {
            latencies = newHistogram();
            schedule = new Schedule(sent, System.nanoTime() + interval, interval);
            var sender = new Thread(() -> sendUntil(schedule.start() + time.toNanos()), "sender");
            sender.start();
            while (sender.isAlive()) {
                selectOnce(1);
            }
        });
    }

    private void sendUntil(long end) {
        try {
            for (var dueTime = schedule.dueTime(sent); dueTime < end; dueTime = schedule.dueTime(sent)) {
                for (var wait = dueTime - System.nanoTime(); wait > 0; wait = dueTime - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                send(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    /** Runs a task and waits for the last message. */
    private Result measure(Task task) {
        try {
            delivered = 0;
            var threads = ManagementFactory.getThreadMXBean();
            var cpu = threads.getCurrentThreadCpuTime();
            var start = System.nanoTime();
            now = start;
            lastProgress = start;
            task.run();
            while (completed < sent) {
                awaitProgress();
            }
            var time = Duration.ofNanos(now - start);
            return new Result(
                    delivered, time, Duration.ofNanos(threads.getCurrentThreadCpuTime() - cpu), latencies, completions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            latencies = null;
            completions = null;
            schedule = null;
        }
    }

    private void send(int count) throws IOException {
        var frames = new byte[count][];
        for (var i = 0; i < count; i++) {
            frames[i] = protocol.encodeSent(message(sent + i));
            sentAt[(int) ((sent + i) % MAX_IN_FLIGHT)] = System.nanoTime();
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

    /** The message with this number: 100 ASCII characters. */
    static String message(long number) {
        return "%010d".formatted(number) + "x".repeat(MESSAGE_LENGTH - 10);
    }

    /** Handles what is ready, and waits for it. Fails after 10 s without lastProgress. */
    private void awaitProgress() throws IOException {
        selectOnce(TIMEOUT.toMillis());
        if (now - lastProgress > TIMEOUT.toNanos()) {
            throw new IOException("No progress for 10 s: %d of %d clients are ready, %d of %d messages are incomplete."
                    .formatted(ready, clients.size(), sent - completed, sent));
        }
    }

    private void selectOnce(long millis) throws IOException {
        selector.select(this::handle, millis);
        now = System.nanoTime();
    }

    private void handle(SelectionKey key) {
        var client = (LoadClient) key.attachment();
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

    private void read(LoadClient client) throws IOException {
        incoming.clear();
        var count = client.channel().read(incoming);
        if (count < 0) {
            throw new IOException("The server closed a connection.");
        }
        now = System.nanoTime();
        var before = client.copyIncomplete(bytes);
        incoming.flip().get(bytes, before, count);
        client.onReceived(bytes, before + count);
    }

    /** Called by a client that has connected, or has its pong. */
    void onReady() {
        lastProgress = now;
        ready++;
    }

    /** How many messages have been sent so far. */
    long sent() {
        return sent;
    }

    /** The frame that every client must receive for the message with this number. */
    byte[] expectedFrame(long number) {
        var slot = (int) (number % MAX_IN_FLIGHT);
        if (expected[slot] == null || expectedNumber[slot] != number) {
            if (missing[slot] > 0) {
                throw new IllegalStateException("More than %d messages are in flight.".formatted(MAX_IN_FLIGHT));
            }
            expected[slot] = protocol.encodeReceived(message(number));
            expectedNumber[slot] = number;
            missing[slot] = clients.size();
        }
        return expected[slot];
    }

    /** Called by a client that has received the message with this number. */
    void onDelivered(long number) {
        lastProgress = now;
        delivered++;
        if (schedule != null) {
            record(latencies, now - schedule.dueTime(number));
        }
        var slot = (int) (number % MAX_IN_FLIGHT);
        if (--missing[slot] == 0) {
            completed++;
            if (completions != null) {
                record(completions, now - sentAt[slot]);
            }
        }
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.max(0, Math.min(nanos, TIMEOUT.toNanos())));
    }

    /** The client that sends. */
    LoadClient first() {
        return clients.get(0);
    }

    /** How long all clients took to connect: TCP, the upgrade, and Socket.IO's CONNECT. */
    Duration timeToConnect() {
        return timeToConnect;
    }

    /** Closes all connections at once, without a closing handshake. */
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
