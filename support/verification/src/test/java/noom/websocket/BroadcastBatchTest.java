package noom.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import noom.testkit.RawConnection;
import noom.testkit.SentSegments;
import noom.testkit.Waits;
import org.java_websocket.WebSocket;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Broadcasts of one turn go out together, and everything stays in order. */
class BroadcastBatchTest {
    private Director server;

    @BeforeEach
    void start() {
        server = new Director();
        server.open();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void whatOneSocketGetsAloneStaysBetweenTheBroadcastsAroundIt() throws IOException {
        try (var ann = connect();
                var bob = connect()) {
            server.onText = (socket, text) -> {
                server.broadcast("1", server.sockets);
                socket.send("2");
                server.broadcast("3", server.sockets);
                socket.sendPing();
                server.broadcast("4", server.sockets);
            };
            ann.sendFrame(RawConnection.TEXT, "go");

            assertEquals(List.of("1", "2", "3", "", "4"), read(ann, 5));
            assertEquals(List.of("1", "3", "4"), read(bob, 3));
        }
    }

    @Test
    void whoComesInTheMiddleOfATurnGetsOnlyWhatIsSentThen() throws IOException {
        try (var ann = connect();
                var bob = connect()) {
            var annAlone = new CopyOnWriteArrayList<WebSocket>();
            server.onText = (socket, text) -> {
                annAlone.add(socket);
                server.broadcast("before", annAlone);
                annAlone.addAll(
                        server.sockets.stream().filter(other -> other != socket).toList());
                server.broadcast("after", annAlone);
                annAlone.remove(socket);
                server.broadcast("the end", annAlone);
            };
            ann.sendFrame(RawConnection.TEXT, "go");

            assertEquals(List.of("before", "after"), read(ann, 2));
            assertEquals(List.of("after", "the end"), read(bob, 2));
        }
    }

    @Test
    void aBroadcastBeforeACloseArrives() throws IOException {
        try (var ann = connect();
                var bob = connect()) {
            server.onText = (socket, text) -> {
                server.broadcast("goodbye", server.sockets);
                socket.close(CloseFrame.NORMAL);
            };
            ann.sendFrame(RawConnection.TEXT, "go");

            assertEquals(List.of("goodbye"), read(ann, 1));
            assertEquals(CloseFrame.NORMAL, ann.readCloseCode());
            assertEquals(List.of("goodbye"), read(bob, 1));
        }
    }

    @Test
    void aBroadcastOfAnotherThreadGoesOutAtOnce() throws IOException {
        try (var ann = connect()) {
            server.broadcast("from outside", server.sockets);
            assertEquals(List.of("from outside"), read(ann, 1));

            server.broadcast(new byte[] {1, 2, 3}, server.sockets);
            assertEquals(RawConnection.BINARY, ann.readFrame().firstByte());
        }
    }

    @Test
    void messagesLargerThanTheSharedBufferArriveWhole() throws IOException {
        try (var ann = connect()) {
            var large = "x".repeat(60_000);
            server.onText = (socket, text) -> {
                for (var i = 0; i < 5; i++) {
                    server.broadcast(i + large, server.sockets);
                }
                server.broadcast(ByteBuffer.allocate(200_000), server.sockets);
                server.broadcast("after", server.sockets);
            };
            ann.sendFrame(RawConnection.TEXT, "go");

            for (var i = 0; i < 5; i++) {
                assertEquals(i + large, ann.readFrame().text());
            }
            ann.readExactly(2 + 8 + 200_000);
            assertEquals("after", ann.readFrame().text());
        }
    }

    @Test
    void aClientThatReadsLateGetsAllInOrderWithPingsBetween() throws IOException {
        try (var slow = new RawConnection(server.port(), 4096).webSocket("/");
                var ann = connect()) {
            Waits.waitFor("both").until(() -> server.sockets.size() == 2);
            var filling = "x".repeat(1000);
            server.onText = (socket, text) -> {
                for (var i = 0; i < 20; i++) {
                    server.broadcast(text + " " + i + filling, server.sockets);
                    server.sockets.forEach(WebSocket::sendPing);
                }
            };
            for (var round = 0; round < 60; round++) {
                ann.sendFrame(RawConnection.TEXT, "round " + round);
                readTexts(ann, 20);
            }

            var expected = IntStream.range(0, 60)
                    .boxed()
                    .flatMap(round -> IntStream.range(0, 20).mapToObj(i -> "round " + round + " " + i + filling))
                    .toList();
            assertEquals(expected, readTexts(slow, 60 * 20));
        }
    }

    @Test
    void whatOtherThreadsSendDoesNotBlockBroadcasts() throws Exception {
        // So few that a client that reads slowly is not cut.
        var rounds = 500;
        var others = Stream.<Consumer<WebSocket>>of(
                        WebSocket::sendPing, socket -> socket.send("text"), socket -> socket.send(new byte[] {1}))
                .map(send -> new Thread(() -> {
                    for (var round = 0; round < rounds; round++) {
                        server.sockets.forEach(send);
                        server.broadcast("from outside", server.sockets);
                    }
                }))
                .toList();
        server.onText = (socket, text) -> server.broadcast(text, server.sockets);
        try (var ann = connect();
                var bob = connect()) {
            others.forEach(Thread::start);
            for (var i = 0; i < rounds; i++) {
                ann.sendFrame(RawConnection.TEXT, "message " + i);
                for (var client : List.of(ann, bob)) {
                    while (!client.readFrame().text().equals("message " + i)) {
                        // What the other threads sent.
                    }
                }
            }
            for (var other : others) {
                other.join();
            }
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "It needs ss")
    void aBurstIsWrittenToEachConnectionAtOnce() throws IOException {
        var clients = 20;
        var messages = 100;
        var chat = TestChat.start(0);
        try {
            var port = chat.port();
            var connections = new ArrayList<RawConnection>();
            for (var i = 0; i < clients; i++) {
                connections.add(new RawConnection(port).webSocket("/"));
            }
            var ann = connections.get(0);
            ann.sendFrame(RawConnection.TEXT, "are all there?");
            for (var connection : connections) {
                connection.readFrame();
            }
            var before = SentSegments.from(port);

            var burst = new ByteArrayOutputStream();
            for (var i = 0; i < messages; i++) {
                burst.writeBytes(RawConnection.frame(RawConnection.TEXT, "message " + i));
            }
            ann.send(burst.toByteArray());
            for (var connection : connections) {
                for (var i = 0; i < messages; i++) {
                    assertEquals("message " + i, connection.readFrame().text());
                }
            }

            var segments = SentSegments.from(port) - before;
            assertTrue(
                    segments >= clients && segments < clients * messages / 4,
                    () -> segments + " segments for 2,000 messages");
            connections.forEach(RawConnection::close);
        } finally {
            chat.stop();
        }
    }

    private RawConnection connect() throws IOException {
        var members = server.sockets.size();
        var client = new RawConnection(server.port()).webSocket("/");
        Waits.waitFor("the client").until(() -> server.sockets.size() > members);
        return client;
    }

    private static List<String> read(RawConnection client, int count) throws IOException {
        var texts = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            texts.add(client.readFrame().text());
        }
        return texts;
    }

    private static List<String> readTexts(RawConnection client, int count) throws IOException {
        var texts = new ArrayList<String>();
        while (texts.size() < count) {
            var frame = client.readFrame();
            if (frame.firstByte() == RawConnection.TEXT) {
                texts.add(frame.text());
            }
        }
        return texts;
    }

    /** Does on a text what the test says. */
    private static final class Director extends HardenedWebSocketServer {
        private interface Scene {
            void play(WebSocket socket, String text);
        }

        private final Set<WebSocket> sockets = ConcurrentHashMap.newKeySet();
        private volatile Scene onText = (socket, text) -> {};

        private Director() {
            super(0);
        }

        @Override
        public void onOpen(WebSocket socket, ClientHandshake request) {
            sockets.add(socket);
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            onText.play(socket, text);
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason, boolean byTheClient) {
            sockets.remove(socket);
        }
    }
}
