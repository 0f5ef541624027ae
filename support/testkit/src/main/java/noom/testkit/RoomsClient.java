package noom.testkit;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.json.JSONArray;
import org.json.JSONObject;

/** A client of the chat with rooms. It answers roll calls until it is told not to. */
public final class RoomsClient extends EventClient {
    private RoomsClient(int port, String transport, boolean reconnects, Map<String, String> auth) {
        this(port, transport, reconnects, auth, Map.of());
    }

    private RoomsClient(
            int port,
            String transport,
            boolean reconnects,
            Map<String, String> auth,
            Map<String, List<String>> headers) {
        super(port, transport, reconnects, auth, headers);
        answer("are_you_there");
        connect();
        waitFor("its id").until(() -> !events("you").isEmpty());
    }

    /** Connects by WebSocket, and returns when the server has told it its id. It does not reconnect. */
    public static RoomsClient connect(int port) {
        return connectBy("websocket", port);
    }

    /** As {@link #connect(int)}, by {@code websocket} or by {@code polling}. */
    public static RoomsClient connectBy(String transport, int port) {
        return new RoomsClient(port, transport, false, null);
    }

    /** As {@link #connectBy}, with an {@code auth} in its CONNECT, such as {@code {token: "…"}}. */
    public static RoomsClient connectWith(Map<String, String> auth, String transport, int port) {
        return new RoomsClient(port, transport, false, auth);
    }

    /** As {@link #connect(int)}, but it reconnects by itself when its connection is cut. */
    public static RoomsClient connectAndReconnect(int port) {
        return new RoomsClient(port, "websocket", true, null);
    }

    /** As {@link #connectAndReconnect(int)}, with this token in the {@code auth} of its CONNECT. */
    public static RoomsClient connectAndReconnect(int port, String token) {
        return new RoomsClient(port, "websocket", true, Map.of("token", token));
    }

    /** As {@link #connectAndReconnect(int)}, by {@code websocket} or by {@code polling}, as a browser with this cookie. */
    public static RoomsClient connectAndReconnectWithCookie(String cookie, String transport, int port) {
        return new RoomsClient(port, transport, true, null, Map.of("Cookie", List.of(cookie)));
    }

    /** Waits until the server tells a newcomer that these rooms are open. Those who are there learn it up to a second later. */
    public static void awaitOpenRooms(int port, String... rooms) {
        var expected = "room_change[%s]".formatted(new JSONArray(List.of(rooms)));
        Waits.waitFor(expected).until(() -> {
            try (var newcomer = connect(port)) {
                newcomer.awaitCount("room_change", 1);
                return newcomer.events("room_change").get(0).equals(expected);
            }
        });
    }

    /** Its public id, as the server told it last. */
    public String id() {
        var ids = events("you");
        return ids.get(ids.size() - 1).substring("you[\"".length(), "you[\"u-0123456789abcdef".length());
    }

    /** From now on does not answer roll calls. */
    public void staySilentInRollCalls() {
        stopAnswering("are_you_there");
    }

    /** Sends a request that the server always refuses, and waits for the refusal: everything before it is done then. */
    public void awaitAllDone() {
        awaitRefusals(List.of(this));
    }

    /** As {@link #awaitAllDone()}, for all at once. The events that they caused for each other have arrived as well. */
    public static void awaitAllDone(Collection<RoomsClient> clients) {
        awaitRefusals(clients);
        awaitRefusals(clients);
    }

    private static void awaitRefusals(Collection<RoomsClient> clients) {
        var before = clients.stream().collect(Collectors.toMap(client -> client, RoomsClient::refusals));
        clients.forEach(client -> client.emit("whisper", client.id(), "myself"));
        before.forEach((client, count) -> client.waitFor("an answer").until(() -> client.refusals() > count));
    }

    private long refusals() {
        return events("problem").size() - problems().size();
    }

    /** The problems so far that {@link #awaitAllDone()} did not provoke. */
    public List<String> problems() {
        return events("problem").stream()
                .filter(problem -> !problem.contains("your own id"))
                .toList();
    }

    /** Forgets the events so far, except its id. */
    @Override
    public void forget() {
        forgetAllBut(event -> event.startsWith("you["));
    }

    /**
     * The event {@code room_members} of a room, as {@link #events()} has it.
     *
     * @param clientsAndNicknames clients and their nicknames in turn
     */
    public static String members(String room, Object... clientsAndNicknames) {
        var members = new JSONArray();
        for (var i = 0; i < clientsAndNicknames.length; i += 2) {
            var id = ((RoomsClient) clientsAndNicknames[i]).id();
            members.put(new JSONObject(new HashMap<>(Map.of("id", id, "nickname", clientsAndNicknames[i + 1]))));
        }
        return "room_members[\"%s\",%s]".formatted(room, members);
    }
}
