package noom;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.SocketIOClient;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The acknowledgement in the other direction: the server asks, and each client answers by calling the function that
 * came with the question.
 *
 * @param here the nicknames of those who answered, sorted
 * @param silent the nicknames of those who did not answer, or left, sorted
 */
record RollCall(List<String> here, List<String> silent) {
    private static final int TIMEOUT_SECONDS = 1;

    private record Asked(String nickname, CompletableFuture<Boolean> isHere) {
        static Asked of(SocketIOClient socket) {
            return new Asked(socket.get("nickname"), ask(socket));
        }
    }

    /** Asks all at once. The result is complete when each has answered, has left, or had a second to answer. */
    static CompletableFuture<RollCall> of(Collection<SocketIOClient> sockets) {
        var asked = sockets.stream().map(Asked::of).toList();
        var answers = asked.stream().map(Asked::isHere).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(answers)
                .thenApply(all -> new RollCall(nicknames(asked, true), nicknames(asked, false)));
    }

    private static CompletableFuture<Boolean> ask(SocketIOClient socket) {
        var isHere = new CompletableFuture<Boolean>();
        // Object, not Void: a client may pass any argument to the function.
        socket.sendEvent("are_you_there", new AckCallback<>(Object.class, TIMEOUT_SECONDS) {
            @Override
            public void onSuccess(Object answer) {
                isHere.complete(true);
            }

            @Override
            public void onTimeout() {
                isHere.complete(false);
            }
        });
        return isHere;
    }

    private static List<String> nicknames(List<Asked> asked, boolean isHere) {
        return asked.stream()
                .filter(one -> one.isHere().join() == isHere)
                .map(Asked::nickname)
                .sorted()
                .toList();
    }
}
