package noom.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * All servers that are one chat, as one of them sees them: what it must ask, because no server knows it alone. Broadcasts
 * need no call of this class: {@code io.getRoomOperations(…).sendEvent(…)} reaches the sockets of all servers.
 *
 * <p>The methods are named as in Socket.IO's own server, where Socket.IO has them. They are called on the server's event
 * loop, and the futures complete there. A server that is silent for a second is left out of an answer.
 */
public interface Cluster extends AutoCloseable {
    /** The sockets that are in at least one of the rooms, each once; all sockets if no room is named. */
    CompletableFuture<List<RemoteSocket>> fetchSockets(String... rooms);

    /** How many sockets are in at least one of the rooms. */
    CompletableFuture<Integer> countSockets(Collection<String> rooms);

    /** The names of all rooms that a socket is in, the rooms of ids among them. */
    CompletableFuture<Set<String>> allRooms();

    /** Lets all sockets join a room. */
    void socketsJoin(String room);

    /** Lets all sockets that are in the first room leave the second. */
    void socketsLeave(String in, String room);

    /** Disconnects all sockets that are in the room. */
    void disconnectSockets(String room);

    /**
     * Sends an event to the sockets in a room, and asks each for an acknowledgement.
     *
     * @param timeout how long to wait
     * @return what each socket that answered in time passed to the function: its first argument, or null
     */
    CompletableFuture<List<JsonNode>> emitWithAck(String room, Duration timeout, String event, Object... arguments);

    /**
     * Does a delivery once in this chat, within a minute. A server that takes a message claims its key and publishes
     * the message in one step, so a crash neither loses a message whose key is taken nor doubles one.
     *
     * @param key the same for the same message, on all servers
     * @param delivery calls {@code sendEvent}; nothing is sent before the key is claimed
     * @return whether it was delivered now, and not before
     */
    CompletableFuture<Boolean> deliverOnce(String key, Runnable delivery);

    /** Calls the listeners of all servers for this event: this server's at once. */
    void serverSideEmit(String event, Object... arguments);

    /** Listens for what a server emits with {@link #serverSideEmit}. */
    void onServerSideEmit(String event, Consumer<List<JsonNode>> listener);

    /**
     * Listens for servers that come and go, by a crash too: within a second. It is also called a second after an answer
     * without a server that was silent, until all answer again.
     */
    void onServersChange(Runnable listener);

    /** Listens for the connection to the other servers: false when it is lost, true when it is back. */
    void onReachable(Consumer<Boolean> listener);

    /** Begins, as soon as the server is started. */
    void start();

    /** Ends the connection to the other servers. */
    @Override
    void close();
}
