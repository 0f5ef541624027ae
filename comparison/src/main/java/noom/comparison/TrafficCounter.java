package noom.comparison;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import noom.testkit.TcpProxy;

/** Counts the connections, packets and bytes that pass a proxy. It makes one observer for each connection. */
final class TrafficCounter implements Supplier<TcpProxy.Observer> {
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytesToServer = new AtomicLong();
    private final AtomicLong bytesToBrowser = new AtomicLong();
    private final AtomicLong packetsToServer = new AtomicLong();
    private final AtomicLong packetsToBrowser = new AtomicLong();

    /**
     * The traffic so far, and the connections that are open now. Bytes are counted above TCP.
     *
     * @param connections all open ones, WebSockets included
     * @param webSockets the WebSockets among them
     */
    record Counts(
            int connections,
            long webSockets,
            long bytesToServer,
            long bytesToBrowser,
            long packetsToServer,
            long packetsToBrowser) {
        /** The traffic since then, and the connections of now. */
        Counts since(Counts earlier) {
            return new Counts(
                    connections,
                    webSockets,
                    bytesToServer - earlier.bytesToServer,
                    bytesToBrowser - earlier.bytesToBrowser,
                    packetsToServer - earlier.packetsToServer,
                    packetsToBrowser - earlier.packetsToBrowser);
        }
    }

    @Override
    public TcpProxy.Observer get() {
        var connection = new Connection();
        open.add(connection);
        return connection;
    }

    Counts counts() {
        return new Counts(
                open.size(),
                open.stream().filter(Connection::isWebSocket).count(),
                bytesToServer.get(),
                bytesToBrowser.get(),
                packetsToServer.get(),
                packetsToBrowser.get());
    }

    /** Each direction is counted by one thread of the proxy. */
    private final class Connection implements TcpProxy.Observer {
        private final PacketCounter toServer = new PacketCounter();
        private final PacketCounter toBrowser = new PacketCounter();
        private volatile boolean webSocket;

        private boolean isWebSocket() {
            return webSocket;
        }

        @Override
        public void toServer(byte[] bytes, int count) {
            count(toServer, bytes, count, bytesToServer, packetsToServer);
        }

        @Override
        public void toClient(byte[] bytes, int count) {
            count(toBrowser, bytes, count, bytesToBrowser, packetsToBrowser);
            webSocket = toBrowser.isWebSocket();
        }

        private static void count(
                PacketCounter counter, byte[] bytes, int size, AtomicLong allBytes, AtomicLong packets) {
            var before = counter.packets();
            counter.parse(bytes, size);
            allBytes.addAndGet(size);
            packets.addAndGet(counter.packets() - before);
        }

        @Override
        public void closed() {
            open.remove(this);
        }
    }
}
