package noom.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import noom.testkit.PollingPackets;
import noom.testkit.WebSocketPackets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many messages to many clients: each client gets all of them, in the order of their sender. */
class FanOutTest {
    private static final int LISTENERS = 30;
    private static final int SPEAKERS = 4;
    private static final int MESSAGES = 300;
    private static final long SEED = 20_241_103;

    private static ExecutorService threads;
    private static HardenedSocketIOServer server;

    @BeforeAll
    static void start() {
        threads = Executors.newCachedThreadPool();
        server = TestChat.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
        threads.shutdownNow();
    }

    @Test
    void everybodyHearsEverySpeakerInOrder() throws Exception {
        try (var clients = new Clients(LISTENERS)) {
            var listening = clients.listen();
            listening.addAll(listenByPolling(2));

            speak();

            for (var listener : listening) {
                assertEquals(SPEAKERS * MESSAGES, listener.get());
            }
        }
    }

    @Test
    void clientsThatComeAndGoDisturbNobody() throws Exception {
        var random = new Random(SEED);
        var over = new AtomicBoolean();
        try (var clients = new Clients(LISTENERS)) {
            var listening = clients.listen();
            var guests = threads.submit(() -> {
                var count = 0;
                while (!over.get()) {
                    try (var guest = WebSocketPackets.join(server.port())) {
                        if (random.nextBoolean()) {
                            guest.ping("still here");
                        }
                    }
                    count++;
                }
                return count;
            });

            speak();

            for (var listener : listening) {
                assertEquals(SPEAKERS * MESSAGES, listener.get());
            }
            over.set(true);
            assertTrue(guests.get() > 0);
        }
    }

    @Test
    void clientsThatAreCutDisturbNobody() throws Exception {
        try (var clients = new Clients(LISTENERS);
                var leaving = new Clients(LISTENERS)) {
            var listening = clients.listen();
            var gone = leaving.all.stream()
                    .map(client -> threads.submit(() -> {
                        for (var i = 0; i < MESSAGES; i++) {
                            client.awaitPacket("42");
                        }
                        client.close();
                    }))
                    .toList();

            speak();

            for (var listener : listening) {
                assertEquals(SPEAKERS * MESSAGES, listener.get());
            }
            for (var one : gone) {
                one.get();
            }
        }
    }

    @Test
    void aReplyToOneClientReachesNobodyElse() throws Exception {
        try (var clients = new Clients(LISTENERS);
                var stubborn = WebSocketPackets.join(server.port())) {
            var listening = clients.listen();
            var problems = threads.submit(() -> {
                for (var i = 0; i < MESSAGES; i++) {
                    stubborn.send("42[\"new_message\",1]");
                    stubborn.awaitPacket("42[\"problem\",");
                }
            });

            speak();

            for (var listener : listening) {
                assertEquals(SPEAKERS * MESSAGES, listener.get());
            }
            problems.get();
        }
    }

    @Test
    void aMessageOfAnyLengthArrivesWholeOnBothTransports() throws Exception {
        try (var speaker = WebSocketPackets.join(server.port());
                var listener = WebSocketPackets.join(server.port())) {
            var poller = PollingPackets.join(server.port());
            for (var text : List.of("h", "h".repeat(95), "h".repeat(98), "h".repeat(1000), "안".repeat(1000))) {
                speaker.say(text);

                var packet = "42[\"new_message\",\"Anon: " + text + "\"]";
                assertEquals(packet, listener.awaitPacket("42"));
                assertEquals(List.of(packet), poller.poll());
            }
        }
    }

    /** Clients that are connected to the chat, and leave together. */
    private record Clients(List<WebSocketPackets> all) implements AutoCloseable {
        private Clients(int count) {
            this(new ArrayList<>());
            for (var i = 0; i < count; i++) {
                all.add(WebSocketPackets.join(server.port()));
            }
        }

        private List<Future<Integer>> listen() {
            var listening = new ArrayList<Future<Integer>>();
            for (var client : all) {
                listening.add(threads.submit(() -> countInOrder(() -> List.of(client.awaitPacket("42")))));
            }
            return listening;
        }

        @Override
        public void close() {
            all.forEach(WebSocketPackets::close);
        }
    }

    private static List<Future<Integer>> listenByPolling(int count) throws Exception {
        var listening = new ArrayList<Future<Integer>>();
        for (var i = 0; i < count; i++) {
            var poller = PollingPackets.join(server.port());
            listening.add(threads.submit(() -> countInOrder(poller::poll)));
        }
        return listening;
    }

    /** Reads the messages of all speakers. Fails if one comes twice, out of order, or not at all. */
    private static int countInOrder(Callable<List<String>> source) throws Exception {
        var next = new int[SPEAKERS];
        var count = 0;
        while (count < SPEAKERS * MESSAGES) {
            for (var packet : source.call()) {
                // 42["new_message","Anon: 3 17"]
                var words = packet.replaceAll("[^0-9 ]", "").strip().split(" ");
                var speaker = Integer.parseInt(words[words.length - 2]);
                assertEquals(next[speaker]++, Integer.parseInt(words[words.length - 1]));
                count++;
            }
        }
        return count;
    }

    private static void speak() throws Exception {
        var speaking = new ArrayList<Future<?>>();
        for (var i = 0; i < SPEAKERS; i++) {
            var speaker = i;
            speaking.add(threads.submit(() -> {
                try (var client = WebSocketPackets.join(server.port())) {
                    for (var message = 0; message < MESSAGES; message++) {
                        client.say(speaker + " " + message);
                    }
                    client.awaitLine("Anon: " + speaker + " " + (MESSAGES - 1));
                }
            }));
        }
        for (var speaker : speaking) {
            speaker.get();
        }
    }
}
