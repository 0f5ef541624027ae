package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import noom.testkit.ProgramProcess;
import noom.testkit.RedisServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What Redis between servers costs, as two tables on standard output. The servers, Redis and the clients share this
 * computer: {@code mvn -pl step07-two-servers test -Dgroups=hardening -Dtest=CostTest} on an idle one.
 */
@Tag("hardening")
@Isolated
@Timeout(300)
class CostTest {
    private static final int WARM_UP = 2_000;
    private static final int MESSAGES = 2_000;
    private static final int PEOPLE = 90;
    private static final int IN_FLIGHT = 8;
    private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Somebody in the room java, who counts the messages. */
    private static final class Person implements WebSocket.Listener, AutoCloseable {
        private final StringBuilder partial = new StringBuilder();
        private final LongAdder heard = new LongAdder();
        private final Semaphore answers = new Semaphore(0);
        private final Runnable onMessage;
        private final WebSocket socket;

        /** @param onMessage called for each message */
        Person(int port, Runnable onMessage) throws InterruptedException {
            this.onMessage = onMessage;
            var address = URI.create("ws://localhost:%d/socket.io/?EIO=4&transport=websocket".formatted(port));
            socket = HTTP.newWebSocketBuilder().buildAsync(address, this).join();
            send("40");
            send("420[\"enter_room\",\"java\"]");
            answers.acquire();
        }

        void send(String packet) {
            socket.sendText(packet, true).join();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                handle(from, partial.toString());
                partial.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void handle(WebSocket from, String packet) {
            if (packet.startsWith("42[\"new_message\"")) {
                heard.increment();
                onMessage.run();
            } else if (packet.startsWith("430")) {
                answers.release();
            } else if (packet.equals("2")) {
                from.sendText("3", true);
            }
        }

        @Override
        public void close() {
            socket.abort();
        }
    }

    @Test
    void printsTheTimeOfAMessageWithAndWithoutRedis() throws Exception {
        try (var redis = RedisServer.start();
                var alone = start("");
                var first = start(redis.url());
                var second = start(redis.url())) {
            System.out.println("a message to another person            median    p99, ms");
            printTimes("one server, without Redis", port(alone), port(alone), "");
            printTimes("the same server, with Redis", port(first), port(first), "");
            printTimes("the other server", port(first), port(second), "");
            printTimes("the other server, with a message id", port(first), port(second), ",\"%d\"");
        }
    }

    /** Sends one message after the other. */
    private static void printTimes(String what, int from, int to, String id) throws InterruptedException {
        var arrived = new Semaphore(0);
        var nanos = new long[WARM_UP + MESSAGES];
        try (var ann = new Person(from, () -> {});
                var bob = new Person(to, arrived::release)) {
            for (var i = 0; i < nanos.length; i++) {
                var packet = "42[\"new_message\",\"hi %d\",\"java\"%s]".formatted(i, id.formatted(i));
                var sent = System.nanoTime();
                ann.send(packet);
                arrived.acquire();
                nanos[i] = System.nanoTime() - sent;
            }
            assertEquals(nanos.length, bob.heard.sum());
        }
        var sorted = Arrays.stream(nanos).skip(WARM_UP).sorted().toArray();
        System.out.printf("%-38s %6.2f %6.2f%n", what, sorted[MESSAGES / 2] / 1e6, sorted[MESSAGES * 99 / 100] / 1e6);
    }

    @Test
    void printsTheDeliveriesOfOneTwoAndThreeServers() throws Exception {
        try (var redis = RedisServer.start()) {
            System.out.println("deliveries a second to " + PEOPLE + " people");
            printDeliveries("one server, without Redis", 1, "");
            printDeliveries("one server", 1, redis.url());
            printDeliveries("two servers", 2, redis.url());
            printDeliveries("three servers", 3, redis.url());
        }
    }

    /** One person on each server writes, so that eight messages are always on their way. */
    private static void printDeliveries(String what, int count, String redis) throws InterruptedException {
        var servers = new ArrayList<ProgramProcess>();
        var people = new ArrayList<Person>();
        try {
            IntStream.range(0, count).forEach(i -> servers.add(start(redis)));
            // The last person of all hears each message of the others, and says how many are under way.
            var inFlight = new Semaphore(IN_FLIGHT);
            for (var i = 0; i < PEOPLE; i++) {
                var isLast = i == PEOPLE - 1;
                people.add(new Person(port(servers.get(i % count)), isLast ? inFlight::release : () -> {}));
            }
            write(people.subList(0, count), inFlight);
            var before = heard(people);
            var start = System.nanoTime();
            write(people.subList(0, count), inFlight);
            var seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("%-38s %,8.0f%n", what, (heard(people) - before) / seconds);
        } finally {
            people.forEach(Person::close);
            servers.forEach(ProgramProcess::close);
        }
    }

    /** Writes for some seconds, and waits until each message has reached everybody but its writer. */
    private static void write(List<Person> writers, Semaphore inFlight) throws InterruptedException {
        var end = System.nanoTime() + SAMPLE_NANOS;
        for (var i = 0; System.nanoTime() < end; i++) {
            inFlight.acquire();
            writers.get(i % writers.size()).send("42[\"new_message\",\"hi\",\"java\"]");
        }
        inFlight.acquire(IN_FLIGHT);
        inFlight.release(IN_FLIGHT);
    }

    private static long heard(List<Person> people) {
        return people.stream().mapToLong(person -> person.heard.sum()).sum();
    }

    private static ProgramProcess start(String redis) {
        var settings = new HashMap<>(Map.of("PORT", "0", "SOCKET_PORT", "0"));
        if (!redis.isEmpty()) {
            settings.put("REDIS_URL", redis);
        }
        return ProgramProcess.start(settings, "-XX:TieredStopAtLevel=4");
    }

    private static int port(ProgramProcess program) {
        return program.portAfter("Listening for Socket.IO on http://localhost:");
    }
}
