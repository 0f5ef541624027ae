package noom;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import noom.testkit.ProgramProcess;
import noom.testkit.RedisServer;
import noom.testkit.RoomsClient;
import noom.testkit.TcpProxy;
import noom.testkit.Waits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Two hundred people in ten rooms on three servers, of which one is killed while they write. No message that was acknowledged is lost,
 * none is shown twice, and all come back.
 */
@Isolated("Its crowd and three servers need the whole machine.")
@Tag("hardening")
class KillUnderLoadTest {
    private static final int PEOPLE = 200;
    private static final int IN_A_ROOM = 20;
    private static final int WRITERS_IN_A_ROOM = 3;
    private static final int WRITERS = PEOPLE / IN_A_ROOM * WRITERS_IN_A_ROOM;
    private static final int MESSAGES = 40;

    /** One person, on the server of its number; a message that is not acknowledged in time is sent again. */
    private record Person(int number, RoomsClient client) {
        boolean isOnTheFirst() {
            return number % 3 == 0;
        }

        String room() {
            return "room " + number / IN_A_ROOM;
        }

        boolean isWriter() {
            return number % IN_A_ROOM < WRITERS_IN_A_ROOM;
        }

        /** The messages that this person was sent, without the sender's nickname. */
        List<String> heard() {
            return client.events("new_message").stream()
                    .map(event -> event.replaceAll("^new_message\\[\"[^:]*: (.*)\",\\[\"[^\"]*\"]]$", "$1"))
                    .toList();
        }

        String message(int i) {
            return "%d of %d".formatted(i, number);
        }

        boolean isAcknowledged(int i) throws InterruptedException {
            try {
                var answer = client.ask("new_message", message(i), room(), "id " + i);
                return answer.get(1, TimeUnit.SECONDS).optBoolean("ok");
            } catch (ExecutionException | TimeoutException notYet) {
                return false;
            }
        }
    }

    @Test
    void noAcknowledgedMessageIsLostOrDoubledWhenAServerIsKilled() throws Exception {
        try (var redis = RedisServer.start();
                var first = start(redis);
                var second = start(redis);
                var third = start(redis);
                var proxy = TcpProxy.to(port(first))) {
            var ports = List.of(proxy.port(), port(second), port(third));
            var people = IntStream.range(0, PEOPLE)
                    .mapToObj(i ->
                            enter(new Person(i, RoomsClient.connectAndReconnect(ports.get(i % 3), "secret " + i))))
                    .toList();
            awaitFullRooms(people);

            var acknowledged = ConcurrentHashMap.<String>newKeySet();
            var halfDone = new CountDownLatch(WRITERS * MESSAGES / 2);
            var writers = people.stream()
                    .filter(Person::isWriter)
                    .map(person -> new Thread(() -> write(person, acknowledged, halfDone)))
                    .toList();
            writers.forEach(Thread::start);
            halfDone.await();
            var killed = System.nanoTime();
            first.kill();
            proxy.redirectTo(port(second));
            people.stream()
                    .filter(Person::isOnTheFirst)
                    .map(KillUnderLoadTest::comeBack)
                    .toList()
                    .forEach(CompletableFuture::join);
            var back = Duration.ofNanos(System.nanoTime() - killed);
            for (var writer : writers) {
                writer.join();
            }
            awaitFullRooms(people);

            var stayed =
                    people.stream().filter(person -> !person.isOnTheFirst()).toList();
            var lost = new ArrayList<String>();
            var doubled = new ArrayList<String>();
            Waits.waitFor("all messages")
                    .until(() ->
                            stayed.stream().allMatch(person -> person.heard().size() >= expected(person)));
            for (var person : stayed) {
                var heard = person.heard();
                people.stream()
                        .filter(writer -> writer.isWriter() && writer.room().equals(person.room()) && writer != person)
                        .flatMap(writer -> IntStream.range(0, MESSAGES).mapToObj(writer::message))
                        .filter(message -> acknowledged.contains(message) && !heard.contains(message))
                        .forEach(lost::add);
            }
            for (var person : people) {
                var heard = person.heard();
                heard.stream()
                        .distinct()
                        .filter(message -> heard.indexOf(message) != heard.lastIndexOf(message))
                        .forEach(doubled::add);
            }
            people.forEach(person -> person.client().close());
            System.out.printf(
                    "Of %d acknowledged messages %d were lost and %d doubled; all %d people were back after %d ms.%n",
                    acknowledged.size(), lost.size(), doubled.size(), PEOPLE, back.toMillis());
            assertAll(
                    () -> assertEquals(WRITERS * MESSAGES, acknowledged.size()),
                    () -> assertEquals(List.of(), lost),
                    () -> assertEquals(List.of(), doubled));
        }
    }

    private static void write(Person person, Set<String> acknowledged, CountDownLatch halfDone) {
        try {
            for (var i = 0; i < MESSAGES; i++) {
                while (!person.isAcknowledged(i)) {
                    // The next attempt has the same id.
                }
                acknowledged.add(person.message(i));
                halfDone.countDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int expected(Person person) {
        return (WRITERS_IN_A_ROOM - (person.isWriter() ? 1 : 0)) * MESSAGES;
    }

    private static Person enter(Person person) {
        person.client().ask("nickname", "N" + person.number()).join();
        person.client().ask("enter_room", person.room()).join();
        return person;
    }

    private static CompletableFuture<?> comeBack(Person person) {
        // The server tells each connection its id: the second one is the other server's.
        person.client().awaitCount("you", 2);
        person.client().emit("nickname", "N" + person.number());
        return person.client().ask("enter_room", person.room());
    }

    private static void awaitFullRooms(List<Person> people) {
        Waits.waitFor("full rooms").until(() -> people.stream().allMatch(KillUnderLoadTest::seesAFullRoom));
    }

    private static boolean seesAFullRoom(Person person) {
        var lists = person.client().events("room_members");
        var last = lists.isEmpty() ? "" : lists.get(lists.size() - 1);
        return last.split("\"id\"", -1).length - 1 == IN_A_ROOM;
    }

    private static ProgramProcess start(RedisServer redis) {
        return ProgramProcess.start(Map.of("PORT", "0", "SOCKET_PORT", "0", "REDIS_URL", redis.url()));
    }

    private static int port(ProgramProcess program) {
        return program.portAfter("Listening for Socket.IO on http://localhost:");
    }
}
