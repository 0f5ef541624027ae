package noom.socketio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.corundumstudio.socketio.AckCallback;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import noom.socketio.session.Timeouts;
import noom.testkit.PollingPackets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes arrive and leave as they are, on both transports. */
class AttachmentsTest {
    private static final String PLACE = "{\"_placeholder\":true,\"num\":0}";
    private static final String SECOND_PLACE = "{\"_placeholder\":true,\"num\":1}";

    private static HardenedSocketIOServer server;

    private record Picture(String name, byte[] bytes) {}

    @BeforeAll
    static void start() {
        server = new HardenedSocketIOServer(0);
        server.addEventListener("bytes", byte[].class, (socket, bytes, ack) -> {
            socket.sendEvent("bytes", (Object) bytes);
            ack.sendAckData((Object) bytes);
        });
        server.addEventListener("json", JsonNode.class, (socket, json, ack) -> socket.sendEvent("json", json));
        server.addEventListener(
                "picture", Picture.class, (socket, picture, ack) -> socket.sendEvent("picture", picture));
        server.addConnectListener(socket -> socket.sendEvent("auth"));
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    /** All values of a byte, in turn. */
    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static String binary(byte[] bytes) {
        return "binary " + HexFormat.of().formatHex(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 256, 65_000})
    void bytesOfAnyLengthComeBackByWebSocket(int length) {
        try (var client = FrameClient.join(server.port())) {
            client.send("451-[\"bytes\"," + PLACE + "]");
            client.sendBinary(bytes(length));

            assertEquals("451-[\"bytes\"," + PLACE + "]", client.next());
            assertEquals(binary(bytes(length)), client.next());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 256, 48_000})
    void bytesOfAnyLengthComeBackByPolling(int length) throws Exception {
        var client = PollingPackets.join(server.port());
        client.post("451-[\"bytes\"," + PLACE + "]", "b" + Base64.getEncoder().encodeToString(bytes(length)));

        var packets = client.poll();
        assertEquals("451-[\"bytes\"," + PLACE + "]", packets.get(0));
        assertArrayEquals(
                bytes(length), Base64.getDecoder().decode(packets.get(1).substring(1)));
        assertEquals(2, packets.size());
    }

    @Test
    void anAttachmentMayComeInFragments() {
        try (var client = FrameClient.join(server.port())) {
            client.send("451-[\"bytes\"," + PLACE + "]");
            client.sendBinaryPart(new byte[] {1, 2});
            client.sendBinaryPart(new byte[0]);
            client.sendBinary(3, 4);

            client.next();
            assertEquals("binary 01020304", client.next());
        }
    }

    @Test
    void bytesKeepTheirPlacesInsideOfJson() {
        try (var client = FrameClient.join(server.port())) {
            var json = "[{\"b\":[" + SECOND_PLACE + ",1]},\"x\"," + PLACE + "]";
            client.send("452-[\"json\"," + json + "]");
            client.sendBinary(10);
            client.sendBinary(11);

            // The server numbers them anew, in their order.
            assertEquals("452-[\"json\",[{\"b\":[" + PLACE + ",1]},\"x\"," + SECOND_PLACE + "]]", client.next());
            assertEquals("binary 0b", client.next());
            assertEquals("binary 0a", client.next());
        }
    }

    @Test
    void bytesKeepTheirPlacesInsideOfAnObject() {
        try (var client = FrameClient.join(server.port())) {
            client.send("451-[\"picture\",{\"name\":\"cat\",\"bytes\":" + PLACE + "}]");
            client.sendBinary(1, 2, 3);

            assertEquals("451-[\"picture\",{\"name\":\"cat\",\"bytes\":" + PLACE + "}]", client.next());
            assertEquals("binary 010203", client.next());
        }
    }

    @Test
    void anAcknowledgementWithLargeIdCarriesBytes() {
        try (var client = FrameClient.join(server.port())) {
            client.send("451-999999999999999999[\"bytes\"," + PLACE + "]");
            client.sendBinary(7);

            assertEquals("451-[\"bytes\"," + PLACE + "]", client.next());
            assertEquals("binary 07", client.next());
            assertEquals("461-999999999999999999[" + PLACE + "]", client.next());
            assertEquals("binary 07", client.next());
        }
    }

    @Test
    void aClientAcknowledgesWithBytes() throws Exception {
        BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
        try (var client = FrameClient.join(server.port())) {
            server.execute(() -> server.getAllClients()
                    .forEach(socket -> socket.sendEvent(
                            "ask",
                            new AckCallback<>(byte[].class) {
                                @Override
                                public void onSuccess(byte[] answer) {
                                    answers.add(answer);
                                }
                            },
                            (Object) new byte[] {5})));
            var id = client.next().replaceFirst("451-([0-9]+)\\[\"ask\",.*", "$1");
            assertEquals("binary 05", client.next());
            client.send("461-" + id + "[" + PLACE + "]");
            client.sendBinary(bytes(256));

            assertArrayEquals(bytes(256), answers.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aBroadcastOfBytesReachesBothTransports() throws Exception {
        var poller = PollingPackets.join(server.port());
        try (var ann = FrameClient.join(server.port());
                var bob = FrameClient.join(server.port())) {
            server.getBroadcastOperations().sendEvent("news", Map.of("bytes", new byte[] {1, 2, 3}), "and text");
            server.getBroadcastOperations().sendEvent("news", "only text");

            var text = "451-[\"news\",{\"bytes\":" + PLACE + "},\"and text\"]";
            for (var client : List.of(ann, bob)) {
                assertEquals(text, client.next());
                assertEquals("binary 010203", client.next());
                assertEquals("42[\"news\",\"only text\"]", client.next());
            }
            assertEquals(List.of(text, "bAQID", "42[\"news\",\"only text\"]"), poller.poll());
            poller.post("1");
        }
    }

    @Test
    void attachmentsThatNeverComeEndTheSession() {
        var timeouts = new Timeouts(Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofMillis(1_000));
        var chat = TestChat.start(timeouts);
        try (var client = FrameClient.handshake(chat.port())) {
            client.send("40");
            client.next();
            // Pongs keep a session for longer than attachments are awaited.
            for (var i = 0; i < 4; i++) {
                assertEquals("2", client.nextOrPing());
                client.send("3");
            }
            client.send("452-[\"new_message\"," + PLACE + "," + SECOND_PLACE + "]");
            client.sendBinary(1);

            client.awaitClosedInSpiteOfPongs();
        } finally {
            chat.stop();
        }
    }

    @Test
    void tenAttachmentsAreAllowed() {
        try (var client = FrameClient.join(server.port())) {
            var places = new String[10];
            Arrays.setAll(places, i -> "{\"_placeholder\":true,\"num\":" + i + "}");
            client.send("4510-[\"json\",[" + String.join(",", places) + "]]");
            for (var i = 0; i < 10; i++) {
                client.sendBinary(i);
            }

            assertEquals("4510-[\"json\",[" + String.join(",", places) + "]]", client.next());
            for (var i = 0; i < 10; i++) {
                assertEquals("binary 0" + i, client.next());
            }
        }
    }
}
