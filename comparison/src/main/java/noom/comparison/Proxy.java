package noom.comparison;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What lies between browsers and a chat: it counts what passes, can be cut, and may know no WebSocket. */
final class Proxy implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;
    private static final byte[] FORBIDDEN = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket entrance;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytesToServer = new AtomicLong();
    private final AtomicLong bytesToBrowser = new AtomicLong();
    private final AtomicLong packetsToServer = new AtomicLong();
    private final AtomicLong packetsToBrowser = new AtomicLong();
    private volatile int target;
    private volatile boolean upgradesForbidden;

    /**
     * What has passed so far, and what is open now. Bytes are counted above TCP.
     *
     * @param connections open ones, WebSockets or not
     * @param webSockets how many of them are WebSockets
     */
    record Counts(
            int connections,
            long webSockets,
            long bytesToServer,
            long bytesToBrowser,
            long packetsToServer,
            long packetsToBrowser) {}

    private Proxy() throws IOException {
        entrance = new ServerSocket(0);
        inTheBackground(this::accept);
    }

    /** Opens one on a free port. It leads nowhere yet. */
    static Proxy open() {
        try {
            return new Proxy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port that browsers connect to. */
    int port() {
        return entrance.getLocalPort();
    }

    /** Where connections lead from now on: to this port of this machine. */
    void target(int port) {
        target = port;
    }

    /** Whether every wish for a WebSocket is answered with 403 from now on. */
    void forbidUpgrades(boolean forbid) {
        upgradesForbidden = forbid;
    }

    boolean upgradesForbidden() {
        return upgradesForbidden;
    }

    Counts counts() {
        var webSockets = connections.stream().filter(Connection::isWebSocket).count();
        return new Counts(
                connections.size(),
                webSockets,
                bytesToServer.get(),
                bytesToBrowser.get(),
                packetsToServer.get(),
                packetsToBrowser.get());
    }

    /** Ends all connections without a good-bye, as when a cable is pulled. New ones can be made. */
    void cut() {
        connections.forEach(Connection::cut);
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private void accept() throws IOException {
        while (true) {
            var connection = new Connection(entrance.accept());
            connections.add(connection);
            inTheBackground(connection::run);
        }
    }

    /** One browser's connection, and ours to the server for it. */
    private final class Connection {
        private final Socket browser;
        private final Socket server = new Socket();
        private final PacketCounter toServer = new PacketCounter();
        private final PacketCounter toBrowser = new PacketCounter();
        private volatile boolean webSocket;

        private Connection(Socket browser) {
            this.browser = browser;
        }

        private boolean isWebSocket() {
            return webSocket;
        }

        private void run() throws IOException {
            try (browser;
                    server) {
                browser.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
                inTheBackground(
                        () -> pass(server.getInputStream(), browser, toBrowser, bytesToBrowser, packetsToBrowser));
                pass(browser.getInputStream(), server, toServer, bytesToServer, packetsToServer);
            } finally {
                connections.remove(this);
            }
        }

        private void pass(InputStream from, Socket to, PacketCounter counter, AtomicLong bytes, AtomicLong packets)
                throws IOException {
            try {
                var buffer = new byte[BUFFER];
                for (var count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                    if (upgradesForbidden && !webSocket && asksForUpgrade(buffer, count)) {
                        browser.getOutputStream().write(FORBIDDEN);
                        return;
                    }
                    var before = counter.packets();
                    counter.passed(buffer, count);
                    bytes.addAndGet(count);
                    packets.addAndGet(counter.packets() - before);
                    webSocket = toBrowser.isWebSocket();
                    to.getOutputStream().write(buffer, 0, count);
                }
            } finally {
                // Either side is nothing without the other.
                browser.close();
                server.close();
            }
        }

        private void cut() {
            try {
                browser.setSoLinger(true, 0);
                browser.close();
                server.close();
            } catch (IOException e) {
                // It is gone already.
            }
        }
    }

    /** A browser sends the head of its request in one piece. */
    private static boolean asksForUpgrade(byte[] bytes, int count) {
        var text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return text.startsWith("get ") && text.contains("\r\nupgrade: websocket\r\n");
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void inTheBackground(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // A side hung up, or the proxy was cut or closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
