package noom;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.SocketIOClient;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The acknowledgement in the other direction: the server asks, and each client answers by calling the function that it
 * got with the question.
 *
 * @param here the nicknames of those who answered
 * @param silent the nicknames of those who did not, or left
 */
record RollCall(List<String> here, List<String> silent) {
    private static final int SECONDS_TO_ANSWER = 1;

    private record Asked(String nickname, CompletableFuture<Boolean> isHere) {
        static Asked of(SocketIOClient socket) {
            return new Asked(socket.get("nickname"), ask(socket));
        }
    }

    /** Asks all at once. The result is there when each has answered, has left, or had a second to answer. */
    static CompletableFuture<RollCall> of(Collection<SocketIOClient> sockets) {
        var asked = sockets.stream().map(Asked::of).toList();
        var answers = asked.stream().map(Asked::isHere).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(answers).thenApply(all -> new RollCall(who(asked, true), who(asked, false)));
    }

    private static CompletableFuture<Boolean> ask(SocketIOClient socket) {
        var isHere = new CompletableFuture<Boolean>();
        // Object, not Void: whatever a client passes to the function, it is here.
        socket.sendEvent("are_you_there", new AckCallback<>(Object.class, SECONDS_TO_ANSWER) {
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

    private static List<String> who(List<Asked> asked, boolean isHere) {
        return asked.stream()
                .filter(one -> one.isHere().join() == isHere)
                .map(Asked::nickname)
                .toList();
    }
}
