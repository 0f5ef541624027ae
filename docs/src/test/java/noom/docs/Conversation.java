package noom.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import noom.testkit.WebSocketPackets;

/**
 * Several people in one chat (from step 4 on), who send and receive single packets (Socket.IO protocol v5). A line is
 * {@code Ann > packet} for a sent packet and {@code Ann < packet} for a received one. Ids differ from run to run:
 * {@code <Ann's id>} stands for hers, in both directions.
 */
final class Conversation implements AutoCloseable {
    private static final Pattern LINE = Pattern.compile("(\\w+) ([<>]) (.+)");
    private static final String NO_OPEN_ROOMS = "42[\"room_change\",[]]";
    private static final Pattern ID = Pattern.compile("42\\[\"you\",\"([^\"]+)\"]");
    private static final Pattern SESSION_ID = Pattern.compile("40\\{\"sid\":\"([^\"]+)\".*");

    private final Map<String, Person> people = new LinkedHashMap<>();
    private final List<String> printed = new ArrayList<>();
    private final int port;
    private final Pattern idOf;

    private Conversation(int port, Pattern idOf) {
        this.port = port;
        this.idOf = idOf;
    }

    /**
     * Sends the lines with {@code >}, and reads at each line with {@code <} until that packet comes. People connect with
     * their first line, and all disconnect at the end.
     *
     * @return the sent and received packets, those before an awaited packet included
     * @throws IllegalStateException if a packet does not come
     */
    static List<String> of(int port, List<String> lines) {
        awaitEverybodyGone(port);
        return performed(port, ID, lines);
    }

    /**
     * The same in step 6, where nobody is told a public id or which rooms there are. Nobody of before may be in the rooms
     * that it names.
     */
    static List<String> ofCallers(int port, List<String> lines) {
        return performed(port, SESSION_ID, lines);
    }

    private static List<String> performed(int port, Pattern idOf, List<String> lines) {
        try (var conversation = new Conversation(port, idOf)) {
            for (var line : lines) {
                conversation.perform(line);
            }
            return conversation.printed;
        }
    }

    /** Waits until nobody of before is left in a room. A server notices a moment later who has gone. */
    static void awaitEverybodyGone(int port) {
        try (var watcher = new Conversation(port, ID)) {
            var person = watcher.person("Watcher");
            while (!person.next().equals(NO_OPEN_ROOMS)) {
                // Other packets come before.
            }
        }
    }

    private void perform(String line) {
        var words = LINE.matcher(line);
        if (!words.matches()) {
            throw new IllegalStateException("\"%s\" is not like Ann > 42[…]".formatted(line));
        }
        var person = person(words.group(1));
        if (words.group(2).equals(">")) {
            person.socket.send(withIds(words.group(3)));
            printed.add(line);
        } else {
            read(words.group(1), person, line);
        }
    }

    private void read(String name, Person person, String wanted) {
        for (var got = ""; !got.equals(wanted); printed.add(got)) {
            try {
                got = "%s < %s".formatted(name, withNames(person.next()));
            } catch (IllegalStateException e) {
                throw new IllegalStateException(
                        "\"%s\" did not come, but:%n%s".formatted(wanted, String.join("\n", printed)), e);
            }
        }
    }

    private Person person(String name) {
        return people.computeIfAbsent(name, isNew -> new Person(port, idOf));
    }

    private String withIds(String packet) {
        var text = packet;
        for (var person : people.entrySet()) {
            text = text.replace("<%s's id>".formatted(person.getKey()), person.getValue().id);
        }
        return text;
    }

    private String withNames(String packet) {
        var text = packet;
        for (var person : people.entrySet()) {
            text = text.replace(person.getValue().id, "<%s's id>".formatted(person.getKey()));
        }
        return text;
    }

    @Override
    public void close() {
        people.values().forEach(person -> person.socket.close());
    }

    /** One connection. The id is in the first packet that matches the pattern. */
    private static final class Person {
        private final WebSocketPackets socket;
        private final List<String> first = new ArrayList<>();
        private final String id;

        Person(int port, Pattern idOf) {
            socket = WebSocketPackets.handshake(port);
            socket.send("40");
            id = Stream.generate(this::receive)
                    .peek(first::add)
                    .map(idOf::matcher)
                    .filter(Matcher::matches)
                    .map(you -> you.group(1))
                    .findFirst()
                    .orElseThrow();
        }

        /** The next packet that was not read yet. */
        String next() {
            return first.isEmpty() ? receive() : first.remove(0);
        }

        private String receive() {
            return socket.nextPacket().orElseThrow(() -> new IllegalStateException("No packet came"));
        }
    }
}
