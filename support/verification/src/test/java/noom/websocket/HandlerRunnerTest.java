package noom.websocket;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import noom.testkit.RawConnection;
import noom.testkit.StandardErrorCapture;
import noom.testkit.Waits;
import org.java_websocket.WebSocket;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a handler throws is logged once, with its stack trace, and the chat goes on. */
@Isolated("It reads the log.")
class HandlerRunnerTest {
    private static final List<Throwable> FAULTS = List.of(
            new IllegalStateException("a bug"),
            new UncheckedIOException(new IOException("a full disk")),
            new IOException("a full disk"),
            new InvalidDataException(1007, "the handler's own"),
            new AssertionError("a bug"),
            new StackOverflowError("a recursion"),
            new NoClassDefFoundError("noom/Missing"),
            new OutOfMemoryError("a big array"));

    private static Stream<Arguments> faults() {
        return Stream.of(Handler.values())
                .flatMap(handler -> FAULTS.stream().map(fault -> Arguments.of(handler, fault)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsLoggedAndTheOthersChatOn(Handler handler, Throwable fault) throws IOException {
        var chat = new FaultyChat(handler, fault);
        chat.open();
        try (var log = StandardErrorCapture.start();
                var bystander = new RawConnection(chat.port()).webSocket("/")) {
            assertChats(bystander);
            try (var client = new RawConnection(chat.port()).webSocket("/fault")) {
                handler.provoke(client);
                Waits.waitFor("the log").until(() -> log.text().contains("\tat "));
            }
            assertChats(bystander);
            try (var newcomer = new RawConnection(chat.port()).webSocket("/")) {
                assertChats(newcomer);
            }

            var lines = log.text().lines().toList();
            assertAll(
                    () -> assertEquals(1, count(lines, fault.toString()), log::text),
                    () -> assertEquals(1, count(lines, "ERROR"), log::text),
                    () -> assertTrue(log.text().contains("\tat noom.websocket.HandlerRunnerTest"), log::text));
        } finally {
            chat.stop();
        }
    }

    @Test
    void aMessageToAPeerThatHasLeftIsNotLogged() throws Exception {
        var chat = new LateChat();
        chat.open();
        try (var log = StandardErrorCapture.start()) {
            try (var client = new RawConnection(chat.port()).webSocket("/")) {
                client.sendFrame(RawConnection.TEXT, "and goodbye");
                client.readToTheEnd();
            }

            // The handler has sent to the closed connection, before it fails for the next client.
            try (var next = new RawConnection(chat.port()).webSocket("/")) {
                next.sendFrame(RawConnection.TEXT, "fault");
                Waits.waitFor("the log").until(() -> log.text().contains("\tat "));
            }
            assertEquals(1, count(log.text().lines().toList(), "ERROR"), log::text);
        } finally {
            chat.stop();
        }
    }

    private static long count(List<String> lines, String part) {
        return lines.stream().filter(line -> line.contains(part)).count();
    }

    private static void assertChats(RawConnection client) throws IOException {
        client.sendFrame(RawConnection.TEXT, "still here");
        assertEquals("still here", client.readFrame().text());
    }

    /** The handlers of a chat, and what makes the library call each. */
    private enum Handler {
        OPEN {
            @Override
            void provoke(RawConnection client) {
                // The handshake has called it already.
            }
        },
        TEXT {
            @Override
            void provoke(RawConnection client) throws IOException {
                client.sendFrame(RawConnection.TEXT, "fault");
            }
        },
        TEXT_IN_FRAGMENTS {
            @Override
            void provoke(RawConnection client) throws IOException {
                client.sendFrame(RawConnection.FIRST_FRAGMENT_OF_TEXT, "fau");
                client.sendFrame(RawConnection.LAST_FRAGMENT, "lt");
            }
        },
        BINARY {
            @Override
            void provoke(RawConnection client) throws IOException {
                client.sendFrame(RawConnection.BINARY, "fault");
            }
        },
        CLOSE {
            @Override
            void provoke(RawConnection client) throws IOException {
                client.sendFrame(RawConnection.CLOSE, new byte[] {0x03, (byte) 0xE8});
            }
        },
        CLOSE_BY_RESET {
            @Override
            void provoke(RawConnection client) throws IOException {
                // A client that leaves before onOpen is called has no onClose either.
                assertChats(client);
                client.close();
            }
        };

        abstract void provoke(RawConnection client) throws IOException;
    }

    /** Echoes texts. Throws a fault in one of its handlers, for connections to {@code /fault}. */
    private static final class FaultyChat extends HardenedWebSocketServer {
        private final Handler handler;
        private final Throwable fault;

        private FaultyChat(Handler handler, Throwable fault) {
            super(0);
            this.handler = handler;
            this.fault = fault;
        }

        @Override
        public void onOpen(WebSocket socket, ClientHandshake request) {
            socket.setAttachment(request.getResourceDescriptor().equals("/fault"));
            failIn(socket, Handler.OPEN);
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            failIn(socket, Handler.TEXT, Handler.TEXT_IN_FRAGMENTS);
            socket.send(text);
        }

        @Override
        public void onMessage(WebSocket socket, ByteBuffer binary) {
            failIn(socket, Handler.BINARY);
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason, boolean byTheClient) {
            failIn(socket, Handler.CLOSE, Handler.CLOSE_BY_RESET);
        }

        private void failIn(WebSocket socket, Handler... handlers) {
            if (socket.<Boolean>getAttachment() && List.of(handlers).contains(handler)) {
                HandlerRunnerTest.<RuntimeException>sneakyThrow(fault);
            }
        }
    }

    /** Sends to a client that has left. */
    private static final class LateChat extends HardenedWebSocketServer {
        private LateChat() {
            super(0);
        }

        @Override
        public void onOpen(WebSocket socket, ClientHandshake request) {}

        @Override
        public void onMessage(WebSocket socket, String text) {
            if (text.equals("fault")) {
                throw new IllegalStateException("a bug");
            }
            socket.closeConnection(CloseFrame.ABNORMAL_CLOSE, "as if it had left");
            socket.send(text);
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason, boolean byTheClient) {
            socket.send("bye");
        }
    }

    /** Throws a checked exception where none is declared, as Kotlin and Lombok do. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneakyThrow(Throwable fault) throws T {
        throw (T) fault;
    }
}
