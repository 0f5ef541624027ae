package noom.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Forwards TCP connections to a server on this machine, and breaks them on demand. It stands for the network faults that
 * loopback never shows: a pulled cable, a stalled path, a proxy that does not know WebSocket.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int BACKLOG = 50;
    private static final int BUFFER_SIZE = 16 * 1024;
    private static final int MAX_HEAD_SIZE = 8 * 1024;
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final byte[] FORBIDDEN = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener;
    private final Supplier<Observer> observers;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile boolean refusesUpgrades;
    private volatile boolean swallowsUpgrades;
    private boolean isHeld;

    /**
     * Sees the bytes of one connection before they are forwarded. The two directions run on two threads, so calls for
     * one direction may overlap calls for the other.
     */
    public interface Observer {
        /**
         * The client sent bytes.
         *
         * @param bytes a buffer that is reused after the call
         * @param count how many bytes at the start of the buffer are valid
         */
        void toServer(byte[] bytes, int count);

        /**
         * The server sent bytes.
         *
         * @param bytes a buffer that is reused after the call
         * @param count how many bytes at the start of the buffer are valid
         */
        void toClient(byte[] bytes, int count);

        /** The client or the server ended the connection, or the proxy cut it. Called once. */
        void closed();
    }

    private static final class NoObserver implements Observer {
        @Override
        public void toServer(byte[] bytes, int count) {}

        @Override
        public void toClient(byte[] bytes, int count) {}

        @Override
        public void closed() {}
    }

    private TcpProxy(InetAddress address, Supplier<Observer> observers) throws IOException {
        this.observers = observers;
        this.listener = new ServerSocket(0, BACKLOG, address);
        runInBackground(this::accept);
    }

    /**
     * Opens a proxy on a free loopback port that forwards to this port.
     *
     * @throws UncheckedIOException if no port can be opened
     */
    public static TcpProxy to(int port) {
        var proxy = on(InetAddress.getLoopbackAddress(), NoObserver::new);
        proxy.redirectTo(port);
        return proxy;
    }

    /**
     * Opens a proxy on a free loopback port that forwards to this port and answers WebSocket upgrades with 403.
     *
     * @throws UncheckedIOException if no port can be opened
     */
    public static TcpProxy withoutUpgradesTo(int port) {
        var proxy = to(port);
        proxy.refuseUpgrades(true);
        return proxy;
    }

    /**
     * Opens a proxy on a free port. It resets connections until {@link #redirectTo} has named a server, so the proxy's
     * port can be known before the server starts.
     *
     * @param address the local address to listen on
     * @param observers makes one observer for each connection
     * @throws UncheckedIOException if no port can be opened
     */
    public static TcpProxy on(InetAddress address, Supplier<Observer> observers) {
        try {
            return new TcpProxy(address, observers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port that clients connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Forwards new connections to this loopback port. Open connections keep their server. */
    public void redirectTo(int port) {
        target = port;
    }

    /**
     * Switches the 403 for WebSocket upgrades on or off. It holds for the first request of a connection, because a
     * client opens a new connection for each WebSocket (RFC 6455, section 4.1). Open WebSockets stay open.
     */
    public void refuseUpgrades(boolean refuse) {
        refusesUpgrades = refuse;
    }

    /**
     * Switches on or off that WebSocket upgrades get no answer at all: the request is read, and the connection stays open.
     * As with {@link #refuseUpgrades}, it holds for the first request of a connection.
     */
    public void swallowUpgrades(boolean swallow) {
        swallowsUpgrades = swallow;
    }

    /** Whether WebSocket upgrades are answered with 403. */
    public boolean refusesUpgrades() {
        return refusesUpgrades;
    }

    /** Stops forwarding in both directions, as on a stalled path. No byte is lost. */
    public synchronized void hold() {
        isHeld = true;
    }

    /** Forwards again, first the bytes that were held. */
    public synchronized void release() {
        isHeld = false;
        notifyAll();
    }

    private synchronized void awaitRelease() throws InterruptedIOException {
        try {
            while (isHeld) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    /** Resets all connections on both sides (TCP RST), as when a cable is pulled. New ones are accepted. */
    public void cut() {
        connections.forEach(Connection::reset);
    }

    /** Closes the port and resets all connections. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
        release();
    }

    private void accept() throws IOException {
        while (true) {
            var connection = new Connection(listener.accept(), observers.get());
            connections.add(connection);
            runInBackground(connection::run);
            if (listener.isClosed()) {
                connection.reset();
            }
        }
    }

    /** A client's connection, and the one to the server that belongs to it. */
    private final class Connection {
        private final Socket client;
        private final Socket server = new Socket();
        private final Observer observer;
        private final AtomicInteger endedDirections = new AtomicInteger();
        private final AtomicBoolean closed = new AtomicBoolean();

        private Connection(Socket client, Observer observer) {
            this.client = client;
            this.observer = observer;
        }

        private void run() {
            try {
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                var in = new BufferedInputStream(client.getInputStream(), BUFFER_SIZE);
                if (swallowsUpgrades && isUpgrade(in)) {
                    in.transferTo(OutputStream.nullOutputStream());
                    close();
                    return;
                }
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
                runInBackground(() -> forward(server.getInputStream(), client, observer::toClient));
                if (isRefused(in)) {
                    client.getOutputStream().write(FORBIDDEN);
                    close();
                } else {
                    forward(in, server, observer::toServer);
                }
            } catch (IOException e) {
                reset();
            }
        }

        /** Waits for the first byte: the setting may change while the connection is open. */
        private boolean isRefused(BufferedInputStream in) throws IOException {
            in.mark(1);
            in.read();
            in.reset();
            return refusesUpgrades && isUpgrade(in);
        }

        /** Reads the head of the first request, and leaves it in the stream. */
        private boolean isUpgrade(BufferedInputStream in) throws IOException {
            in.mark(MAX_HEAD_SIZE);
            var head = new StringBuilder();
            for (var next = in.read(); next >= 0; next = in.read()) {
                head.append((char) next);
                if (head.length() == MAX_HEAD_SIZE || head.indexOf(END_OF_HEAD) >= 0) {
                    break;
                }
            }
            in.reset();
            return head.toString().toLowerCase(Locale.ROOT).contains("\r\nupgrade: websocket\r\n");
        }

        private void forward(InputStream from, Socket to, Sink observed) {
            try {
                var buffer = new byte[BUFFER_SIZE];
                for (var count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                    awaitRelease();
                    observed.passed(buffer, count);
                    to.getOutputStream().write(buffer, 0, count);
                }
                awaitRelease();
                to.shutdownOutput();
                notifyClosed();
                if (endedDirections.incrementAndGet() == 2) {
                    close();
                }
            } catch (IOException e) {
                reset();
            }
        }

        /** Passes a failure of one side on to the other: without it the other side would wait for ever. */
        private void reset() {
            for (var socket : new Socket[] {client, server}) {
                try {
                    socket.setSoLinger(true, 0);
                } catch (IOException e) {
                    // It is closed already.
                }
            }
            close();
        }

        private void close() {
            for (var socket : new Socket[] {client, server}) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // It is closed already.
                }
            }
            notifyClosed();
            connections.remove(this);
        }

        private void notifyClosed() {
            if (closed.compareAndSet(false, true)) {
                observer.closed();
            }
        }
    }

    private interface Sink {
        void passed(byte[] bytes, int count);
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void runInBackground(Task task) {
        var thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // The proxy was closed.
                    }
                },
                "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
