package noom.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.corundumstudio.socketio.SocketIOClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import noom.testkit.PollingPackets;
import noom.testkit.RawConnection;
import noom.testkit.SentSegments;
import noom.testkit.StandardErrorCapture;
import noom.testkit.WebSocketPackets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Broadcasts of one turn go out together, and each socket gets what is meant for it, in order. */
class BroadcastBatcherTest {
    private final HardenedSocketIOServer server = new HardenedSocketIOServer(0);
    private final Map<String, SocketIOClient> sockets = new ConcurrentHashMap<>();
    private final List<AutoCloseable> clients = new ArrayList<>();

    @BeforeEach
    void start() {
        server.addEventListener("name", String.class, (socket, name, ack) -> {
            socket.joinRoom("all");
            sockets.put(name, socket);
            socket.sendEvent("named");
        });
        server.addNamespace("/other").addEventListener("name", String.class, (socket, name, ack) -> {
            sockets.put(name, socket);
            socket.sendEvent("named");
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (var client : clients) {
            client.close();
        }
        server.stop();
    }

    @Test
    void whatOneSocketGetsAloneStaysBetweenTheBroadcastsAroundIt() {
        var ann = join("Ann");
        var bob = join("Bob");

        inOneTurn(() -> {
            all("1");
            sockets.get("Ann").sendEvent("2");
            all("3");
        });

        assertEquals(List.of("1", "2", "3"), events(ann, 3));
        assertEquals(List.of("1", "3"), events(bob, 2));
    }

    @Test
    void anExcludedSocketGetsTheMessagesOfOthersOnly() {
        var ann = join("Ann");
        var bob = join("Bob");
        var eve = join("Eve");

        inOneTurn(() -> {
            server.getRoomOperations("all").sendEvent("by Ann", sockets.get("Ann"));
            server.getRoomOperations("all").sendEvent("by Bob", sockets.get("Bob"));
            server.getRoomOperations("all").sendEvent("by Ann again", sockets.get("Ann"));
            // Nothing waits for Ann but what Bob said.
            sockets.get("Ann").sendEvent("delivered");
            all("the end");
        });

        assertEquals(List.of("by Bob", "delivered", "the end"), events(ann, 3));
        assertEquals(List.of("by Ann", "by Ann again", "the end"), events(bob, 3));
        assertEquals(List.of("by Ann", "by Bob", "by Ann again", "the end"), events(eve, 4));
    }

    @Test
    void aSocketThatIsExcludedEachTimeIsAnsweredInOrderToo() {
        var ann = join("Ann");
        var bob = join("Bob");

        inOneTurn(() -> {
            for (var i = 0; i < 3; i++) {
                server.getBroadcastOperations().sendEvent("by Ann " + i, sockets.get("Ann"));
                sockets.get("Ann").sendEvent("delivered " + i);
            }
            all("the end");
        });

        assertEquals(List.of("delivered 0", "delivered 1", "delivered 2", "the end"), events(ann, 4));
        assertEquals(List.of("by Ann 0", "by Ann 1", "by Ann 2", "the end"), events(bob, 4));
    }

    @Test
    void roomsThatAlternateKeepTheirOrder() {
        var ann = join("Ann");
        var bob = join("Bob");

        inOneTurn(() -> {
            sockets.get("Ann").joinRoom("red");
            sockets.get("Ann").joinRoom("blue");
            sockets.get("Bob").joinRoom("blue");
            server.getRoomOperations("red").sendEvent("1");
            server.getRoomOperations("blue").sendEvent("2");
            server.getRoomOperations("red").sendEvent("3");
            server.getRoomOperations("red", "blue").sendEvent("4");
            sockets.get("Ann").leaveRoom("red");
            server.getRoomOperations("red").sendEvent("to nobody");
            server.getRoomOperations("blue").sendEvent("5");
        });

        assertEquals(List.of("1", "2", "3", "4", "5"), events(ann, 5));
        assertEquals(List.of("2", "4", "5"), events(bob, 3));
    }

    @Test
    void whoLeavesOrComesInTheMiddleOfATurnGetsItsPartOnly() {
        var ann = join("Ann");
        var bob = join("Bob");

        inOneTurn(() -> {
            sockets.get("Bob").leaveRoom("all");
            server.getRoomOperations("all").sendEvent("without Bob");
            sockets.get("Bob").joinRoom("all");
            server.getRoomOperations("all").sendEvent("with Bob");
            sockets.get("Ann").leaveRoom("all");
            server.getRoomOperations("all").sendEvent("without Ann");
            all("the end");
        });

        assertEquals(List.of("without Bob", "with Bob", "the end"), events(ann, 3));
        assertEquals(List.of("with Bob", "without Ann", "the end"), events(bob, 3));
    }

    @Test
    void aBroadcastBeforeADisconnectArrives() {
        var ann = join("Ann");
        var bob = join("Bob");

        inOneTurn(() -> {
            all("goodbye");
            sockets.get("Ann").disconnect();
            all("and on");
        });

        assertEquals(List.of("goodbye"), events(ann, 1));
        assertEquals(List.of("goodbye", "and on"), events(bob, 2));
    }

    @Test
    void socketsThatPollAndOtherNamespacesKeepTheirOrder() throws Exception {
        var ann = join("Ann");
        var poller = PollingPackets.join(server.port());
        poller.post("42[\"name\",\"Poller\"]");
        assertEquals(List.of("42[\"named\"]"), poller.poll());
        ann.send("40/other,");
        ann.awaitPacket("40/other");
        ann.send("42/other,[\"name\",\"Ann there\"]");
        ann.awaitPacket("42/other,[\"named\"]");

        inOneTurn(() -> {
            all("1");
            server.getNamespace("/other").getBroadcastOperations().sendEvent("2");
            all("3");
            sockets.get("Poller").sendEvent("4");
            all("5");
        });

        assertEquals("42[\"1\"]", ann.awaitPacket("42"));
        assertEquals("42/other,[\"2\"]", ann.awaitPacket("42"));
        assertEquals("42[\"3\"]", ann.awaitPacket("42"));
        assertEquals("42[\"5\"]", ann.awaitPacket("42"));
        var polled = new ArrayList<String>();
        while (polled.size() < 4) {
            polled.addAll(poller.poll());
        }
        assertEquals(List.of("42[\"1\"]", "42[\"3\"]", "42[\"4\"]", "42[\"5\"]"), polled);
    }

    /** Jackson calls the getter. */
    public static final class Broken {
        public String getValue() {
            throw new IllegalStateException("It has no value.");
        }
    }

    @Test
    @ResourceLock(Resources.SYSTEM_ERR)
    void whatCannotBeEncodedReachesNobodyAndStopsNothing() {
        try (var log = StandardErrorCapture.start()) {
            var ann = join("Ann");

            inOneTurn(() -> {
                all("1");
                server.getBroadcastOperations().sendEvent("broken", new Broken());
            });
            inOneTurn(() -> all("2"));

            assertEquals(List.of("1", "2"), events(ann, 2));
            assertTrue(log.text().contains("It has no value."), log::text);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "It needs ss")
    void aBurstIsWrittenToEachConnectionAtOnce() throws IOException {
        var count = 20;
        var messages = 100;
        var chat = TestChat.start();
        try {
            var port = chat.port();
            var connections = new ArrayList<RawConnection>();
            for (var i = 0; i < count; i++) {
                var connection = new RawConnection(port).webSocket();
                connection.sendFrame(RawConnection.TEXT, "40");
                awaitFrame(connection, "40");
                connections.add(connection);
            }
            var before = SentSegments.from(port);

            var burst = new ByteArrayOutputStream();
            for (var i = 0; i < messages; i++) {
                burst.writeBytes(RawConnection.frame(RawConnection.TEXT, "42[\"new_message\",\"" + i + "\"]"));
            }
            connections.get(0).send(burst.toByteArray());
            for (var connection : connections) {
                for (var i = 0; i < messages; i++) {
                    awaitFrame(connection, "42[\"new_message\",\"Anon: " + i + "\"]");
                }
            }

            var segments = SentSegments.from(port) - before;
            assertTrue(
                    segments >= count && segments < count * messages / 4,
                    () -> segments + " segments for 2,000 messages");
            connections.forEach(RawConnection::close);
        } finally {
            chat.stop();
        }
    }

    private static void awaitFrame(RawConnection connection, String beginning) throws IOException {
        while (!connection.readFrame().text().startsWith(beginning)) {
            // What came before.
        }
    }

    private WebSocketPackets join(String name) {
        var client = WebSocketPackets.join(server.port());
        clients.add(client);
        client.send("42[\"name\",\"" + name + "\"]");
        client.awaitPacket("42[\"named\"]");
        return client;
    }

    private void inOneTurn(Runnable task) {
        server.execute(task);
    }

    private void all(String event) {
        server.getBroadcastOperations().sendEvent(event);
    }

    private static List<String> events(WebSocketPackets client, int count) {
        var events = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            events.add(client.awaitPacket("42").replaceFirst("42\\[\"(.*)\"]", "$1"));
        }
        return events;
    }
}
