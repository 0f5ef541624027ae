package noom.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import noom.testkit.PollingPackets;
import noom.testkit.WebSocketPackets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets that the protocols do not allow: other clients and the log never notice them. Alone, because of the log. */
@Isolated
class HostilePacketTest extends HostileClientTest {
    @Test
    void theRestOfALongPacketIsNotAnotherPacket() {
        try (var client = WebSocketPackets.join(server.port())) {
            for (var padding = 7_900; padding < 8_100; padding++) {
                client.send("42[\"new_message\",\"hi\",\"" + " ".repeat(padding) + "42\",\"new_message\",\"fake\"]");
                assertEquals("42[\"new_message\",\"Anon: hi\"]", client.awaitPacket("42"));
            }
            client.say("the next");
            client.awaitLine("Anon: the next");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42[\"no_such_event\",\"hi\"]",
                "42[\"no_such_event\"]",
                "42[\"connect\"]",
                "42[\"disconnect\"]",
                "42[\"problem\",\"hi\"]",
                "42[\"\"]",
                "42/admin,[\"new_message\",\"hi\"]",
                "41/admin,",
                "431[\"nobody asked\"]",
                "43999999999[]",
                "432147483648[]",
                "4399999999999999999999[]",
                "43[]",
                "43",
                "40",
                "40{\"token\":\"[again]\"}",
                "6",
                "3",
            })
    void packetsWithoutEffectGetNoAnswer(String packet) {
        try (var client = WebSocketPackets.join(server.port())) {
            client.send(packet);
            client.say("and on");

            assertEquals("42[\"new_message\",\"Anon: and on\"]", client.awaitPacket("4"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"40/admin,", "40/admin", "40/admin,{\"token\":[1]}"})
    void anotherNamespaceIsRefusedAsInNode(String packet) {
        try (var client = WebSocketPackets.join(server.port())) {
            client.send(packet);

            assertEquals("44/admin,{\"message\":\"Invalid namespace\"}", client.awaitPacket("44"));
            client.say("and on");
            client.awaitLine("Anon: and on");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "0",
                "0{}",
                "1x",
                "2",
                "2probe",
                "3probe",
                "5",
                "7",
                "9",
                "4",
                "42",
                "42[",
                "42[]",
                "42[1]",
                "42[null]",
                "42[[\"new_message\"]]",
                "42{}",
                "42\"new_message\"",
                "42[\"new_message\"",
                "42[\"new_message\",]",
                "42[\"new_message\",\"hi\"]x",
                "42[\"new_message\",\"hi\"]42[\"new_message\",\"hi\"]",
                "42[\"new_message\",\"hi\"]\u001e42[\"new_message\",\"hi\"]",
                "42[\"new_message\",'hi']",
                "42[\"new_message\",\"\\uZZZZ\"]",
                "42[\"new_message\",NaN]",
                "42abc[\"new_message\",\"hi\"]",
                "42-1[\"new_message\",\"hi\"]",
                "429999999999999999999[\"new_message\",\"hi\"]",
                "42/admin",
                "43-1[]",
                "431{}",
                "44",
                "44{\"message\":\"x\"}",
                "45",
                "45-[\"new_message\"]",
                "45[\"new_message\"]",
                "459999999999-[\"new_message\",\"hi\"]",
                "46",
                "47",
                "48[]",
                "40[]",
                "40{",
                "40x",
                "401",
                "41x",
                "4:12",
                "6:42[\"x\"]",
                "\u0000\u0001\u00ff42",
                " 42[\"new_message\",\"hi\"]",
            })
    void aMalformedPacketEndsTheSessionOfItsSender(String packet) throws Exception {
        try (var client = WebSocketPackets.join(server.port())) {
            client.send(packet);

            client.awaitClosed();
        }
        var poller = PollingPackets.join(server.port());
        var waiting = poller.pollInTheBackground();
        poller.post(packet.isEmpty() ? "4" : packet.replace('\u001e', 'x'));
        // A waiting poll is answered with CLOSE; a later one finds no session.
        var answer = waiting.get(20, TimeUnit.SECONDS);
        assertTrue(answer.equals("1") || answer.equals("{\"code\":1,\"message\":\"Session ID unknown\"}"), answer);
        assertEquals(400, poller.statusOfPoll());
    }

    @Test
    void anEventBeforeConnectEndsTheSession() throws Exception {
        try (var client = WebSocketPackets.handshake(server.port())) {
            client.say("hi");

            client.awaitClosed();
        }
    }

    @Test
    void manyDigitsBlockNobody() throws Exception {
        for (var before : List.of("42", "45", "40/", "42/")) {
            for (var i = 0; i < 5; i++) {
                try (var client = WebSocketPackets.join(server.port())) {
                    client.send(before + "9".repeat(64_000) + "[\"new_message\",\"hi\"]");

                    client.awaitClosed();
                }
            }
        }
    }

    @Test
    void anAckWithManyDigitsIsIgnored() throws Exception {
        try (var client = WebSocketPackets.join(server.port())) {
            client.send("43" + "9".repeat(64_000) + "[]");

            client.say("still here");
            client.awaitLine("Anon: still here");
        }
    }

    @Test
    void anEventMayAskForAnAckWithEighteenDigits() throws Exception {
        try (var client = WebSocketPackets.join(server.port())) {
            client.send("42" + "9".repeat(18) + "[\"new_message\",\"hi\"]");

            client.awaitLine("Anon: hi");
        }
    }

    @Test
    void tooDeepJsonEndsTheSession() throws Exception {
        for (var open : List.of("[", "{\"a\":")) {
            try (var client = WebSocketPackets.join(server.port())) {
                client.send("42[\"new_message\"," + open.repeat(5_000));

                client.awaitClosed();
            }
        }
    }

    @Test
    void allPacketsOfOneRequestAreHandledInOrder() throws Exception {
        var poller = PollingPackets.join(server.port());
        var packets = IntStream.range(0, 2_000)
                .mapToObj(i -> "42[\"new_message\",\"" + i + "\"]")
                .toArray(String[]::new);
        assertEquals(200, poller.post(packets));

        for (var i = 0; i < packets.length; i++) {
            assertEquals("Anon: " + i, heard());
        }
        var polled = 0;
        while (polled < packets.length) {
            for (var packet : poller.poll()) {
                assertEquals("42[\"new_message\",\"Anon: " + polled + "\"]", packet);
                polled++;
            }
        }
    }

    @Test
    void anEventAfterADisconnectEndsTheSession() throws Exception {
        var poller = PollingPackets.join(server.port());
        poller.post("41", "42[\"new_message\",\"a ghost\"]");
        assertEquals(400, poller.statusOfPoll());

        try (var client = WebSocketPackets.join(server.port())) {
            client.send("41");
            client.say("a ghost");
            client.awaitClosed();
        }
        bystander.emit("new_message", "no ghost");
        assertEquals("Anon: no ghost", heard());
    }

    @Test
    void aThousandNamespacesEndTheSession() throws Exception {
        try (var client = WebSocketPackets.join(server.port())) {
            for (var i = 1; i < 100; i++) {
                client.send("40/namespace" + i + ",");
                assertEquals("44/namespace" + i + ",{\"message\":\"Invalid namespace\"}", client.awaitPacket("44"));
            }
            client.say("still here");
            client.awaitLine("Anon: still here");

            client.send("40/one too many,");
            client.awaitClosed();
        }
        var poller = PollingPackets.join(server.port());
        poller.post(IntStream.range(0, 1_000).mapToObj(i -> "40/namespace" + i).toArray(String[]::new));
        assertEquals(400, poller.statusOfPoll());
    }

    @Test
    void joiningAndLeavingForEverEndsTheSession() throws Exception {
        var poller = PollingPackets.join(server.port());
        for (var i = 1; i < 100; i++) {
            assertEquals(200, poller.post("41", "40"));
        }
        assertEquals(200, poller.post("42[\"new_message\",\"still here\"]"));
        assertEquals("Anon: still here", heard());

        poller.post("41", "40");
        assertEquals(400, poller.statusOfPoll());
    }

    @ParameterizedTest
    @ValueSource(strings = {"42[\"new_message\",\"too early\"]", "40", "3", "1", "x"})
    void onlyAProbeIsAllowedBeforeTheUpgrade(String packet) throws Exception {
        var client = PollingPackets.join(server.port());
        try (var webSocket = WebSocketPackets.upgrade(server.port(), client.session())) {
            webSocket.send(packet);

            webSocket.awaitClosed();
        }
    }
}
