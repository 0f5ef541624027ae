package noom;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import noom.runtime.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of rooms, without a network: here a socket is a name. */
class RoomsTest {
    private final Rooms<String> rooms = new Rooms<>();
    private String idOfAnn;

    @BeforeEach
    void threePeopleArrive() {
        idOfAnn = rooms.arrive("Ann");
        rooms.arrive("Bob");
        rooms.arrive("Eve");
    }

    @Test
    void everybodyIsInTheRoomOfTheirOwnIdAlone() {
        assertAll(
                () -> assertEquals(List.of(idOfAnn), rooms.of("Ann")),
                () -> assertEquals(List.of("Ann"), rooms.in(idOfAnn)),
                () -> assertEquals(idOfAnn, rooms.id("Ann")),
                () -> assertNotEquals(idOfAnn, rooms.id("Bob")),
                () -> assertTrue(Rooms.isId(idOfAnn), idOfAnn));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "u-",
                "u-0123456789abcde",
                "u-0123456789abcdef0",
                "u-0123456789ABCDEF",
                " u-0123456789abcdef",
                "java"
            })
    void whatDoesNotLookLikeAnIdIsNone(String name) {
        assertFalse(Rooms.isId(name));
    }

    @Test
    void whoeverJoinsIsInTheRoomAndKnowsIt() {
        assertTrue(rooms.join("Ann", "java"));
        assertTrue(rooms.join("Bob", "java"));
        assertTrue(rooms.join("Ann", "node"));

        assertAll(
                () -> assertEquals(List.of("Ann", "Bob"), rooms.in("java")),
                () -> assertEquals(List.of(idOfAnn, "java", "node"), rooms.of("Ann")),
                () -> assertEquals(List.of("java", "node"), rooms.shared("Ann")),
                () -> assertEquals(List.of("java", "node"), rooms.open()));
    }

    @Test
    void joiningAgainChangesNothing() {
        rooms.join("Ann", "java");

        assertFalse(rooms.join("Ann", "java"));
        assertEquals(List.of("Ann"), rooms.in("java"));
    }

    @Test
    void anEmptyRoomVanishes() {
        rooms.join("Ann", "java");
        rooms.join("Bob", "java");

        rooms.leave("Ann", "java");
        assertEquals(List.of("java"), rooms.open());
        rooms.leave("Bob", "java");
        assertEquals(List.of(), rooms.open());
    }

    @Test
    void nobodyLeavesARoomThatTheyAreNotIn() {
        rooms.join("Ann", "java");

        assertThrows(InvalidInputException.class, () -> rooms.leave("Bob", "java"));
        assertThrows(InvalidInputException.class, () -> rooms.leave("Bob", "no such room"));
        assertEquals(List.of("Ann"), rooms.in("java"));
    }

    @Test
    void toSeveralRoomsIsTheirUnionWithoutDoublesAndNeverTheSender() {
        List.of("Ann", "Bob").forEach(name -> rooms.join(name, "java"));
        List.of("Ann", "Bob", "Eve").forEach(name -> rooms.join(name, "node"));

        assertAll(
                () -> assertEquals(Map.of("Bob", "java", "Eve", "node"), rooms.to("Ann", List.of("java", "node"))),
                () -> assertEquals(Map.of("Bob", "node", "Eve", "node"), rooms.to("Ann", List.of("node", "java"))),
                () -> assertEquals(Map.of("Bob", "java"), rooms.to("Ann", List.of("java", "java"))));
    }

    @Test
    void oneMustBeInARoomToSpeakInItAndInAllOfThemOrNothing() {
        rooms.join("Ann", "java");
        rooms.join("Bob", "node");

        assertThrows(InvalidInputException.class, () -> rooms.to("Eve", List.of("java")));
        assertThrows(InvalidInputException.class, () -> rooms.to("Ann", List.of("java", "node")));
        assertThrows(InvalidInputException.class, () -> rooms.to("Eve", List.of(idOfAnn)));
    }

    @Test
    void whoeverVanishesIsNowhereAnyMore() {
        List.of("Ann", "Bob").forEach(name -> rooms.join(name, "java"));
        rooms.join("Ann", "node");

        assertEquals(List.of(idOfAnn, "java", "node"), rooms.vanish("Ann"));
        assertAll(
                () -> assertEquals(List.of(), rooms.of("Ann")),
                () -> assertEquals("", rooms.id("Ann")),
                () -> assertEquals(List.of("Bob"), rooms.in("java")),
                () -> assertEquals(List.of(), rooms.in("node")),
                () -> assertEquals(List.of(), rooms.in(idOfAnn)),
                () -> assertEquals(List.of("java"), rooms.open()),
                () -> assertEquals(List.of(), rooms.vanish("Ann")));
    }

    @Test
    void whoeverIsGoneJoinsNothingAnyMore() {
        rooms.vanish("Ann");

        assertFalse(rooms.join("Ann", "java"));
        assertEquals(List.of(), rooms.open());
    }

    @Test
    void joinAllPutsEverybodyInAndReturnsWhoIsNewThere() {
        assertEquals(List.of("Ann", "Bob", "Eve"), rooms.joinAll(Rooms.ANNOUNCEMENT));
        rooms.arrive("Zoe");
        rooms.leave("Bob", Rooms.ANNOUNCEMENT);

        assertEquals(List.of("Bob", "Zoe"), rooms.joinAll(Rooms.ANNOUNCEMENT));
        assertEquals(List.of(), rooms.joinAll(Rooms.ANNOUNCEMENT));
        assertEquals(List.of(), rooms.open(), "nobody may enter it");
    }

    @Test
    void twentyRoomsAreTheMostOneCanBeInBesidesTheAnnouncement() {
        rooms.joinAll(Rooms.ANNOUNCEMENT);
        IntStream.range(0, 20).forEach(i -> rooms.join("Ann", "room " + i));

        assertThrows(InvalidInputException.class, () -> rooms.join("Ann", "one more"));
        assertFalse(rooms.join("Ann", "room 7"), "again is not one more");
        rooms.leave("Ann", "room 7");
        assertTrue(rooms.join("Ann", "one more"));
        rooms.leave("Ann", Rooms.ANNOUNCEMENT);
        assertEquals(List.of("Ann"), rooms.joinAll(Rooms.ANNOUNCEMENT));
    }

    @Test
    void manyThreadsLeaveNoTrace() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            var work = new ArrayList<Callable<Void>>();
            for (var person = 0; person < 64; person++) {
                var name = "P" + person;
                var random = new Random(person);
                work.add(() -> comeAndGo(name, random));
            }
            for (var done : threads.invokeAll(work, 30, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertEquals(List.of(), rooms.open());
        assertEquals(Map.of(), rooms.to("Ann", List.of(idOfAnn)));
    }

    private Void comeAndGo(String name, Random random) {
        rooms.arrive(name);
        for (var i = 0; i < 500; i++) {
            var room = "room " + random.nextInt(10);
            if (rooms.of(name).contains(room)) {
                var receivers = rooms.to(name, rooms.shared(name));
                assertFalse(receivers.containsKey(name));
                rooms.leave(name, room);
            } else {
                assertTrue(rooms.join(name, room));
                assertTrue(rooms.in(room).contains(name));
            }
            var mine = rooms.of(name);
            assertEquals(mine.size(), new HashSet<>(mine).size());
        }
        rooms.vanish(name);
        return null;
    }
}
