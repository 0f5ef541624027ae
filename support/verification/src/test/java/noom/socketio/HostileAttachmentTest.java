package noom.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import noom.testkit.PollingPackets;
import noom.testkit.WebSocketPackets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attachments in an order or a number that the protocol does not allow. Alone, because of the log. */
@Isolated
class HostileAttachmentTest extends HostileClientTest {
    private static final String PLACE = "{\"_placeholder\":true,\"num\":0}";
    private static final String ONE = "451-[\"new_message\"," + PLACE + "]";

    /** Packets as on polling. Over WebSocket each that begins with b is a binary frame. */
    static Stream<List<String>> sequences() {
        return Stream.of(
                List.of("bAQID"),
                List.of(ONE, "bAQID", "bAQID"),
                List.of(ONE, "42[\"new_message\",\"in between\"]"),
                List.of(ONE, ONE),
                List.of(ONE, "40/news,"),
                List.of(ONE, "41"),
                List.of("450-[\"new_message\",\"hi\"]"),
                List.of("451[\"new_message\",\"hi\"]"),
                List.of("4511-[\"new_message\",\"hi\"]"),
                List.of("45999999999-[\"new_message\",\"hi\"]"),
                List.of("4611-1[]"),
                List.of("451-[\"new_message\",{\"_placeholder\":true,\"num\":1}]", "bAQID"),
                List.of("451-[\"new_message\",{\"_placeholder\":true,\"num\":-1}]", "bAQID"),
                List.of("451-[\"new_message\",{\"_placeholder\":true,\"num\":0.5}]", "bAQID"),
                List.of("451-[\"new_message\",{\"_placeholder\":true,\"num\":4294967296}]", "bAQID"),
                List.of("451-[\"new_message\",{\"_placeholder\":true,\"num\":\"0\"}]", "bAQID"),
                List.of("451-[\"new_message\",{\"_placeholder\":true}]", "bAQID"),
                List.of("451-[\"new_message\"," + PLACE + "," + PLACE + "]", "bAQID"),
                List.of("452-[\"new_message\"," + PLACE + "]", "bAQID", "6", "42[\"new_message\",\"hi\"]"));
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void anInvalidSequenceEndsTheSession(List<String> packets) throws Exception {
        try (var client = WebSocketPackets.join(server.port())) {
            for (var packet : packets) {
                if (packet.startsWith("b")) {
                    client.sendBinary(new byte[] {1, 2, 3});
                } else {
                    client.send(packet);
                }
            }
            client.awaitClosed();
        }
        var poller = PollingPackets.join(server.port());
        poller.post(packets.toArray(String[]::new));
        assertEquals(400, poller.statusOfPoll());
    }

    @Test
    void anAttachmentThatIsNotBase64EndsTheSession() throws Exception {
        for (var attachment : List.of("b!", "bA", "bAQ=D", "b\u00fc")) {
            var poller = PollingPackets.join(server.port());
            poller.post(ONE, attachment);

            assertEquals(400, poller.statusOfPoll());
        }
    }

    @Test
    void attachmentsOfMoreThanSixtyFourKilobytesEndTheSession() {
        try (var client = FrameClient.handshake(server.port())) {
            client.send("40");
            client.next();
            client.send("459-[\"new_message\"," + PLACE + "]");
            client.sendBinary(new byte[40_000]);
            client.sendBinary(new byte[40_000]);

            client.awaitClosed();
        }
        try (var client = FrameClient.handshake(server.port())) {
            client.send("40");
            client.next();
            client.send(ONE);
            for (var i = 0; i < 70; i++) {
                client.sendBinaryPart(new byte[1_000]);
            }
            client.awaitClosed();
        }
    }

    @Test
    void aPingMayComeBetweenAttachments() {
        try (var client = WebSocketPackets.join(server.port())) {
            client.send("452-[\"new_message\"," + PLACE + "]");
            client.sendBinary(new byte[] {1});
            client.send("3");
            client.send("6");
            client.sendBinary(new byte[] {2});

            assertTrue(client.awaitPacket("42").startsWith("42[\"problem\",\"A message is a string."));
        }
    }

    @Test
    void attachmentsForAnotherNamespaceOrNobodyAreDropped() throws Exception {
        for (var header : List.of(
                "451-/news,[\"new_message\"," + PLACE + "]",
                "451-[\"no_such_event\"," + PLACE + "]",
                "461-1[" + PLACE + "]",
                "461-[" + PLACE + "]",
                "461-9999999999999999999999[" + PLACE + "]")) {
            try (var client = WebSocketPackets.join(server.port())) {
                client.send(header);
                client.sendBinary(new byte[] {1});
                client.say("and on");

                assertEquals("42[\"new_message\",\"Anon: and on\"]", client.awaitPacket("4"));
            }
        }
    }

    @Test
    void bytesWithoutMessageBeforeConnectEndTheSession() {
        try (var client = WebSocketPackets.handshake(server.port())) {
            client.sendBinary(new byte[] {1});

            client.awaitClosed();
        }
    }

    @Test
    void bytesBeforeTheUpgradeEndTheSession() throws Exception {
        var poller = PollingPackets.join(server.port());
        poller.post(ONE);
        try (var webSocket = WebSocketPackets.upgrade(server.port(), poller.session())) {
            webSocket.sendBinary(new byte[] {1});

            webSocket.awaitClosed();
        }
        assertEquals(400, poller.statusOfPoll());
    }
}
