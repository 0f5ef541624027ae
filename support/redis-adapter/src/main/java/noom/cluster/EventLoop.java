package noom.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import noom.socketio.HardenedSocketIOServer;

/** Brings what Lettuce's threads have to say to the server's event loop. What comes after the server has stopped is dropped. */
record EventLoop(HardenedSocketIOServer io) {
    /** Runs a task on the event loop. What it throws is logged. */
    void execute(Runnable task) {
        try {
            io.execute(task);
        } catch (RejectedExecutionException stopped) {
            // There is nobody left to tell.
        }
    }

    /** Completes on the event loop: with the answer, or with the other value if Redis gives none. */
    <T> CompletableFuture<T> bring(CompletionStage<T> answer, T withoutRedis) {
        var result = new CompletableFuture<T>();
        answer.whenComplete((value, failure) -> execute(() -> result.complete(failure == null ? value : withoutRedis)));
        return result;
    }
}
