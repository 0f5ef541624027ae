package noom.docs;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Several people in one chat (from step 4 on), each with a WebSocket, who say and read single packets (Socket.IO
 * protocol version 5). It is written down as {@code Ann > packet} for what she sends and {@code Ann < packet} for what
 * she gets. Ids differ from run to run: {@code <Ann's id>} stands for hers, in both directions.
 */
final class Conversation implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern LINE = Pattern.compile("(\\w+) ([<>]) (.+)");
    private static final Pattern OPEN_ROOMS = Pattern.compile("42\\[\"room_change\",\\[.*]]");
    private static final String NO_OPEN_ROOMS = "42[\"room_change\",[]]";
    private static final Pattern ID = Pattern.compile("42\\[\"you\",\"([^\"]+)\"]");
    private static final Pattern SESSION_ID = Pattern.compile("40\\{\"sid\":\"([^\"]+)\".*");
    private static final int SECONDS_OF_PATIENCE = 20;

    private final Map<String, Person> people = new LinkedHashMap<>();
    private final List<String> printed = new ArrayList<>();
    private final int port;
    private final Pattern idOf;

    private Conversation(int port, Pattern idOf) {
        this.port = port;
        this.idOf = idOf;
    }

    /**
     * Sends the lines with {@code >}, and at each line with {@code <} reads on until that packet comes. People come in
     * with their first line, and all are gone at the end.
     *
     * @return what was sent and read, also what was read before the packet that was waited for
     * @throws IllegalStateException if a packet does not come
     */
    static List<String> of(int port, List<String> lines) throws InterruptedException {
        awaitEverybodyGone(port);
        return performed(port, ID, lines);
    }

    /**
     * The same in step 6, where nobody is told a public id or which rooms there are. Nobody of before may be in the rooms
     * that it names.
     */
    static List<String> ofCallers(int port, List<String> lines) throws InterruptedException {
        return performed(port, SESSION_ID, lines);
    }

    private static List<String> performed(int port, Pattern idOf, List<String> lines) throws InterruptedException {
        try (var conversation = new Conversation(port, idOf)) {
            for (var line : lines) {
                conversation.perform(line);
            }
            return conversation.printed;
        }
    }

    /** Waits until nobody of before is left in a room. A server notices a moment later who has gone. */
    static void awaitEverybodyGone(int port) throws InterruptedException {
        try (var watcher = new Conversation(port, ID)) {
            var packets = watcher.person("Watcher").packets;
            for (var last = ""; !last.equals(NO_OPEN_ROOMS); ) {
                var packet = packets.poll(SECONDS_OF_PATIENCE, TimeUnit.SECONDS);
                if (packet == null) {
                    throw new IllegalStateException("There are still rooms: " + last);
                }
                last = OPEN_ROOMS.matcher(packet).matches() ? packet : last;
            }
        }
    }

    private void perform(String line) throws InterruptedException {
        var words = LINE.matcher(line);
        if (!words.matches()) {
            throw new IllegalStateException("\"%s\" is not like Ann > 42[…]".formatted(line));
        }
        var person = person(words.group(1));
        if (words.group(2).equals(">")) {
            person.socket.sendText(withIds(words.group(3)), true).join();
            printed.add(line);
        } else {
            read(words.group(1), person, line);
        }
    }

    private void read(String name, Person person, String wanted) throws InterruptedException {
        for (var got = ""; !got.equals(wanted); printed.add(got)) {
            var packet = person.packets.poll(SECONDS_OF_PATIENCE, TimeUnit.SECONDS);
            if (packet == null) {
                throw new IllegalStateException(
                        "\"%s\" did not come, but:%n%s".formatted(wanted, String.join("\n", printed)));
            }
            got = "%s < %s".formatted(name, withNames(packet));
        }
    }

    private Person person(String name) {
        return people.computeIfAbsent(name, isNew -> new Person(port, idOf));
    }

    private String withIds(String packet) {
        var text = packet;
        for (var person : people.entrySet()) {
            text = text.replace(
                    "<%s's id>".formatted(person.getKey()), person.getValue().id());
        }
        return text;
    }

    private String withNames(String packet) {
        var text = packet;
        for (var person : people.entrySet()) {
            text = text.replace(person.getValue().id(), "<%s's id>".formatted(person.getKey()));
        }
        return text;
    }

    @Override
    public void close() {
        people.values().forEach(person -> person.socket.abort());
    }

    private static final class Person implements WebSocket.Listener {
        private final BlockingQueue<String> packets = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> id = new CompletableFuture<>();
        private final StringBuilder packet = new StringBuilder();
        private final Pattern idOf;
        private final WebSocket socket;

        Person(int port, Pattern idOf) {
            this.idOf = idOf;
            socket = HTTP.newWebSocketBuilder()
                    .buildAsync(
                            URI.create("ws://localhost:%d/socket.io/?EIO=4&transport=websocket".formatted(port)), this)
                    .join();
            socket.sendText("40", true).join();
            id();
        }

        String id() {
            return id.orTimeout(SECONDS_OF_PATIENCE, TimeUnit.SECONDS).join();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            packet.append(part);
            if (isLast) {
                receive(packet.toString());
                packet.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void receive(String text) {
            if (text.equals("2")) {
                socket.sendText("3", true);
                return;
            }
            var you = idOf.matcher(text);
            if (you.matches()) {
                id.complete(you.group(1));
            }
            packets.add(text);
        }
    }
}
