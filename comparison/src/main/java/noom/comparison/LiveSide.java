package noom.comparison;

import java.util.Map;

/** One of the two chats on the live page: the step's program, and the proxy before its socket. */
final class LiveSide implements AutoCloseable {
    private final Contender contender;
    private final String socketUrl;
    private final Proxy proxy = Proxy.open();

    /** Replaced by {@link #restart}, read by every request. */
    private volatile ServerProcess server;

    private volatile Proxy.Counts zero = proxy.counts();

    /** What the page shows of a side. */
    record View(int pagePort, boolean upgradesForbidden, Proxy.Counts counts) {}

    /** @param host the name by which browsers reach this machine */
    LiveSide(Contender contender, String host) {
        this.contender = contender;
        var scheme = contender.protocol == Protocol.RAW_WEBSOCKET ? "ws" : "http";
        socketUrl = "%s://%s:%d".formatted(scheme, host, proxy.port());
        start("0", "0");
    }

    private void start(String port, String socketPort) {
        server = ServerProcess.start(
                contender, Map.of("PORT", port, "SOCKET_PORT", socketPort, "SOCKET_URL", socketUrl));
        proxy.target(server.socketPort());
    }

    View view() {
        var all = proxy.counts();
        var counts = new Proxy.Counts(
                all.connections(),
                all.webSockets(),
                all.bytesToServer() - zero.bytesToServer(),
                all.bytesToBrowser() - zero.bytesToBrowser(),
                all.packetsToServer() - zero.packetsToServer(),
                all.packetsToBrowser() - zero.packetsToBrowser());
        return new View(server.pagePort(), proxy.upgradesForbidden(), counts);
    }

    void cut() {
        proxy.cut();
    }

    /** Ends the program and starts it again on the same ports. */
    synchronized void restart() {
        var port = String.valueOf(server.pagePort());
        var socketPort = String.valueOf(server.socketPort());
        server.close();
        start(port, socketPort);
    }

    /** Forbids WebSockets, and ends those there are; or allows them again, for new connections. */
    void changeUpgrades() {
        proxy.forbidUpgrades(!proxy.upgradesForbidden());
        if (proxy.upgradesForbidden()) {
            proxy.cut();
        }
    }

    void countFromZero() {
        zero = proxy.counts();
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }
}
