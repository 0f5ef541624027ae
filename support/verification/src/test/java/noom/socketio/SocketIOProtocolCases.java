package noom.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The cases of the test suite of the Socket.IO protocol, version 5, without those of Engine.IO, which {@link
 * EngineIOProtocolCases} has. The same expectations hold for our server and for Node's.
 *
 * @see <a href="https://github.com/socketio/socket.io-protocol/tree/main/test-suite">the suite</a>
 */
abstract class SocketIOProtocolCases extends ProtocolCases {
    private static final String TWO_ATTACHMENTS = "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}";

    // Connect

    private void assertJoins(String connect, String answer, String auth) {
        try (var client = FrameClient.handshake(server.port())) {
            client.send(connect);

            var joined = client.next();
            assertTrue(joined.startsWith(answer + "{\"sid\":\""), joined);
            assertTrue(joined.substring(answer.length()).matches("\\{\"sid\":\"[^\"]+\"}"), joined);
            assertEquals(auth, client.next());
        }
    }

    @Test
    void theMainNamespaceIsJoined() {
        assertJoins("40", "40", "42[\"auth\",{}]");
    }

    @Test
    void theMainNamespaceGetsTheAuth() {
        assertJoins("40{\"token\":\"123\"}", "40", "42[\"auth\",{\"token\":\"123\"}]");
    }

    @Test
    void aCustomNamespaceIsJoined() {
        assertJoins("40/custom,", "40/custom,", "42/custom,[\"auth\",{}]");
    }

    @Test
    void aCustomNamespaceGetsTheAuth() {
        assertJoins("40/custom,{\"token\":\"abc\"}", "40/custom,", "42/custom,[\"auth\",{\"token\":\"abc\"}]");
    }

    @Test
    void anUnknownNamespaceIsRefused() {
        try (var client = FrameClient.handshake(server.port())) {
            client.send("40/random");

            assertEquals("44/random,{\"message\":\"Invalid namespace\"}", client.next());
        }
    }

    @Test
    void anInvalidConnectEndsTheSession() {
        try (var client = FrameClient.handshake(server.port())) {
            client.send("4abc");

            client.awaitClosed();
        }
    }

    @Test
    void aSessionWithoutConnectIsEnded() {
        try (var client = FrameClient.handshake(server.port())) {
            client.awaitClosed();
        }
    }

    // Disconnect

    @Test
    void whoLeavesTheMainNamespaceIsStillPinged() {
        try (var client = FrameClient.join(server.port())) {
            client.send("41");

            assertEquals("2", client.nextOrPing());
        }
    }

    @Test
    void whoLeavesACustomNamespaceStaysInTheMainOne() {
        try (var client = FrameClient.join(server.port())) {
            client.send("40/custom");
            client.next();
            client.next(); // the event "auth"

            client.send("41/custom");
            client.send("42[\"message\",\"message to main namespace\"]");
            assertEquals("42[\"message-back\",\"message to main namespace\"]", client.next());
        }
    }

    // Messages

    @Test
    void anEventIsAnswered() {
        try (var client = FrameClient.join(server.port())) {
            client.send("42[\"message\",1,\"2\",{\"3\":[true]}]");

            assertEquals("42[\"message-back\",1,\"2\",{\"3\":[true]}]", client.next());
        }
    }

    @Test
    void anEventWithAttachmentsIsAnswered() {
        try (var client = FrameClient.join(server.port())) {
            client.send("452-[\"message\"," + TWO_ATTACHMENTS + "]");
            client.sendBinary(1, 2, 3);
            client.sendBinary(4, 5, 6);

            assertEquals("452-[\"message-back\"," + TWO_ATTACHMENTS + "]", client.next());
            assertEquals("binary 010203", client.next());
            assertEquals("binary 040506", client.next());
        }
    }

    @Test
    void anEventIsAcknowledged() {
        try (var client = FrameClient.join(server.port())) {
            client.send("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");

            assertEquals("43456[1,\"2\",{\"3\":[false]}]", client.next());
        }
    }

    @Test
    void anEventIsAcknowledgedWithAttachments() {
        try (var client = FrameClient.join(server.port())) {
            client.send("452-789[\"message-with-ack\"," + TWO_ATTACHMENTS + "]");
            client.sendBinary(1, 2, 3);
            client.sendBinary(4, 5, 6);

            assertEquals("462-789[" + TWO_ATTACHMENTS + "]", client.next());
            assertEquals("binary 010203", client.next());
            assertEquals("binary 040506", client.next());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "an unknown packet type | 4abc",
                "an invalid payload | 42{}",
                "an invalid ack id | 42abc[\"message-with-ack\",1,\"2\",{\"3\":[false]}]",
            })
    void anInvalidPacketEndsTheSession(String kind, String packet) {
        try (var client = FrameClient.join(server.port())) {
            client.send(packet);

            client.awaitClosed();
        }
    }
}
