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
 * Sends and awaits single packets for several clients of one chat, from step 4 on (Socket.IO protocol v5). A script has
 * lines {@code Ann > packet} for packets to send and {@code Ann < packet} for packets to await. {@code <Ann's id>} stands
 * for Ann's id, which is different in each run.
 */
final class Conversation implements AutoCloseable {
    private static final Pattern LINE = Pattern.compile("(\\w+) ([<>]) (.+)");
    private static final String NO_OPEN_ROOMS = "42[\"room_change\",[]]";
    private static final Pattern PUBLIC_ID = Pattern.compile("42\\[\"you\",\"([^\"]+)\"]");
    private static final Pattern SESSION_ID = Pattern.compile("40\\{\"sid\":\"([^\"]+)\".*");

    private final Map<String, Client> clients = new LinkedHashMap<>();
    private final List<String> packets = new ArrayList<>();
    private final int port;
    private final Pattern idPacket;

    private Conversation(int port, Pattern idPacket) {
        this.port = port;
        this.idPacket = idPacket;
    }

    /**
     * Runs a script in steps 4 and 5, when all rooms are empty. A client connects with its first line, and disconnects at
     * the end.
     *
     * @return all packets sent and received, with those that came before an awaited one
     * @throws IllegalStateException if an awaited packet does not come
     */
    static List<String> inRooms(int port, List<String> script) {
        awaitEmptyRooms(port);
        return run(port, PUBLIC_ID, script);
    }

    /** Runs a script in step 6, which sends no public id and no list of rooms. The script's rooms must be empty. */
    static List<String> inCall(int port, List<String> script) {
        return run(port, SESSION_ID, script);
    }

    private static List<String> run(int port, Pattern idPacket, List<String> script) {
        try (var conversation = new Conversation(port, idPacket)) {
            script.forEach(conversation::run);
            return conversation.packets;
        }
    }

    /** Waits until the server has noticed that the clients of earlier conversations have left. */
    static void awaitEmptyRooms(int port) {
        try (var conversation = new Conversation(port, PUBLIC_ID)) {
            var watcher = conversation.client("Watcher");
            while (!watcher.nextPacket().equals(NO_OPEN_ROOMS)) {
                // Skips other packets.
            }
        }
    }

    private void run(String line) {
        var words = LINE.matcher(line);
        if (!words.matches()) {
            throw new IllegalStateException("\"%s\" does not have the form Ann > 42[…]".formatted(line));
        }
        var client = client(words.group(1));
        if (words.group(2).equals(">")) {
            client.socket.send(withIds(words.group(3)));
            packets.add(line);
        } else {
            await(words.group(1), client, line);
        }
    }

    private void await(String name, Client client, String expected) {
        for (var packet = ""; !packet.equals(expected); packets.add(packet)) {
            try {
                packet = "%s < %s".formatted(name, withNames(client.nextPacket()));
            } catch (IllegalStateException e) {
                throw new IllegalStateException(
                        "\"%s\" did not come, but:%n%s".formatted(expected, String.join("\n", packets)), e);
            }
        }
    }

    private Client client(String name) {
        return clients.computeIfAbsent(name, isNew -> new Client(port, idPacket));
    }

    private String withIds(String packet) {
        var text = packet;
        for (var client : clients.entrySet()) {
            text = text.replace("<%s's id>".formatted(client.getKey()), client.getValue().id);
        }
        return text;
    }

    private String withNames(String packet) {
        var text = packet;
        for (var client : clients.entrySet()) {
            text = text.replace(client.getValue().id, "<%s's id>".formatted(client.getKey()));
        }
        return text;
    }

    @Override
    public void close() {
        clients.values().forEach(client -> client.socket.close());
    }

    /** A connection. Its id is in the first packet that matches the pattern. */
    private static final class Client {
        private final WebSocketPackets socket;
        private final List<String> unread = new ArrayList<>();
        private final String id;

        Client(int port, Pattern idPacket) {
            socket = WebSocketPackets.handshake(port);
            socket.send("40");
            id = Stream.generate(this::receive)
                    .peek(unread::add)
                    .map(idPacket::matcher)
                    .filter(Matcher::matches)
                    .map(packet -> packet.group(1))
                    .findFirst()
                    .orElseThrow();
        }

        String nextPacket() {
            return unread.isEmpty() ? receive() : unread.remove(0);
        }

        private String receive() {
            return socket.nextPacket().orElseThrow(() -> new IllegalStateException("No packet came"));
        }
    }
}
