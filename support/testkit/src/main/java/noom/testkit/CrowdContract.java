package noom.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.json.JSONArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forty people in ten rooms enter, leave, speak and vanish at random, and are compared with a model. */
public abstract class CrowdContract {
    private static final int PEOPLE = 40;
    private static final int ROOMS = 10;
    private static final int ROUNDS = 3;
    private static final long SEED = 20_261_124;

    private static final JsonMapper JSON = new JsonMapper();

    private final Random random = new Random(SEED);
    private final List<Person> people = new ArrayList<>();
    private int messages;

    private TcpProxy proxy;

    /** The port of a chat that nobody else uses. */
    protected abstract int port();

    @BeforeEach
    void start() {
        proxy = TcpProxy.to(port());
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    /** A client, and what the model knows of it. */
    private record Person(RoomsClient client, boolean isBehindTheProxy, TreeSet<String> rooms, List<String> expected) {}

    @Test
    void noMessageIsLostAndListsAgreeWithAModel() {
        for (var round = 0; round < ROUNDS; round++) {
            peopleArriveUntilThereAreForty();
            everybodyEntersAndLeaves();
            everybodySpeaks();
            messagesAndMembersAgreeWithTheModel();
            someVanish();
        }
        people.forEach(person -> person.client().close());
    }

    private void peopleArriveUntilThereAreForty() {
        while (people.size() < PEOPLE) {
            var isBehindTheProxy = people.size() % 4 == 0;
            var client = RoomsClient.connect(isBehindTheProxy ? proxy.port() : port());
            client.emit("nickname", "P" + people.size());
            people.add(new Person(client, isBehindTheProxy, new TreeSet<>(), new ArrayList<>()));
        }
    }

    private void everybodyEntersAndLeaves() {
        for (var step = 0; step < 6; step++) {
            for (var person : people) {
                var room = "room " + random.nextInt(ROOMS);
                if (person.rooms().add(room)) {
                    person.client().emit("enter_room", room);
                } else {
                    person.rooms().remove(room);
                    person.client().emit("leave_room", room);
                }
            }
        }
        awaitAllDone();
        people.forEach(person -> person.client().forget());
    }

    private void everybodySpeaks() {
        for (var step = 0; step < 5; step++) {
            for (var person : people) {
                var named = person.rooms().stream()
                        .filter(room -> random.nextBoolean())
                        .toList();
                if (!named.isEmpty()) {
                    speak(person, named);
                }
            }
        }
    }

    private void speak(Person speaker, List<String> named) {
        var text = "message " + messages++;
        speaker.client().emit("new_message", text, new JSONArray(named));
        for (var person : people) {
            if (person != speaker) {
                if (named.stream().anyMatch(person.rooms()::contains)) {
                    person.expected().add(text + " to " + named);
                }
            }
        }
    }

    private void messagesAndMembersAgreeWithTheModel() {
        awaitAllDone();
        for (var person : people) {
            var received = person.client().events("new_message").stream()
                    .map(CrowdContract::textAndRooms)
                    .sorted()
                    .toList();
            assertEquals(person.expected().stream().sorted().toList(), received);
            person.expected().clear();
        }
        membersAgreeWithTheModel();
    }

    private void awaitAllDone() {
        RoomsClient.awaitAllDone(people.stream().map(Person::client).toList());
    }

    private static String textAndRooms(String event) {
        var arguments = arguments(event);
        var rooms = new ArrayList<String>();
        arguments.get(1).forEach(room -> rooms.add(room.textValue()));
        return arguments.get(0).textValue().replaceFirst(".*: ", "") + " to " + rooms;
    }

    /** Somebody in each room takes a new nickname, so its members are told once more. */
    private void membersAgreeWithTheModel() {
        for (var room = 0; room < ROOMS; room++) {
            var name = "room " + room;
            people.stream()
                    .filter(person -> person.rooms().contains(name))
                    .findFirst()
                    .ifPresent(person -> person.client().emit("nickname", "counted in " + name));
        }
        awaitAllDone();
        for (var person : people) {
            assertEquals(modelOf(person.rooms()), lastMembers(person.client()));
        }
    }

    private Map<String, TreeSet<String>> modelOf(TreeSet<String> rooms) {
        return rooms.stream().collect(Collectors.toMap(room -> room, this::idsIn));
    }

    private TreeSet<String> idsIn(String room) {
        return people.stream()
                .filter(person -> person.rooms().contains(room))
                .map(person -> person.client().id())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, TreeSet<String>> lastMembers(RoomsClient client) {
        var members = new HashMap<String, TreeSet<String>>();
        for (var event : lastOfEachRoom(client.events("room_members"))) {
            var ids = new TreeSet<String>();
            arguments(event).get(1).forEach(person -> ids.add(person.get("id").textValue()));
            members.put(arguments(event).get(0).textValue(), ids);
        }
        return members;
    }

    private static Collection<String> lastOfEachRoom(List<String> events) {
        var last = new HashMap<String, String>();
        events.forEach(event -> last.put(event.substring(0, event.indexOf(",[")), event));
        return last.values();
    }

    private static JsonNode arguments(String event) {
        try {
            return JSON.readTree(event.substring(event.indexOf('[')));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(event, e);
        }
    }

    private void someVanish() {
        var polite = people.stream()
                .filter(person -> !person.isBehindTheProxy())
                .limit(5)
                .toList();
        var gone = people.stream()
                .filter(person -> person.isBehindTheProxy() || polite.contains(person))
                .toList();
        var goneIds = gone.stream().map(person -> person.client().id()).toList();

        proxy.cut();
        polite.forEach(person -> person.client().close());
        people.removeAll(gone);

        for (var person : people) {
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> lastMembers(person.client()).values().stream()
                            .allMatch(members -> Collections.disjoint(members, goneIds)));
        }
        membersAgreeWithTheModel();
        people.forEach(person -> person.client().forget());
    }
}
