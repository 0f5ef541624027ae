package noom.socketio;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.MultiTypeAckCallback;
import com.corundumstudio.socketio.MultiTypeArgs;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.VoidAckCallback;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import noom.socketio.session.Timeouts;
import noom.testkit.StandardErrorCapture;
import noom.testkit.WebSocketPackets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything runs on the event loop, and every exception of ours is logged. Alone, because of the log. */
@Isolated
class EventLoopTest {
    private static final Timeouts SHORT =
            new Timeouts(Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofMillis(1_000));

    private final HardenedSocketIOServer server = new HardenedSocketIOServer(0, SHORT);
    private StandardErrorCapture log;

    @BeforeEach
    void start() {
        log = StandardErrorCapture.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        log.close();
    }

    /** Calls the probe with the name of each place where code of ours runs. */
    private void probe(Consumer<String> probe) {
        server.addConnectListener(socket -> {
            socket.sendEvent("answered", answer(probe, "answer", "timeout of none"));
            socket.sendEvent("unanswered", answer(probe, "answer of none", "timeout"));
            socket.sendEvent("left", answer(probe, "answer of none", "leaving", 60));
            socket.sendEvent("two", multiTypeAnswer(probe));
            socket.sendEvent("ready");
            probe.accept("connect");
        });
        server.addEventListener("event", String.class, (socket, text, ack) -> probe.accept("event"));
        server.addDisconnectingListener(socket -> probe.accept("disconnecting"));
        server.addDisconnectListener(socket -> probe.accept("disconnect"));
        server.start();
        server.execute(() -> probe.accept("task"));
        server.schedule(() -> probe.accept("scheduled task"), Duration.ofMillis(1));
    }

    private static AckCallback<String> answer(Consumer<String> probe, String answered, String timedOut) {
        return answer(probe, answered, timedOut, 1);
    }

    private static AckCallback<String> answer(Consumer<String> probe, String answered, String timedOut, int seconds) {
        return new AckCallback<>(String.class, seconds) {
            @Override
            public void onSuccess(String answer) {
                probe.accept(answered);
            }

            @Override
            public void onTimeout() {
                probe.accept(timedOut);
            }
        };
    }

    private static MultiTypeAckCallback multiTypeAnswer(Consumer<String> probe) {
        return new MultiTypeAckCallback(String.class, Integer.class) {
            @Override
            public void onSuccess(MultiTypeArgs answer) {
                probe.accept("answer of " + answer.<Integer>get(1));
            }
        };
    }

    private static final Set<String> PLACES = Set.of(
            "connect",
            "event",
            "disconnecting",
            "disconnect",
            "answer",
            "answer of 2",
            "timeout",
            "leaving",
            "task",
            "scheduled task");

    /** Lets a client come, answer, wait until its other answer is late, and fall silent. */
    private void visit(Runnable untilTimedOut) {
        try (var client = WebSocketPackets.join(server.port())) {
            // The library counts the acknowledgement ids of a session from 1.
            client.awaitPacket("421[\"answered\"");
            client.send("431[\"ok\"]");
            client.awaitPacket("424[\"two\"");
            client.send("434[\"a\",2]");
            client.send("42[\"event\",\"hi\"]");
            client.awaitPacket("42[\"ready\"]");
            untilTimedOut.run();
            // It answers no ping, so the server ends its session.
            client.awaitClosed();
        }
    }

    @Test
    void everythingRunsOnOneThread() {
        Map<String, Thread> threads = new ConcurrentHashMap<>();
        probe(place -> threads.put(place, Thread.currentThread()));

        visit(() -> await().until(() -> threads.containsKey("timeout")));

        await().until(() -> threads.containsKey("disconnect"));
        assertEquals(PLACES, Set.copyOf(threads.keySet()));
        assertEquals(1, Set.copyOf(threads.values()).size(), threads::toString);
        assertEquals("", log.text());
    }

    @Test
    void everyExceptionIsLoggedOnceWithItsStackTrace() {
        probe(place -> {
            throw new IllegalStateException("thrown in " + place + ".");
        });

        visit(() -> await().until(() -> log.text().contains("thrown in timeout.")));

        await().until(() -> log.text().contains("thrown in disconnect."));
        for (var place : PLACES) {
            var parts = log.text().split("thrown in " + place + "\\.", -1);
            assertEquals(2, parts.length, () -> place + " in " + log.text());
            assertTrue(parts[1].lines().skip(1).findFirst().orElse("").contains("EventLoopTest"), place);
        }
        assertEquals(0, server.getAllClients().size());
        await().until(() -> server.sessions() == 0);
    }

    @Test
    void anErrorInAListenerIsLoggedToo() {
        server.addEventListener("event", String.class, (socket, text, ack) -> {
            throw new AssertionError("thrown on purpose");
        });
        server.start();
        try (var client = WebSocketPackets.join(server.port())) {
            client.send("42[\"event\",\"hi\"]");

            await().until(() -> log.text().contains("thrown on purpose"));
        }
    }

    @Test
    void aFailedContinuationIsLogged() {
        CompletableFuture.completedFuture("done")
                .thenAccept(result -> {
                    throw new IllegalStateException("thrown in a continuation");
                })
                .exceptionally(server::logException);

        assertTrue(log.text().contains("IllegalStateException: thrown in a continuation"), log::text);
        assertFalse(log.text().contains("CompletionException"), log::text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[null]", "[\"text\"]", "[{\"a\":1}]", "[[1]]", "[1e999]", "[7,\"more\"]"})
    void anAnswerOfAnotherTypeIsNoError(String answer) throws Exception {
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        server.addConnectListener(socket -> {
            socket.sendEvent("number", numberAnswer(answers));
            socket.sendEvent("nothing", new VoidAckCallback() {
                @Override
                protected void onSuccess() {
                    answers.add("nothing");
                }
            });
        });
        server.start();
        try (var client = WebSocketPackets.join(server.port())) {
            for (var event : Set.of("number", "nothing")) {
                var id = client.awaitPacket("42").replaceFirst("42([0-9]+).*", "$1");
                client.send("43" + id + answer);
            }

            var expected = answer.equals("[7,\"more\"]") ? "7" : "null";
            assertEquals(expected, answers.poll(20, TimeUnit.SECONDS));
            assertEquals("nothing", answers.poll(20, TimeUnit.SECONDS));
            assertTrue(client.isOpen());
        }
        assertEquals("", log.text());
    }

    private static AckCallback<Integer> numberAnswer(BlockingQueue<String> answers) {
        return new AckCallback<>(Integer.class) {
            @Override
            public void onSuccess(Integer answer) {
                answers.add(String.valueOf(answer));
            }
        };
    }

    @Test
    void tasksRunInOrderAndCanBeCancelled() throws Exception {
        server.start();
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        var end = new CountDownLatch(1);
        server.schedule(() -> done.add("cancelled"), Duration.ofMillis(20)).cancel(false);
        server.execute(() -> done.add("first"));
        server.execute(() -> done.add("second"));
        server.schedule(() -> done.add("third"), Duration.ofMillis(20));
        server.schedule(end::countDown, Duration.ofMillis(40));

        assertTrue(end.await(20, TimeUnit.SECONDS));
        assertEquals("[first, second, third]", done.toString());
    }

    @Test
    void aServerThatIsNotStartedTakesNoTasks() {
        assertThrows(IllegalStateException.class, () -> server.execute(() -> {}));
        assertThrows(IllegalStateException.class, () -> server.schedule(() -> {}, Duration.ZERO));
        server.stop();
        server.start();
        Consumer<SocketIOClient> nothing = socket -> {};
        server.getAllClients().forEach(nothing);
        server.stop();
        server.stop();
    }
}
