package noom.socketio;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.MultiTypeAckCallback;
import com.corundumstudio.socketio.MultiTypeArgs;
import com.corundumstudio.socketio.ack.AckManager;
import com.corundumstudio.socketio.scheduler.CancelableScheduler;
import java.util.UUID;

/**
 * Logs the exception of an acknowledgement callback, and goes on. In netty-socketio it closes the connection without a
 * word in the log, and when a client leaves, its other callbacks and the end of its session are skipped.
 *
 * <p>An answer of another type than the callback expects counts as one without arguments: a client may send anything.
 */
final class GuardedAckManager extends AckManager {
    GuardedAckManager(CancelableScheduler scheduler) {
        super(scheduler);
    }

    @Override
    public long registerAck(UUID session, AckCallback<?> callback) {
        var guarded =
                callback instanceof MultiTypeAckCallback multiType ? new MultiType(multiType) : new Single<>(callback);
        return super.registerAck(session, guarded);
    }

    private static void run(Runnable callback) {
        ExceptionLogger.run("An acknowledgement callback", callback);
    }

    private static final class Single<T> extends AckCallback<T> {
        private final AckCallback<T> callback;

        private Single(AckCallback<T> callback) {
            super(callback.getResultClass(), callback.getTimeout());
            this.callback = callback;
        }

        @Override
        public void onSuccess(T answer) {
            run(() -> callback.onSuccess(resultClass.isInstance(answer) ? answer : null));
        }

        @Override
        public void onTimeout() {
            run(callback::onTimeout);
        }
    }

    private static final class MultiType extends MultiTypeAckCallback {
        private final MultiTypeAckCallback callback;

        private MultiType(MultiTypeAckCallback callback) {
            super(callback.getResultClasses());
            this.callback = callback;
        }

        @Override
        public int getTimeout() {
            return callback.getTimeout();
        }

        @Override
        public void onSuccess(MultiTypeArgs answers) {
            run(() -> callback.onSuccess(answers));
        }

        @Override
        public void onTimeout() {
            run(callback::onTimeout);
        }
    }
}
