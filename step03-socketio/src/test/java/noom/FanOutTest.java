package noom;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many messages to many clients: all of them, each sender's in order, whoever leaves or does not read. */
class FanOutTest {
    private static final int LISTENERS = 30;
    private static final int SPEAKERS = 4;
    private static final int LINES = 300;
    private static final long SEED = 20_241_103;

    private static ExecutorService threads;
    private static ChatServer chat;

    @BeforeAll
    static void start() {
        threads = Executors.newCachedThreadPool();
        chat = ChatServer.start(0);
    }

    @AfterAll
    static void stop() {
        chat.stop();
        threads.shutdownNow();
    }

    @Test
    void everybodyHearsEverySpeakerInOrder() throws Exception {
        try (var clients = new Clients(LISTENERS)) {
            var listening = clients.listen();
            listening.addAll(listenByPolling(2));

            speak();

            for (var listener : listening) {
                assertEquals(SPEAKERS * LINES, listener.get());
            }
        }
    }

    @Test
    void thoseWhoComeAndGoMeanwhileDisturbNobody() throws Exception {
        var random = new Random(SEED);
        var over = new AtomicBoolean();
        try (var clients = new Clients(LISTENERS)) {
            var listening = clients.listen();
            var guests = threads.submit(() -> {
                var count = 0;
                while (!over.get()) {
                    try (var guest = WebSocketPackets.join(chat.port())) {
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
                assertEquals(SPEAKERS * LINES, listener.get());
            }
            over.set(true);
            assertTrue(guests.get() > 0);
        }
    }

    @Test
    void thoseWhoAreCutInTheMiddleOfALineDisturbNobody() throws Exception {
        try (var clients = new Clients(LISTENERS);
                var leaving = new Clients(LISTENERS)) {
            var listening = clients.listen();
            var gone = leaving.all.stream()
                    .map(client -> threads.submit(() -> {
                        for (var i = 0; i < LINES; i++) {
                            client.awaitPacket("42");
                        }
                        client.close();
                    }))
                    .toList();

            speak();

            for (var listener : listening) {
                assertEquals(SPEAKERS * LINES, listener.get());
            }
            for (var one : gone) {
                one.get();
            }
        }
    }

    @Test
    void whatOneIsToldIsHeardByNobodyElse() throws Exception {
        try (var clients = new Clients(LISTENERS);
                var stubborn = WebSocketPackets.join(chat.port())) {
            var listening = clients.listen();
            var problems = threads.submit(() -> {
                for (var i = 0; i < LINES; i++) {
                    stubborn.say(" ");
                    stubborn.awaitPacket("42[\"problem\",");
                }
            });

            speak();

            for (var listener : listening) {
                assertEquals(SPEAKERS * LINES, listener.get());
            }
            problems.get();
        }
    }

    @Test
    void aLineOfAnyLengthComesWholeOnEveryTransport() throws Exception {
        try (var speaker = WebSocketPackets.join(chat.port());
                var listener = WebSocketPackets.join(chat.port())) {
            var poller = PollingPackets.join(chat.port());
            for (var text : List.of("h", "h".repeat(95), "h".repeat(98), "h".repeat(1000), "안".repeat(1000))) {
                speaker.say(text);

                var packet = "42[\"new_message\",\"Anon: " + text + "\"]";
                assertEquals(packet, listener.awaitPacket("42"));
                assertEquals(List.of(packet), poller.poll());
            }
        }
    }

    @Test
    void whoDoesNotReadIsCutAndNobodyElse() throws Exception {
        try (var speaker = WebSocketPackets.join(chat.port());
                var sleeper = new RawConnection(chat.port(), 4_096).webSocket()) {
            var idle = PollingPackets.join(chat.port());
            sleeper.sendFrame(0x81, "40".getBytes(StandardCharsets.UTF_8));

            // What the system takes for the sleeper comes on top of the 4,096 messages that the server keeps.
            var text = "x".repeat(990);
            for (var i = 0; i < 12_000; i++) {
                speaker.say(text + i);
                if (i % 100 == 99) {
                    speaker.awaitLine("Anon: " + text + i);
                }
            }

            var heard = new String(sleeper.readToTheEnd(), StandardCharsets.UTF_8);
            assertTrue(heard.contains("Anon: " + text + "0"), "It was connected.");
            assertTrue(!heard.contains("Anon: " + text + "11999"), "It was cut before the end.");
            await().atMost(Duration.ofSeconds(20)).until(() -> over(idle));
            speaker.say("and on");
            speaker.awaitLine("Anon: and on");
        }
    }

    /** Polls until what waits is read, or the server says that there is no such session. */
    private static boolean over(PollingPackets idle) throws Exception {
        return idle.post("3") == 400;
    }

    /** Clients that are connected to the chat, and leave together. */
    private record Clients(List<WebSocketPackets> all) implements AutoCloseable {
        private Clients(int count) {
            this(new ArrayList<>());
            for (var i = 0; i < count; i++) {
                all.add(WebSocketPackets.join(chat.port()));
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
            var poller = PollingPackets.join(chat.port());
            listening.add(threads.submit(() -> countInOrder(poller::poll)));
        }
        return listening;
    }

    /** Reads what all speakers say. Fails if a line comes twice, out of order, or not at all. */
    private static int countInOrder(Callable<List<String>> source) throws Exception {
        var next = new int[SPEAKERS];
        var count = 0;
        while (count < SPEAKERS * LINES) {
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
                try (var client = WebSocketPackets.join(chat.port())) {
                    for (var line = 0; line < LINES; line++) {
                        client.say(speaker + " " + line);
                    }
                    client.awaitLine("Anon: " + speaker + " " + (LINES - 1));
                }
            }));
        }
        for (var speaker : speaking) {
            speaker.get();
        }
    }
}
