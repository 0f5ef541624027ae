package noom;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import noom.runtime.InvalidInputException;

/**
 * Who is in which room. Everybody who is here is in the room of their own id, from which nobody can take them and which
 * nobody else can enter; a room is there as long as somebody is in it. Every method holds this object's lock.
 *
 * @param <S> a socket
 */
final class Rooms<S> {
    /** The room that the server puts people into. */
    static final String ANNOUNCEMENT = "announcement";

    private static final int MAX_ROOMS = 20;
    private static final int BYTES_OF_AN_ID = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The members of each room, and the rooms of each socket, its own id first. Both say the same. */
    private final Map<String, Set<S>> members = new LinkedHashMap<>();

    private final Map<S, Set<String>> rooms = new LinkedHashMap<>();

    /** Whether this is, or could be, somebody's id. */
    static boolean isId(String name) {
        return name.matches("u-[0-9a-f]{16}");
    }

    /** Puts a socket into the room of its own id, a new one, and returns that. */
    synchronized String arrive(S socket) {
        var bytes = new byte[BYTES_OF_AN_ID];
        RANDOM.nextBytes(bytes);
        var id = "u-" + HexFormat.of().formatHex(bytes);
        rooms.put(socket, new LinkedHashSet<>());
        add(socket, id);
        return id;
    }

    /**
     * Puts a socket into a room.
     *
     * @return whether it was not there before
     * @throws InvalidInputException if it would be in more than 20
     */
    synchronized boolean join(S socket, String room) {
        var mine = of(socket);
        if (mine.isEmpty() || mine.contains(room)) {
            return false;
        }
        if (mine.stream().filter(Rooms::isPublic).count() >= MAX_ROOMS && isPublic(room)) {
            throw new InvalidInputException("You are in %d rooms. Leave one first.".formatted(MAX_ROOMS));
        }
        add(socket, room);
        return true;
    }

    /** The {@code socketsJoin} of Socket.IO: puts everybody into a room, and returns those who were not there before. */
    synchronized List<S> joinAll(String room) {
        return rooms.keySet().stream().filter(socket -> join(socket, room)).toList();
    }

    /**
     * Takes a socket out of a room.
     *
     * @throws InvalidInputException if it is not in it
     */
    synchronized void leave(S socket, String room) {
        requireMember(socket, room);
        remove(socket, room);
    }

    /** Takes a socket out of all its rooms, and returns their names. It has no id any more. */
    synchronized List<String> vanish(S socket) {
        var mine = of(socket);
        mine.forEach(room -> remove(socket, room));
        rooms.remove(socket);
        return mine;
    }

    /**
     * The {@code socket.to(R1).to(R2)} of Socket.IO: whoever is in one of the rooms, once, and never the sender.
     *
     * @return the receivers, each with the first of the rooms that it is in
     * @throws InvalidInputException if the sender is not in all of them
     */
    synchronized Map<S, String> to(S sender, List<String> named) {
        named.forEach(room -> requireMember(sender, room));
        var receivers = new LinkedHashMap<S, String>();
        for (var room : named) {
            in(room).forEach(member -> receivers.putIfAbsent(member, room));
        }
        receivers.remove(sender);
        return receivers;
    }

    /** Whoever is in a room, in the order in which they entered. */
    synchronized List<S> in(String room) {
        return List.copyOf(members.getOrDefault(room, Set.of()));
    }

    /** The rooms of a socket, its own id first. Empty if it is not here. */
    synchronized List<String> of(S socket) {
        return List.copyOf(rooms.getOrDefault(socket, Set.of()));
    }

    /** The id of a socket, or an empty string if it is not here. */
    synchronized String id(S socket) {
        return of(socket).stream().findFirst().orElse("");
    }

    /** The rooms of a socket in which others can be too. */
    synchronized List<String> shared(S socket) {
        return of(socket).stream().skip(1).toList();
    }

    /** The rooms that anybody may enter, oldest first. */
    synchronized List<String> open() {
        return members.keySet().stream().filter(Rooms::isPublic).toList();
    }

    private void requireMember(S socket, String room) {
        if (!of(socket).contains(room)) {
            throw new InvalidInputException("You are not in the room %s.".formatted(room));
        }
    }

    private void add(S socket, String room) {
        members.computeIfAbsent(room, isNew -> new LinkedHashSet<>()).add(socket);
        rooms.get(socket).add(room);
    }

    private void remove(S socket, String room) {
        rooms.get(socket).remove(room);
        members.get(room).remove(socket);
        if (members.get(room).isEmpty()) {
            members.remove(room);
        }
    }

    private static boolean isPublic(String room) {
        return !isId(room) && !room.equals(ANNOUNCEMENT);
    }
}
