package noom;

import static noom.testkit.Exercises.assertPredicted;
import static noom.testkit.Exercises.assertStarted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import noom.cluster.RedisSetting;
import noom.testkit.RedisServer;
import noom.testkit.RoomsClient;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The exercises of {@code docs/step07-two-servers.md}. {@code mvn -q -pl step07-two-servers test -Dexercise=1} runs the first one. It fails until you
 * have solved it. It needs redis-server.
 */
@Tag("exercise")
class ExerciseTest {
    private static RedisServer redis;
    private static ChatServer first;
    private static ChatServer second;
    private final List<RoomsClient> people = new ArrayList<>();

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        first = ChatServer.start(0, RedisSetting.of(redis.url()));
        second = ChatServer.start(0, RedisSetting.of(redis.url()));
    }

    @AfterAll
    static void stop() {
        if (second != null) {
            first.stop();
            second.stop();
            redis.close();
        }
    }

    @AfterEach
    void everybodyLeaves() {
        people.forEach(RoomsClient::close);
    }

    /** Receivers on two servers. */
    @Nested
    class Exercise1 {
        @Test
        void yourPredictionIsTheAnswer() throws JSONException {
            var ann = inRoom("Ann", first, "java");
            inRoom("Bob", second, "java");
            inRoom("Cat", second, "java");
            var answer = ann.ask("new_message", "hi", "java").join();

            assertPredicted(1, answer.getString("delivered"), "Start two servers, and open the three windows.");
        }
    }

    /** One message, sent to two servers. */
    @Nested
    class Exercise2 {
        @Test
        void yourPredictionIsHowOftenBobReceivesIt() {
            var bob = inRoom("Bob", first, "twice");
            for (var server : List.of(first, second)) {
                var ann = RoomsClient.connectWith(Map.of("token", "a secret of Ann"), "websocket", server.port());
                people.add(ann);
                ann.ask("enter_room", "twice").join();
                ann.ask("new_message", "hi", "twice", "id-1").join();
                ann.close();
            }
            bob.ask("new_message", "bye", "twice").join();

            assertPredicted(
                    2,
                    String.valueOf(bob.events("new_message").size()),
                    "Read deliverOnce(…): what do the servers have in common?");
        }
    }

    /** A number that all servers know together. */
    @Nested
    class Exercise3 {
        @Test
        @Order(1)
        void theAnswerCountsTheMembersOfBothServers() {
            var ann = inRoom("Ann", first, "many");
            inRoom("Bob", second, "many");

            assertAnswer("{ok: true, room: many, count: 2}", ann.ask("count", "many"));
        }

        @Test
        void aStrangerIsRefused() {
            inRoom("Ann", first, "few");
            var eve = inRoom("Eve", second, "elsewhere");

            assertAnswer("{ok: false, error: 'You are not in the room few.'}", eve.ask("count", "few"));
        }
    }

    /** A bug: lost whispers. */
    @Nested
    class Exercise4 {
        @Test
        void aWhisperReachesTheOtherServer() {
            assertStarted(4);
            var ann = inRoom("Ann", first, "whispers");
            var bob = inRoom("Bob", second, "whispers");
            ann.ask("whisper", bob.id(), "psst").join();
            ann.ask("new_message", "loud", "whispers").join();
            bob.awaitEvent("new_message[\"Ann: loud\",[\"whispers\"]]");

            assertEquals(
                    List.of(
                            "new_message[\"Ann: psst\",[\"%s\"]]".formatted(bob.id()),
                            "new_message[\"Ann: loud\",[\"whispers\"]]"),
                    bob.events("new_message"),
                    "Ann whispers to Bob on the other server, and Bob receives something else.");
        }
    }

    /** A bug: two people, counted as one. */
    @Nested
    class Exercise5 {
        @Test
        void aNewcomerIsCountedOnAllServers() {
            assertStarted(5);
            var ann = inRoom("Ann", first, "crowd");
            var bob = inRoom("Bob", second, "elsewhere");

            assertAnswer("{ok: true, room: crowd, count: 2}", bob.ask("enter_room", "crowd"));
            ann.awaitCount("welcome", 1);
            assertEquals(List.of("welcome[\"Bob\",2,\"crowd\"]"), ann.events("welcome"), "Ann is told a wrong number.");
        }
    }

    /** A port: the nicknames in a room, of all servers. */
    @Nested
    class Exercise6 {
        @Test
        @Order(1)
        void aMemberGetsTheNicknamesOfBothServers() {
            var bob = inRoom("Bob", first, "names");
            inRoom("Ann", second, "names");
            inRoom("Eve", second, "elsewhere");

            assertAnswer("{ok: true, room: names, nicknames: [Ann, Bob]}", bob.ask("nicknames", "names"));
        }

        @Test
        void aStrangerIsRefused() {
            inRoom("Bob", first, "closed");
            var eve = inRoom("Eve", second, "elsewhere");

            assertAnswer("{ok: false, error: 'You are not in the room closed.'}", eve.ask("nicknames", "closed"));
        }
    }

    /** Who is where. */
    @Nested
    class Exercise7 {
        @Order(1)
        @Test
        void theMembersAreListedServerByServer() {
            var ann = inRoom("Ann", first, "map");
            inRoom("Dan", second, "map");
            inRoom("Bob", second, "map");
            inRoom("Cat", first, "map");
            inRoom("Eve", second, "elsewhere");

            assertAnswer("{ok: true, room: map, servers: [[Ann, Cat], [Bob, Dan]]}", ann.ask("where", "map"));
        }

        @Test
        void aServerWithoutMembersIsNotListed() {
            var ann = inRoom("Ann", second, "mine");

            assertAnswer("{ok: true, room: mine, servers: [[Ann]]}", ann.ask("where", "mine"));
        }

        @Test
        void onlyAMemberMayAsk() {
            inRoom("Ann", first, "theirs");
            var eve = inRoom("Eve", second, "elsewhere");

            assertAnswer("{ok: false, error: 'You are not in the room theirs.'}", eve.ask("where", "theirs"));
        }
    }

    /** Show somebody the door. */
    @Nested
    class Exercise8 {
        @Order(1)
        @Test
        void aMemberOfTheOtherServerIsPutOutOfTheRoom() {
            assertPutOut(second, "far");
        }

        @Test
        void aMemberOfTheSameServerIsPutOutOfTheRoom() {
            assertPutOut(first, "near");
        }

        private void assertPutOut(ChatServer bobs, String room) {
            var ann = inRoom("Ann", first, room);
            var bob = inRoom("Bob", bobs, room);
            var zoe = inRoom("Zoe", second, room);

            assertAnswer("{ok: true, room: %s, nickname: Bob}".formatted(room), ann.ask("kick", bob.id(), room));

            bob.awaitEvent("room_left[\"%s\"]".formatted(room));
            bob.awaitLast("my_rooms", "my_rooms[[\"%s\"]]".formatted(bob.id()));
            for (var person : List.of(ann, zoe)) {
                person.awaitEvent("bye[\"Bob\",2,\"%s\"]".formatted(room));
                person.awaitLast("room_members", RoomsClient.members(room, ann, "Ann", zoe, "Zoe"));
            }
            assertAnswer("{ok: true, delivered: 1}", zoe.ask("new_message", "He is gone.", room));
            zoe.ask("whisper", bob.id(), "the end").join();
            bob.awaitCount("new_message", 1);
            assertEquals(
                    List.of("new_message[\"Zoe: the end\",[\"%s\"]]".formatted(bob.id())), bob.events("new_message"));
        }

        @Test
        void onlyMembersShowMembersTheDoor() {
            var ann = inRoom("Ann", first, "hers");
            var bob = inRoom("Bob", second, "hers");
            var eve = inRoom("Eve", second, "elsewhere");

            assertAnswer("{ok: false, error: 'You are not in the room hers.'}", eve.ask("kick", bob.id(), "hers"));
            assertAnswer(
                    "{ok: false, error: '%s is not in the room hers.'}".formatted(eve.id()),
                    ann.ask("kick", eve.id(), "hers"));
            assertAnswer("{ok: false, error: 'This is your own id.'}", ann.ask("kick", ann.id(), "hers"));
            assertEquals(List.of(), bob.events("room_left"));
        }
    }

    private RoomsClient inRoom(String nickname, ChatServer server, String room) {
        var client = RoomsClient.connect(server.port());
        people.add(client);
        client.ask("nickname", nickname).join();
        client.ask("enter_room", room).join();
        return client;
    }

    /** A server that does not know an event does not answer it. */
    private static void assertAnswer(String expected, CompletableFuture<JSONObject> answer) {
        try {
            assertEquals(
                    new JSONObject(expected).toString(),
                    answer.get(5, TimeUnit.SECONDS).toString(),
                    "The function that came along is called with something else.");
        } catch (TimeoutException e) {
            fail("No answer comes within five seconds, but " + expected + " should.");
        } catch (ExecutionException | InterruptedException | JSONException e) {
            throw new IllegalStateException(expected, e);
        }
    }
}
