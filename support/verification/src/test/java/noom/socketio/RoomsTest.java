package noom.socketio;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.corundumstudio.socketio.BroadcastAckCallback;
import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import noom.testkit.PollingPackets;
import noom.testkit.WebSocketPackets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rooms work as in Socket.IO's own server. Some tests show beside it what netty-socketio does without us. */
class RoomsTest {
    private static final String[] BOTH = {"red", "blue"};

    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final HardenedSocketIOServer server = new HardenedSocketIOServer(0);

    /** netty-socketio as it comes. It takes 4 s to stop. */
    private static SocketIOServer bare;

    private static int barePort;

    @BeforeAll
    static void startBareLibrary() throws IOException {
        var configuration = new Configuration();
        configuration.setRandomSession(true);
        configuration.getSocketConfig().setReuseAddress(true);
        // The library does not say which port it has taken.
        try (var free = new ServerSocket(0)) {
            barePort = free.getLocalPort();
        }
        configuration.setPort(barePort);
        bare = new SocketIOServer(configuration);
        addListeners(bare);
        bare.start();
    }

    @AfterAll
    static void stopBareLibrary() {
        bare.stop();
    }

    @BeforeEach
    void start() {
        addListeners(server);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        await().until(() -> bare.getAllClients().isEmpty());
    }

    /** Every client comes with a name; {@code sync} is answered to its sender, after everything before it. */
    private static void addListeners(SocketIOServer server) {
        server.addEventListener("name", String.class, (socket, name, ack) -> socket.set("name", name));
        server.addEventListener("join", String.class, (socket, room, ack) -> socket.joinRoom(room));
        server.addEventListener("leave", String.class, (socket, room, ack) -> socket.leaveRoom(room));
        server.addEventListener("sync", String.class, (socket, nothing, ack) -> socket.sendEvent("sync"));
    }

    private static WebSocketPackets join(int port, String name, String... rooms) {
        var client = WebSocketPackets.join(port);
        client.send("42[\"name\",\"" + name + "\"]");
        for (var room : rooms) {
            client.send("42[\"join\",\"" + room + "\"]");
        }
        sync(client);
        return client;
    }

    private static void sync(WebSocketPackets client) {
        client.send("42[\"sync\",\"\"]");
        client.awaitPacket("42[\"sync\"]");
    }

    /** The events that a client gets from now until its next {@code sync}. */
    private static List<String> eventsUntilSync(WebSocketPackets client) {
        client.send("42[\"sync\",\"\"]");
        var events = new ArrayList<String>();
        for (var event = client.awaitPacket("42"); !event.equals("42[\"sync\"]"); event = client.awaitPacket("42")) {
            events.add(event.replaceFirst("^42[0-9]*", ""));
        }
        return events;
    }

    private static SocketIOClient socket(SocketIOServer server, String name) {
        return server.getAllClients().stream()
                .filter(one -> name.equals(one.get("name")))
                .findFirst()
                .orElseThrow();
    }

    /** Each way to send the event {@code hi} to a room; all but the first three leave out a socket. */
    private enum Sending {
        EVENT((room, excluded) -> room.sendEvent("hi", 1)),
        PACKET((room, excluded) -> room.send(packet())),
        ACK((room, excluded) -> room.sendEvent("hi", (Object) 1, new BroadcastAckCallback<>(Object.class))),
        EXCLUDED((room, excluded) -> room.sendEvent("hi", excluded, 1)),
        PREDICATE((room, excluded) -> room.sendEvent("hi", excluded::equals, 1)),
        EXCLUDED_ACK((room, excluded) ->
                room.sendEvent("hi", (Object) 1, excluded, new BroadcastAckCallback<>(Object.class))),
        PREDICATE_ACK((room, excluded) ->
                room.sendEvent("hi", (Object) 1, excluded::equals, new BroadcastAckCallback<>(Object.class)));

        private final BiConsumer<BroadcastOperations, SocketIOClient> send;

        Sending(BiConsumer<BroadcastOperations, SocketIOClient> send) {
            this.send = send;
        }

        private boolean isForAll() {
            return ordinal() < 3;
        }

        private static Packet packet() {
            var packet = new Packet(PacketType.MESSAGE, EngineIOVersion.V4);
            packet.setSubType(PacketType.EVENT);
            packet.setName("hi");
            packet.setData(List.of(1));
            return packet;
        }
    }

    @ParameterizedTest
    @EnumSource(Sending.class)
    void anEventToTwoRoomsReachesEachSocketOnce(Sending sending) {
        try (var ann = join(server.port(), "ann", BOTH);
                var bob = join(server.port(), "bob", BOTH);
                var cem = join(server.port(), "cem", "red");
                var dan = join(server.port(), "dan", "green")) {
            var expected = List.of("[\"hi\",1]");
            var excluded = socket(server, "ann");

            sending.send.accept(server.getRoomOperations(BOTH), excluded);
            assertEquals(sending.isForAll() ? expected : List.of(), eventsUntilSync(ann));
            assertEquals(expected, eventsUntilSync(bob));
            assertEquals(expected, eventsUntilSync(cem));
            assertEquals(List.of(), eventsUntilSync(dan));

            sending.send.accept(excluded.getNamespace().getRoomOperations(BOTH), excluded);
            assertEquals(sending.isForAll() ? expected : List.of(), eventsUntilSync(ann));
            assertEquals(expected, eventsUntilSync(bob));
            assertEquals(List.of(), eventsUntilSync(dan));
        }
    }

    @ParameterizedTest
    @EnumSource(Sending.class)
    void theBareLibraryDeliversAnEventToTwoRoomsTwice(Sending sending) throws Exception {
        try (var ann = join(barePort, "ann", BOTH);
                var bob = join(barePort, "bob", BOTH)) {
            sending.send.accept(bare.getRoomOperations(BOTH), socket(bare, "ann"));

            assertEquals(2, eventsUntilSync(bob).size());
            assertEquals(sending.isForAll() ? 2 : 0, eventsUntilSync(ann).size());
        }
    }

    @Test
    void eachMemberOfTwoRoomsAcknowledgesOnce() throws Exception {
        var answers = new LinkedBlockingQueue<String>();
        try (var ann = join(server.port(), "ann", BOTH);
                var bob = join(server.port(), "bob", BOTH)) {
            server.execute(() -> server.getRoomOperations(BOTH)
                    .sendEvent("hi", (Object) 1, new BroadcastAckCallback<>(String.class) {
                        @Override
                        protected void onClientSuccess(SocketIOClient socket, String answer) {
                            answers.add(socket.get("name") + ": " + answer);
                        }

                        @Override
                        protected void onAllSuccess() {
                            answers.add("all");
                        }
                    }));
            for (var client : List.of(ann, bob)) {
                var id = client.awaitPacket("42").replaceFirst("42([0-9]+).*", "$1");
                client.send("43" + id + "[\"ok\"]");
                sync(client);
            }
        }
        assertEquals(List.of("ann: ok", "bob: ok", "all"), List.copyOf(answers));
    }

    @Test
    void membersAreListedAndCountedOnce() {
        try (var ann = join(server.port(), "ann", "red", "red", "blue");
                var bob = join(server.port(), "bob", "red")) {
            var socket = socket(server, "ann");
            assertEquals(Set.of("red", "blue"), socket.getAllRooms());
            assertEquals(2, socket.getCurrentRoomSize("red"));
            assertEquals(0, socket.getCurrentRoomSize("green"));
            assertEquals(2, server.getRoomOperations(BOTH).getClients().size());
            assertEquals(2, server.getAllClients().size());

            ann.send("42[\"leave\",\"red\"]");
            ann.send("42[\"leave\",\"red\"]");
            sync(ann);
            assertEquals(Set.of("blue"), socket.getAllRooms());
            assertEquals(1, socket.getCurrentRoomSize("red"));
            sync(bob);
        }
    }

    @Test
    void theBareLibraryListsTheNamespaceAmongTheRooms() throws Exception {
        try (var ann = join(barePort, "ann", "red")) {
            sync(ann);

            assertEquals(Set.of("", "red"), socket(bare, "ann").getAllRooms());
        }
    }

    @Test
    void aSocketIsAbsentBeforeItsConnectOnBothTransports() throws Exception {
        var connected = new AtomicInteger();
        server.addConnectListener(socket -> connected.incrementAndGet());
        server.addConnectListener(socket -> socket.joinRoom("red"));
        var left = new AtomicInteger();
        server.addDisconnectListener(socket -> left.incrementAndGet());
        server.addDisconnectingListener(socket -> left.incrementAndGet());
        var poller = PollingPackets.handshake(server.port());
        try (var early = WebSocketPackets.handshake(server.port());
                var ann = join(server.port(), "ann")) {
            assertEquals("0", early.awaitPacket("0").substring(0, 1));
            assertEquals(3, server.sessions());
            assertEquals(1, server.getAllClients().size());
            assertEquals(1, connected.get());
            assertEquals(1, socket(server, "ann").getCurrentRoomSize("red"));

            server.getBroadcastOperations().sendEvent("too early");
            server.getRoomOperations("red", "").sendEvent("too early");
            ann.awaitPacket("42[\"too early\"]");
            ann.awaitPacket("42[\"too early\"]");
            early.send("40");
            poller.post("40");
            // The answer to CONNECT is the first packet, and the poll holds nothing else.
            assertTrue(early.awaitPacket("").startsWith("40{\"sid\":"));
            var polled = poller.poll();
            assertEquals(1, polled.size());
            assertTrue(polled.get(0).startsWith("40{\"sid\":"), polled::toString);

            server.getRoomOperations("red").sendEvent("now");
            assertEquals("42[\"now\"]", early.awaitPacket(""));
            assertEquals(List.of("42[\"now\"]"), poller.poll());
            assertEquals(3, server.getAllClients().size());
            assertEquals(3, connected.get());
        }
        try (var never = WebSocketPackets.handshake(server.port())) {
            never.awaitPacket("0");
        }
        poller.post("1");
        await().until(() -> server.sessions() == 0);
        // Three sockets, two listeners each; the fourth client has never been a socket.
        assertEquals(6, left.get());
    }

    @Test
    void theBareLibraryCountsASocketBeforeItsConnect() throws Exception {
        try (var early = WebSocketPackets.handshake(barePort)) {
            early.awaitPacket("0");

            await().until(() -> bare.getAllClients().size() == 1);
            bare.getBroadcastOperations().sendEvent("too early");
            assertEquals("42[\"too early\"]", early.awaitPacket("4"));
        }
    }

    @Test
    void aRoomBroadcastOfAnyArgumentsIsEncodedOnce() {
        var encodings = new AtomicInteger();
        var clients = new ArrayList<WebSocketPackets>();
        try {
            for (var i = 0; i < 10; i++) {
                clients.add(join(server.port(), "client " + i, BOTH));
            }
            for (var i = 0; i < 2; i++) {
                var arguments = new Object[] {i, List.of("a", 1), new Counted(encodings, 2.5), new Member("ann")};
                server.execute(() -> server.getRoomOperations(BOTH).sendEvent("hi", arguments));
            }

            for (var client : clients) {
                assertEquals("42[\"hi\",0,[\"a\",1],2.5,{\"name\":\"ann\"}]", client.awaitPacket("42"));
                assertEquals("42[\"hi\",1,[\"a\",1],2.5,{\"name\":\"ann\"}]", client.awaitPacket("42"));
            }
            assertEquals(2, encodings.get());

            server.execute(() -> server.getBroadcastOperations().sendEvent("hi", new Counted(encodings, 1)));
            clients.forEach(client -> assertEquals("42[\"hi\",1.0]", client.awaitPacket("42")));
            assertEquals(3, encodings.get());
        } finally {
            clients.forEach(WebSocketPackets::close);
        }
    }

    @Test
    void theBareLibraryEncodesABroadcastForEachRecipient() throws Exception {
        var encodings = new AtomicInteger();
        try (var ann = join(barePort, "ann", "red");
                var bob = join(barePort, "bob", "red")) {
            bare.getRoomOperations("red").sendEvent("hi", new Counted(encodings, 1));
            ann.awaitPacket("42");
            bob.awaitPacket("42");

            assertEquals(2, encodings.get());
        }
    }

    @Test
    void anArgumentThatChangesIsEncodedAgain() {
        try (var ann = join(server.port(), "ann", "red")) {
            server.execute(() -> {
                var list = new ArrayList<>(List.of(1));
                server.getRoomOperations("red").sendEvent("hi", list);
                list.add(2);
                server.getRoomOperations("red").sendEvent("hi", list);
            });

            assertEquals("42[\"hi\",[1]]", ann.awaitPacket("42"));
            assertEquals("42[\"hi\",[1,2]]", ann.awaitPacket("42"));
        }
    }

    private record Member(String name) {}

    /** An argument that counts how often it is turned into JSON. */
    private record Counted(AtomicInteger encodings, double value) {
        @JsonValue
        private double encode() {
            encodings.incrementAndGet();
            return value;
        }
    }

    private enum Ending {
        /** The client disconnects from the namespace: Socket.IO's DISCONNECT. */
        DISCONNECT,
        /** The client closes the transport: Engine.IO's CLOSE. */
        CLOSE,
        CUT,
        MALFORMED_PACKET,
        SERVER_STOP,
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void disconnectingKnowsTheRoomsAndRunsOnceBeforeDisconnect(Ending ending) throws Exception {
        logEndings();
        var ann = join(server.port(), "ann", "red", "blue");
        try (var bob = join(server.port(), "bob", "red")) {
            switch (ending) {
                case DISCONNECT -> ann.send("41");
                case CLOSE -> ann.send("1");
                case CUT -> ann.close();
                case MALFORMED_PACKET -> ann.send("x");
                default -> {
                    bob.send("1");
                    await().until(() -> log.size() == 2);
                    log.clear();
                    server.stop();
                }
            }
            var present = ending == Ending.SERVER_STOP ? 1 : 2;
            assertEquals("ann is leaving [blue, red] of " + present, nextLogged());
            assertEquals("ann has left []", nextLogged());
            if (ending != Ending.SERVER_STOP) {
                assertEquals("[\"bye\"]", eventsUntilSync(bob).get(0));
                assertEquals(1, server.getAllClients().size());
                assertEquals(1, server.getRoomOperations(BOTH).getClients().size());
                // A session that has left its namespace goes on.
                var sessions = ending == Ending.DISCONNECT ? 2 : 1;
                await().until(() -> server.sessions() == sessions);
                bob.send("41");
                assertEquals("bob is leaving [red] of 1", nextLogged());
                assertEquals("bob has left []", nextLogged());
            }
        }
        assertTrue(log.isEmpty(), log::toString);
        ann.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Ending.class,
            names = {"DISCONNECT", "CLOSE", "MALFORMED_PACKET"})
    void disconnectingRunsOnceOnPollingToo(Ending ending) throws Exception {
        logEndings();
        var poller = PollingPackets.join(server.port());
        poller.post("42[\"name\",\"ann\"]", "42[\"join\",\"red\"]");
        poller.post(ending == Ending.DISCONNECT ? "41" : ending == Ending.CLOSE ? "1" : "x");

        assertEquals("ann is leaving [red] of 1", nextLogged());
        assertEquals("ann has left []", nextLogged());
        assertEquals(ending == Ending.DISCONNECT ? 200 : 400, poller.post("41"));
        assertTrue(log.isEmpty(), log::toString);
    }

    private void logEndings() {
        server.addDisconnectingListener(socket -> {
            var rooms = socket.getAllRooms().stream().sorted().toList();
            log.add(socket.get("name") + " is leaving " + rooms + " of "
                    + server.getAllClients().size());
            server.getRoomOperations("red").sendEvent("bye", socket);
        });
        server.addDisconnectListener(socket -> log.add(socket.get("name") + " has left " + socket.getAllRooms()));
    }

    private String nextLogged() throws InterruptedException {
        return Objects.requireNonNullElse(log.poll(20, TimeUnit.SECONDS), "nothing");
    }

    @Test
    void theBareLibraryLeavesTheRoomsBeforeItsListenersRun() throws Exception {
        bare.addDisconnectListener(socket -> log.add("rooms: " + socket.getAllRooms()));
        try (var ann = join(barePort, "ann", "red")) {
            ann.send("41");
        }

        assertEquals("rooms: []", nextLogged());
    }
}
