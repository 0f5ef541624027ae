package noom.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import noom.testkit.RawConnection;
import noom.testkit.Waits;
import org.java_websocket.WebSocketImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Start, stop, silent clients, and lost write wake-ups. */
@Isolated("A stopped server's port has to be free.")
class HardenedWebSocketServerTest {
    @Test
    void aPortInUseIsReportedByOpen() throws IOException {
        try (var other = new ServerSocket(0)) {
            assertThrows(UncheckedIOException.class, () -> TestChat.start(other.getLocalPort()));
        }
    }

    @Test
    void clientsThatLeaveMeanwhileDoNotDisturbTheStop() throws Exception {
        for (var round = 0; round < 20; round++) {
            var chat = TestChat.start(0);
            var clients = new ArrayList<RawConnection>();
            for (var i = 0; i < 50; i++) {
                clients.add(new RawConnection(chat.port()).webSocket("/"));
            }
            var leaving = new Thread(() -> clients.forEach(RawConnection::close));
            leaving.start();

            chat.stop();

            // The port is free at once.
            TestChat.start(chat.port()).stop();
            leaving.join();
        }
    }

    @Test
    void clientsThatLeaveAtOnceAreNoMembers() throws IOException {
        var chat = TestChat.start(0);
        try (var member = new RawConnection(chat.port()).webSocket("/")) {
            Waits.waitFor("the member").until(() -> chat.members() == 1);
            for (var i = 0; i < 1000; i++) {
                new RawConnection(chat.port()).webSocket("/").close();
            }
            member.sendFrame(RawConnection.TEXT, "still here");
            assertEquals("still here", member.readFrame().text());

            Waits.waitFor("the others to leave").until(() -> chat.members() == 1);
            assertEquals(1, chat.getConnections().size());
        } finally {
            chat.stop();
        }
    }

    @Test
    void aSecondStopDoesNothing() throws Exception {
        var chat = TestChat.start(0);
        try (var client = new RawConnection(chat.port()).webSocket("/")) {
            var another = CompletableFuture.runAsync(chat::stop);
            chat.stop();
            another.join();
            chat.stop();

            assertEquals(1001, client.readCloseCode());
        }
    }

    @Test
    void aSilentClientIsPingedAndThenRemoved() throws IOException {
        var chat = TestChat.start(0);
        chat.setConnectionLostTimeout(1);
        try (var silent = new RawConnection(chat.port()).webSocket("/")) {
            assertEquals(RawConnection.PING, silent.readFrame().firstByte());

            silent.readToTheEnd();

            Waits.waitFor("the server to remove it")
                    .until(() -> chat.getConnections().isEmpty());
        } finally {
            chat.stop();
        }
    }

    /** A frame in the queue of a socket that nothing else writes to: what a lost wake-up leaves behind. */
    @Test
    void aFrameWhoseWakeUpWasLostIsStillSent() throws IOException {
        var chat = TestChat.start(0);
        // A ping would write the queue, too.
        chat.setConnectionLostTimeout(0);
        try (var client = new RawConnection(chat.port()).webSocket("/")) {
            Waits.waitFor("the connection").until(() -> !chat.getConnections().isEmpty());
            var socket = (WebSocketImpl) chat.getConnections().iterator().next();
            var frames = socket.getDraft().createFrames("late", false);
            socket.outQueue.add(socket.getDraft().createBinaryFrame(frames.get(0)));

            assertEquals("late", client.readFrame().text());
        } finally {
            chat.stop();
        }
    }

    @Test
    void allWaitingFramesAreWrittenByOneCall() throws IOException {
        try (var listener = ServerSocketChannel.open().bind(new InetSocketAddress("localhost", 0));
                var client = SocketChannel.open(listener.getLocalAddress())) {
            var waiting = new ArrayDeque<ByteBuffer>();
            for (var text : new String[] {"one", "two", "three"}) {
                waiting.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            }
            var channel = new GatheringByteChannel(client, waiting);

            assertEquals("onetwothree".length(), channel.write(waiting.peek()));
        }
    }
}
