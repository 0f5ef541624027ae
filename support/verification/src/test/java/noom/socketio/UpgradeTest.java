package noom.socketio;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.socket.client.IO;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import noom.testkit.NodeClients;
import noom.testkit.PollingPackets;
import noom.testkit.WebSocketPackets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both transports, and the upgrade from one to the other, with the real clients. */
class UpgradeTest {
    private static HardenedSocketIOServer server;

    @BeforeAll
    static void start() {
        server = TestChat.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @Test
    void aHundredPlainClientsUpgradeWithinThreeSeconds() throws Exception {
        var results = NodeClients.open(server.port(), 100, 5, "{}");

        var others = results.stream()
                .filter(result -> !result.startsWith("upgraded to websocket"))
                .toList();
        assertAll(() -> assertEquals(List.of(), others), () -> assertEquals(100, results.size()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void oneTransportAloneIsEnoughToChat(String transport) throws Exception {
        var results = NodeClients.open(server.port(), 10, 5, "{\"transports\":[\"" + transport + "\"]}");

        assertEquals(10, results.size());
        for (var result : results) {
            assertTrue(result.startsWith("heard over " + transport), result);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void theJavaClientLosesNothingOnEitherTransport(String transport) throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        var options = IO.Options.builder()
                .setForceNew(true)
                .setTransports(new String[] {transport})
                .build();
        var client = IO.socket(URI.create("http://localhost:" + server.port()), options);
        try {
            client.on("new_message", line -> heard.add((String) line[0]));
            client.connect();

            for (var i = 0; i < 50; i++) {
                client.emit("new_message", transport + " " + i);
                assertEquals("Anon: " + transport + " " + i, heard.poll(20, TimeUnit.SECONDS));
            }
        } finally {
            client.close();
        }
    }

    @Test
    void everyPollIsAnsweredUntilTheUpgradeIsDone() throws Exception {
        var client = PollingPackets.join(server.port());
        try (var webSocket = WebSocketPackets.upgrade(server.port(), client.session())) {
            webSocket.send("2probe");
            webSocket.awaitPacket("3probe");

            // A browser waits for its last poll, and the first NOOP may answer an earlier one.
            for (var poll = 0; poll < 5; poll++) {
                assertEquals(List.of("6"), client.poll());
            }
            webSocket.send("5");
            webSocket.say("upgraded");
            webSocket.awaitLine("Anon: upgraded");
        }
    }

    @Test
    void aFailedUpgradeLeavesTheSessionOnPolling() throws Exception {
        var client = PollingPackets.join(server.port());
        for (var attempt = 0; attempt < 2; attempt++) {
            var waiting = client.pollInTheBackground();
            // Another upgrade is refused until the server has noticed that the first was cut.
            try (var webSocket = await().ignoreExceptionsInstanceOf(CompletionException.class)
                    .until(() -> WebSocketPackets.upgrade(server.port(), client.session()), Objects::nonNull)) {
                webSocket.send("2probe");
                assertEquals("3probe", webSocket.awaitPacket("3"));
            }
            assertEquals("6", waiting.get(20, TimeUnit.SECONDS));
        }

        client.post("42[\"new_message\",\"still here\"]");

        assertEquals(List.of("42[\"new_message\",\"Anon: still here\"]"), withoutNoops(client));
    }

    @Test
    void noTimerOfTheLibraryEndsAPollingSession() throws Exception {
        var chat = TestChat.start();
        try {
            var client = PollingPackets.join(chat.port());
            var webSocket = WebSocketPackets.upgrade(chat.port(), client.session());
            webSocket.send("2probe");
            webSocket.awaitPacket("3probe");

            // The timer of the next ping, and none for the ping's answer or the upgrade.
            assertEquals(1, chat.timers());
            webSocket.close();
            assertEquals(200, client.post("3"));
            assertEquals(1, chat.timers());
        } finally {
            chat.stop();
        }
    }

    @Test
    void messagesDuringTheUpgradeArriveOnceAndInOrder() throws Exception {
        var client = PollingPackets.join(server.port());
        try (var speaker = WebSocketPackets.join(server.port());
                var webSocket = WebSocketPackets.upgrade(server.port(), client.session())) {
            webSocket.send("2probe");
            webSocket.awaitPacket("3probe");
            for (var i = 0; i < 100; i++) {
                speaker.say("message " + i);
            }
            speaker.awaitLine("Anon: message 99");
            webSocket.send("5");

            for (var i = 0; i < 100; i++) {
                assertEquals("42[\"new_message\",\"Anon: message " + i + "\"]", webSocket.awaitPacket("42"));
            }
        }
    }

    private static List<String> withoutNoops(PollingPackets client) throws Exception {
        while (true) {
            var packets =
                    client.poll().stream().filter(packet -> !packet.equals("6")).toList();
            if (!packets.isEmpty()) {
                return packets;
            }
        }
    }
}
