package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import noom.testkit.RawConnection;
import noom.testkit.WebSocketPackets;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/** The Node servers beside steps 2 and 3 answer word for word as the steps do. */
class NodeChatTest {
    private static final List<Object> INVALID_NICKNAMES = List.of("", "n".repeat(21), "Server", 42, JSONObject.NULL);
    private static final List<Object> INVALID_MESSAGES =
            List.of(" ", "m".repeat(1001), true, new JSONArray(List.of("hi")));

    @Test
    void theChatOfStep2IsTheSameInNode() throws Exception {
        assertEquals(
                conversation("step02-raw-websocket", RawPerson::new), conversation("docs/node/step02", RawPerson::new));
    }

    @Test
    void theChatOfStep3IsTheSameInNode() throws Exception {
        assertEquals(
                conversation("step03-socketio", SocketIOPerson::new),
                conversation("docs/node/step03", SocketIOPerson::new));
    }

    @Test
    void anUnmaskedFrameIsClosedInNodeToo() throws Exception {
        try (var running = Running.start(Project.ours(), "docs/node/step02", Map.of());
                var rude = new RawConnection(running.socketPort()).webSocket("/")) {
            var ann = new RawPerson(running.socketPort());
            rude.send((byte) RawConnection.TEXT, (byte) 2, (byte) 'h', (byte) 'i');
            rude.readToTheEnd();
            ann.say("new_message", "hi", ann);

            assertEquals(List.of("Anon: hi"), ann.received);
        }
    }

    /** What two people receive. */
    private static List<List<String>> conversation(String program, IntFunction<Person> connect) throws Exception {
        try (var running = Running.start(Project.ours(), program, Map.of())) {
            var ann = connect.apply(running.socketPort());
            var bob = connect.apply(running.socketPort());
            bob.say("new_message", "Hello?", ann, bob);
            ann.say("nickname", " Ann ");
            ann.say("new_message", "안녕 👋 <b>", ann, bob);
            INVALID_NICKNAMES.forEach(nickname -> bob.say("nickname", nickname, bob));
            INVALID_MESSAGES.forEach(message -> bob.say("new_message", message, bob));
            bob.sayUnknown();
            ann.say("new_message", "m".repeat(1000), ann, bob);
            ann.leave();
            bob.say("new_message", "Are you still there?", bob);
            bob.leave();
            return List.of(ann.received, bob.received);
        }
    }

    /** Somebody in a chat, with all that they received. */
    private abstract static class Person {
        final List<String> received = new ArrayList<>();

        abstract void send(String type, Object payload);

        abstract String receive();

        abstract void sayUnknown();

        abstract void leave();

        /** Sends it, and waits until each of these people has received one more. */
        final void say(String type, Object payload, Person... receivers) {
            send(type, payload);
            for (var receiver : receivers) {
                receiver.received.add(receiver.receive());
            }
        }
    }

    private static final class RawPerson extends Person {
        private final RawConnection socket;

        RawPerson(int port) {
            try {
                socket = new RawConnection(port).webSocket("/");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        void send(String type, Object payload) {
            try {
                var message = new JSONObject(Map.of("type", type, "payload", payload));
                socket.sendFrame(RawConnection.TEXT, message.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        String receive() {
            try {
                var frame = socket.readFrame();
                while (frame.firstByte() != RawConnection.TEXT) {
                    frame = socket.readFrame();
                }
                return frame.text();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        void sayUnknown() {
            say("shout", "hi", this);
        }

        @Override
        void leave() {
            try {
                socket.sendFrame(RawConnection.CLOSE, new byte[] {3, (byte) 232});
                assertEquals(1000, socket.readCloseCode());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class SocketIOPerson extends Person {
        private final WebSocketPackets socket;

        SocketIOPerson(int port) {
            socket = WebSocketPackets.join(port);
        }

        @Override
        void send(String type, Object payload) {
            socket.send("42" + new JSONArray(List.of(type, payload)));
        }

        /** Parsed, because a server may escape an emoji in JSON. */
        @Override
        String receive() {
            try {
                return new JSONArray(socket.awaitPacket("42").substring(2)).toString();
            } catch (JSONException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Socket.IO does not answer an unknown event. */
        @Override
        void sayUnknown() {
            send("shout", "hi");
        }

        @Override
        void leave() {
            socket.send("41");
            socket.close();
        }
    }
}
