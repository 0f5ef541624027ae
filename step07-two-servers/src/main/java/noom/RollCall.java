package noom;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import noom.cluster.Cluster;
import noom.cluster.RemoteSocket;

/**
 * The acknowledgement in the other direction: the server asks, and each client answers by calling the function that
 * came with the question.
 *
 * @param here the nicknames of those who answered, sorted
 * @param silent the nicknames of those who did not answer, or left, sorted
 */
record RollCall(List<String> here, List<String> silent) {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private record Asked(String nickname, CompletableFuture<Boolean> isHere) {
        static Asked of(Cluster cluster, RemoteSocket socket) {
            var answers = cluster.emitWithAck(socket.id(), TIMEOUT, "are_you_there");
            return new Asked(String.valueOf(socket.data().get("nickname")), answers.thenApply(all -> !all.isEmpty()));
        }
    }

    /**
     * Asks all but one at once, each in the room of its id, on whichever server it is. The result is complete when each
     * has answered, has left, or had a second to answer.
     */
    static CompletableFuture<RollCall> of(Cluster cluster, Collection<RemoteSocket> sockets, String caller) {
        var asked = sockets.stream()
                .filter(socket -> !socket.id().equals(caller))
                .map(socket -> Asked.of(cluster, socket))
                .toList();
        var answers = asked.stream().map(Asked::isHere).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(answers)
                .thenApply(all -> new RollCall(nicknames(asked, true), nicknames(asked, false)));
    }

    private static List<String> nicknames(List<Asked> asked, boolean isHere) {
        return asked.stream()
                .filter(one -> one.isHere().join() == isHere)
                .map(Asked::nickname)
                .sorted()
                .toList();
    }
}
