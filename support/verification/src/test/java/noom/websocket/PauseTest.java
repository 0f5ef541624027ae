package noom.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import noom.testkit.ProgramProcess;
import noom.testkit.RawConnection;
import noom.testkit.Waits;
import org.java_websocket.handshake.ClientHandshake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A pause of the server is no silence of its clients. */
class PauseTest {
    /** Longer than the handshake's timeout, and several ping intervals. */
    private static final Duration PAUSE = Duration.ofSeconds(6);

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGSTOP")
    void aPausedServerCutsOnlyTheSilentClient() throws Exception {
        try (var program = ProgramProcess.start(TestChat.class.getName(), Map.of(TestChat.PING_INTERVAL, "1"))) {
            var port = program.portAfter(TestChat.LISTENING);
            try (var answering = new AnsweringClient(port);
                    var silent = new RawConnection(port).webSocket("/");
                    var halfConnected = new RawConnection(port)) {
                assertEquals(RawConnection.PING, silent.readFrame().firstByte());
                var request = halfConnected.handshakeRequest("/", "");
                halfConnected.send(request.substring(0, 20));
                answering.assertChats();

                program.pause();
                var begin = System.nanoTime();
                Waits.waitFor("the pause to end").until(() -> System.nanoTime() - begin > PAUSE.toNanos());
                program.resume();

                halfConnected.send(request.substring(20));
                assertTrue(halfConnected.readHead().startsWith("HTTP/1.1 101 "));
                silent.readToTheEnd();
                answering.assertChats();
            }
            assertEquals(List.of(), program.errors());
        }
    }

    @Test
    void aBlockedHandlerCutsOnlyTheSilentClient() throws Exception {
        var chat = new BlockingChat();
        chat.open();
        chat.setConnectionLostTimeout(1);
        try (var answering = new AnsweringClient(chat.port());
                var silent = new RawConnection(chat.port()).webSocket("/")) {
            assertEquals(RawConnection.PING, silent.readFrame().firstByte());

            answering.say("block");
            answering.assertChats();

            silent.readToTheEnd();
            answering.assertChats();
        } finally {
            chat.stop();
        }
    }

    /** Blocks its only decoder for several ping intervals. */
    private static final class BlockingChat extends HardenedWebSocketServer {
        private BlockingChat() {
            super(0);
        }

        @Override
        public void onOpen(org.java_websocket.WebSocket socket, ClientHandshake request) {}

        @Override
        public void onMessage(org.java_websocket.WebSocket socket, String text) {
            if (text.equals("block")) {
                block();
            } else {
                socket.send(text);
            }
        }

        @Override
        public void onClose(org.java_websocket.WebSocket socket, int code, String reason, boolean byTheClient) {}

        private static void block() {
            try {
                new CountDownLatch(1).await(4, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A client that answers pings, as browsers do. */
    private static final class AnsweringClient implements WebSocket.Listener, AutoCloseable {
        private final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final WebSocket socket;

        private AnsweringClient(int port) {
            var address = URI.create("ws://localhost:" + port);
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(address, this)
                    .join();
        }

        private void say(String text) {
            socket.sendText(text, true).join();
        }

        private void assertChats() throws InterruptedException, IOException {
            say("still here");
            assertEquals("still here", texts.poll(Waits.TIMEOUT.toSeconds(), TimeUnit.SECONDS));
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
            texts.add(text.toString());
            return WebSocket.Listener.super.onText(webSocket, text, last);
        }

        @Override
        public void close() {
            socket.abort();
        }
    }
}
