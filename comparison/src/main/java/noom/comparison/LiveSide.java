package noom.comparison;

import java.net.InetAddress;
import java.util.Map;
import noom.testkit.TcpProxy;

/** One of the two chats on the live page: a step's program, and a proxy in front of its socket. */
final class LiveSide implements AutoCloseable {
    private final Contender contender;
    private final String socketUrl;
    private final TrafficCounter traffic = new TrafficCounter();
    private final TcpProxy proxy;

    /** Replaced by {@link #restart}, read by every request. */
    private volatile ServerProcess server;

    private volatile TrafficCounter.Counts zero = traffic.counts();

    /** What the page shows of a side. */
    record View(int pagePort, boolean upgradesForbidden, TrafficCounter.Counts counts) {}

    /** @param host the address by which browsers reach this machine */
    LiveSide(Contender contender, InetAddress host) {
        this.contender = contender;
        proxy = TcpProxy.on(host, traffic);
        var scheme = contender.protocol == Protocol.RAW_WEBSOCKET ? "ws" : "http";
        socketUrl = "%s://%s:%d".formatted(scheme, host.getHostName(), proxy.port());
        start("0", "0");
    }

    private void start(String port, String socketPort) {
        server = ServerProcess.start(
                contender, Map.of("PORT", port, "SOCKET_PORT", socketPort, "SOCKET_URL", socketUrl));
        proxy.redirectTo(server.socketPort());
    }

    View view() {
        return new View(
                server.pagePort(), proxy.refusesUpgrades(), traffic.counts().since(zero));
    }

    void cut() {
        proxy.cut();
    }

    /** Stops the program and starts it again on the same ports. */
    synchronized void restart() {
        var port = String.valueOf(server.pagePort());
        var socketPort = String.valueOf(server.socketPort());
        server.close();
        start(port, socketPort);
    }

    /** Forbids WebSockets and cuts the open ones, or allows them again for new connections. */
    void toggleUpgrades() {
        proxy.refuseUpgrades(!proxy.refusesUpgrades());
        if (proxy.refusesUpgrades()) {
            proxy.cut();
        }
    }

    void countFromZero() {
        zero = traffic.counts();
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }
}
