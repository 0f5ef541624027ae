package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Run it with {@code mvn -pl step07-two-servers test -Dgroups=exercise}: it fails until the exercises of
 * {@code docs/step07-two-servers.md} are solved, and speaks to two of your servers over Socket.IO only. It needs
 * redis-server.
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

    /** Who is where. */
    @Nested
    class Exercise7 {
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
                    answer.get(5, TimeUnit.SECONDS).toString());
        } catch (TimeoutException e) {
            fail("no answer came, but " + expected + " should");
        } catch (ExecutionException | InterruptedException | JSONException e) {
            throw new IllegalStateException(expected, e);
        }
    }
}
