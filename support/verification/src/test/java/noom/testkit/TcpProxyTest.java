package noom.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Tests the proxy with plain sockets on both sides, so that every byte and every way to end is seen. */
@Isolated("A closed proxy's port must stay free.")
class TcpProxyTest {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final String UPGRADE = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n\r\n";
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private ServerSocket listener;
    private TcpProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connectThroughTheProxy() throws IOException {
        listener = listen();
        proxy = TcpProxy.to(listener.getLocalPort());
        connect();
    }

    @AfterEach
    void closeAll() throws IOException {
        client.close();
        server.close();
        proxy.close();
        listener.close();
    }

    @Test
    void bytesPassInBothDirections() throws IOException {
        send(client, "to the server");
        assertEquals("to the server", receive(server, 13));

        send(server, "to the client");
        assertEquals("to the client", receive(client, 13));
    }

    @Test
    void aClientThatFinishedSendingStillGetsTheAnswer() throws IOException {
        send(client, "question");
        client.shutdownOutput();
        assertEquals("question", receive(server, 8));
        assertEquals(-1, server.getInputStream().read());

        send(server, "answer");
        server.shutdownOutput();
        assertEquals("answer", receive(client, 6));
        assertEquals(-1, client.getInputStream().read());
    }

    @Test
    void aCutResetsBothSides() throws IOException {
        exchange();

        proxy.cut();

        assertReset(client);
        assertReset(server);
    }

    @Test
    void newConnectionsPassAfterACut() throws IOException {
        exchange();
        proxy.cut();
        assertReset(client);

        reconnect();

        exchange();
    }

    @Test
    void aResetOfOneSideReachesTheOther() throws IOException {
        exchange();

        server.setSoLinger(true, 0);
        server.close();

        assertReset(client);
    }

    @Test
    void aClientIsResetWhenTheServerIsGone() throws IOException {
        listener.close();
        client.close();

        client = open(proxy.port());

        assertReset(client);
    }

    @Test
    void heldBytesPassInOrderAfterTheRelease() throws IOException {
        exchange();
        proxy.hold();
        send(client, "one ");
        send(server, "two ");
        send(client, "three");
        assertNothingArrives(server);
        assertNothingArrives(client);

        proxy.release();

        assertEquals("one three", receive(server, 9));
        assertEquals("two ", receive(client, 4));
    }

    @Test
    void anUpgradeIsAnsweredWith403() throws IOException {
        proxy.close();
        proxy = TcpProxy.withoutUpgradesTo(listener.getLocalPort());
        reconnect();

        send(client, UPGRADE);

        assertRefused();
    }

    @Test
    void aSwallowedUpgradeGetsNoAnswer() throws IOException {
        proxy.swallowUpgrades(true);
        try (var swallowed = open(proxy.port())) {
            send(swallowed, UPGRADE);
            swallowed.setSoTimeout(500);

            assertThrows(
                    SocketTimeoutException.class,
                    () -> swallowed.getInputStream().read());
        }

        proxy.swallowUpgrades(false);
        reconnect();
        exchange();
    }

    @Test
    void anUpgradeInTwoPiecesIsRefusedToo() throws IOException {
        proxy.refuseUpgrades(true);

        send(client, UPGRADE.substring(0, 50));
        assertNothingArrives(server);
        send(client, UPGRADE.substring(50));

        assertRefused();
    }

    @Test
    void otherRequestsPassWhileUpgradesAreRefused() throws IOException {
        proxy.refuseUpgrades(true);

        send(client, REQUEST);

        assertEquals(REQUEST, receive(server, REQUEST.length()));
    }

    @Test
    void refusingUpgradesCanBeSwitchedWhileRunning() throws IOException {
        assertFalse(proxy.refusesUpgrades());
        proxy.refuseUpgrades(true);
        assertTrue(proxy.refusesUpgrades());
        send(client, UPGRADE);
        assertRefused();

        proxy.refuseUpgrades(false);
        reconnect();
        send(client, UPGRADE);

        assertEquals(UPGRADE, receive(server, UPGRADE.length()));
    }

    @Test
    void anOpenWebSocketSurvivesTheRefusalOfUpgrades() throws IOException {
        send(client, UPGRADE);
        assertEquals(UPGRADE, receive(server, UPGRADE.length()));

        proxy.refuseUpgrades(true);

        send(client, UPGRADE);
        assertEquals(UPGRADE, receive(server, UPGRADE.length()));
        exchange();
    }

    @Test
    void newConnectionsFollowARedirect() throws IOException {
        exchange();
        try (var other = listen()) {
            proxy.redirectTo(other.getLocalPort());
            exchange();
            try (var newClient = open(proxy.port());
                    var newServer = other.accept()) {
                send(newClient, "new");
                assertEquals("new", receive(newServer, 3));
            }
        }
    }

    @Test
    void anObserverSeesBothDirectionsAndTheEnd() throws IOException {
        var events = new CopyOnWriteArrayList<String>();
        proxy.close();
        proxy = TcpProxy.on(InetAddress.getLoopbackAddress(), () -> new Recorder(events));
        proxy.redirectTo(listener.getLocalPort());
        reconnect();

        send(client, "ping");
        receive(server, 4);
        send(server, "pong");
        receive(client, 4);
        client.close();
        assertEquals(-1, server.getInputStream().read());
        server.close();

        await().until(() -> events.contains("closed"));
        assertEquals(List.of("to server: ping", "to client: pong", "closed"), events);
    }

    @Test
    void aClosedProxyResetsConnectionsAndFreesItsPort() throws IOException {
        exchange();

        proxy.close();

        assertReset(client);
        assertReset(server);
        assertThrows(ConnectException.class, () -> open(proxy.port()));
    }

    private void connect() throws IOException {
        client = open(proxy.port());
        server = listener.accept();
        server.setSoTimeout(TIMEOUT_MILLIS);
    }

    /** A refused connection was accepted by the server too, so each client has its server socket. */
    private void reconnect() throws IOException {
        client.close();
        server.close();
        connect();
    }

    private void exchange() throws IOException {
        bytesPassInBothDirections();
    }

    private void assertRefused() throws IOException {
        var answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertEquals("HTTP/1.1 403 Forbidden", answer.lines().findFirst().orElse(""));
        assertEquals(-1, server.getInputStream().read());
    }

    private static void assertReset(Socket socket) {
        var failure = assertThrows(
                SocketException.class, () -> socket.getInputStream().read());
        assertEquals("Connection reset", failure.getMessage());
    }

    /** The exchange before has shown that bytes arrive at once when nothing holds them. */
    private static void assertNothingArrives(Socket socket) throws IOException {
        socket.setSoTimeout(200);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
        socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    private static ServerSocket listen() throws IOException {
        var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener.setSoTimeout(TIMEOUT_MILLIS);
        return listener;
    }

    private static Socket open(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String receive(Socket socket, int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.US_ASCII);
    }

    private record Recorder(CopyOnWriteArrayList<String> events) implements TcpProxy.Observer {
        @Override
        public void toServer(byte[] bytes, int count) {
            events.add("to server: " + new String(bytes, 0, count, StandardCharsets.US_ASCII));
        }

        @Override
        public void toClient(byte[] bytes, int count) {
            events.add("to client: " + new String(bytes, 0, count, StandardCharsets.US_ASCII));
        }

        @Override
        public void closed() {
            events.add("closed");
        }
    }
}
