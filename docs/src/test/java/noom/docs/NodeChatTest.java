package noom.docs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/** In the chat of a Node server beside a step, people read what they read in the step's own, word for word. */
class NodeChatTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<Object> BAD_NICKNAMES = List.of("", "n".repeat(21), "Server", 42, JSONObject.NULL);
    private static final List<Object> BAD_TEXTS = List.of(" ", "t".repeat(1001), true, new JSONArray(List.of("hi")));

    @Test
    void theChatOfStep2IsTheSameInNode() throws Exception {
        assertEquals(
                conversation("step02-raw-websocket", RawPerson::new), conversation("docs/node/step02", RawPerson::new));
    }

    @Test
    void theChatOfStep3IsTheSameInNode() throws Exception {
        assertEquals(
                conversation("step03-socketio", SocketIoPerson::new),
                conversation("docs/node/step03", SocketIoPerson::new));
    }

    @Test
    void whoBreaksTheProtocolIsClosedInNodeTooAndTheChatGoesOn() throws Exception {
        try (var running = Running.start(Project.ours(), "docs/node/step02", Map.of());
                var rude = new RawWebSocket(running.socketPort())) {
            var ann = new RawPerson(running.socketPort());
            rude.handshake();
            var withoutMask = new byte[] {(byte) RawWebSocket.TEXT, 2, 'h', 'i'};
            rude.send(withoutMask);
            rude.readToTheEnd();
            ann.send("new_message", "hi", ann);

            assertEquals(List.of("Anon: hi"), ann.read);
        }
    }

    /** What two people read. */
    private static List<List<String>> conversation(String program, IntFunction<Person> connect) throws Exception {
        try (var running = Running.start(Project.ours(), program, Map.of())) {
            var ann = connect.apply(running.socketPort());
            var bob = connect.apply(running.socketPort());
            bob.send("new_message", "Hello?", ann, bob);
            ann.send("nickname", " Ann ");
            ann.send("new_message", "안녕 👋 <b>", ann, bob);
            BAD_NICKNAMES.forEach(nickname -> bob.send("nickname", nickname, bob));
            BAD_TEXTS.forEach(text -> bob.send("new_message", text, bob));
            bob.send("shout", "hi", bob.isToldOfAnUnknownType() ? new Person[] {bob} : new Person[0]);
            ann.send("new_message", "t".repeat(1000), ann, bob);
            ann.leave();
            bob.send("new_message", "Are you still there?", bob);
            bob.leave();
            return List.of(ann.read, bob.read);
        }
    }

    /** Somebody in a chat, who remembers what came. */
    private abstract static class Person {
        final List<String> read = new CopyOnWriteArrayList<>();

        abstract void send(String type, Object payload);

        abstract void leave();

        /** Whether the server answers what it does not know. Otherwise nobody can tell when it has read it. */
        abstract boolean isToldOfAnUnknownType();

        /** Sends it, and waits until each of these people has read one line more. */
        final void send(String type, Object payload, Person... readers) {
            var before = Arrays.stream(readers)
                    .mapToInt(reader -> reader.read.size())
                    .toArray();
            send(type, payload);
            for (int i = 0; i < readers.length; i++) {
                var reader = readers[i];
                var wanted = before[i] + 1;
                await(type + " " + payload).atMost(PATIENCE).until(() -> reader.read.size() >= wanted);
            }
        }
    }

    private static final class RawPerson extends Person implements WebSocket.Listener {
        private static final HttpClient HTTP = HttpClient.newHttpClient();

        private final StringBuilder line = new StringBuilder();
        private final WebSocket socket;

        RawPerson(int port) {
            socket = HTTP.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://localhost:" + port), this)
                    .join();
        }

        @Override
        void send(String type, Object payload) {
            var message = new JSONObject(Map.of("type", type, "payload", payload));
            socket.sendText(message.toString(), true).join();
        }

        @Override
        void leave() {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            await("the good-bye").atMost(PATIENCE).until(socket::isInputClosed);
        }

        @Override
        boolean isToldOfAnUnknownType() {
            return true;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            line.append(part);
            if (isLast) {
                read.add(line.toString());
                line.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    private static final class SocketIoPerson extends Person {
        private final Socket socket;

        SocketIoPerson(int port) {
            var options = new IO.Options();
            options.forceNew = true;
            options.transports = new String[] {"websocket"};
            socket = IO.socket(URI.create("http://localhost:" + port), options);
            socket.onAnyIncoming(event -> read.add(Arrays.toString(event)));
            socket.connect();
            await().atMost(PATIENCE).until(socket::connected);
        }

        @Override
        void send(String type, Object payload) {
            socket.emit(type, payload);
        }

        @Override
        void leave() {
            socket.disconnect();
        }

        @Override
        boolean isToldOfAnUnknownType() {
            return false;
        }
    }
}
