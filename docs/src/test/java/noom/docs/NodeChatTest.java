package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import noom.testkit.RawConnection;
import noom.testkit.WebSocketPackets;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/** Runs the same conversation in steps 2 and 3 and in their Node servers: both answer word for word the same. */
class NodeChatTest {
    private static final List<Object> INVALID_NICKNAMES = List.of("", "n".repeat(21), "Server", 42, JSONObject.NULL);
    private static final List<Object> INVALID_MESSAGES =
            List.of(" ", "m".repeat(1001), true, new JSONArray(List.of("hi")));

    @Test
    void theChatOfStep2IsTheSameInNode() throws Exception {
        assertEquals(
                conversation("step02-raw-websocket", RawClient::new), conversation("docs/node/step02", RawClient::new));
    }

    @Test
    void theChatOfStep3IsTheSameInNode() throws Exception {
        assertEquals(
                conversation("step03-socketio", SocketIOClient::new),
                conversation("docs/node/step03", SocketIOClient::new));
    }

    @Test
    void nodeClosesAConnectionWithAnUnmaskedFrame() throws Exception {
        try (var running = RunningProgram.start("docs/node/step02");
                var unmasked = new RawConnection(running.socketPort()).webSocket("/")) {
            var ann = new RawClient(running.socketPort());
            unmasked.send((byte) RawConnection.TEXT, (byte) 2, (byte) 'h', (byte) 'i');
            unmasked.readToTheEnd();
            ann.say("new_message", "hi", ann);

            assertEquals(List.of("Anon: hi"), ann.received);
        }
    }

    private interface Connector {
        Client connect(int port) throws Exception;
    }

    /** Returns the messages and errors that two clients receive. */
    private static List<List<String>> conversation(String program, Connector connector) throws Exception {
        try (var running = RunningProgram.start(program)) {
            var ann = connector.connect(running.socketPort());
            var bob = connector.connect(running.socketPort());
            bob.say("new_message", "Hello?", ann, bob);
            ann.say("nickname", " Ann ");
            ann.say("new_message", "안녕 👋 <b>", ann, bob);
            for (var nickname : INVALID_NICKNAMES) {
                bob.say("nickname", nickname, bob);
            }
            for (var message : INVALID_MESSAGES) {
                bob.say("new_message", message, bob);
            }
            bob.sayUnknown();
            ann.say("new_message", "m".repeat(1000), ann, bob);
            ann.leave();
            bob.say("new_message", "Are you still there?", bob);
            bob.leave();
            return List.of(ann.received, bob.received);
        }
    }

    /** A client of the chat that records all it receives. */
    private abstract static class Client {
        final List<String> received = new ArrayList<>();

        abstract void send(String type, Object payload) throws Exception;

        abstract String receive() throws Exception;

        /** Sends an event that the server does not know, and reads the answer, if any. */
        abstract void sayUnknown() throws Exception;

        abstract void leave() throws Exception;

        /** Sends an event, and waits until each receiver has received one message or error. */
        final void say(String type, Object payload, Client... receivers) throws Exception {
            send(type, payload);
            for (var receiver : receivers) {
                receiver.received.add(receiver.receive());
            }
        }
    }

    private static final class RawClient extends Client {
        private final RawConnection socket;

        RawClient(int port) throws IOException {
            socket = new RawConnection(port).webSocket("/");
        }

        @Override
        void send(String type, Object payload) throws IOException {
            var message = new JSONObject(Map.of("type", type, "payload", payload));
            socket.sendFrame(RawConnection.TEXT, message.toString());
        }

        @Override
        String receive() throws IOException {
            var frame = socket.readFrame();
            while (frame.firstByte() != RawConnection.TEXT) {
                frame = socket.readFrame();
            }
            return frame.text();
        }

        @Override
        void sayUnknown() throws Exception {
            say("shout", "hi", this);
        }

        @Override
        void leave() throws IOException {
            socket.sendFrame(RawConnection.CLOSE, new byte[] {3, (byte) 232});
            assertEquals(1000, socket.readCloseCode());
        }
    }

    private static final class SocketIOClient extends Client {
        private final WebSocketPackets socket;

        SocketIOClient(int port) {
            socket = WebSocketPackets.join(port);
        }

        @Override
        void send(String type, Object payload) {
            socket.send("42" + new JSONArray(List.of(type, payload)));
        }

        /** Parses the packet, because a server may escape an emoji in JSON. */
        @Override
        String receive() throws JSONException {
            return new JSONArray(socket.awaitPacket("42").substring(2)).toString();
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
