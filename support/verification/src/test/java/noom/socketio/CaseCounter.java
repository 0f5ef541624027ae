package noom.socketio;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Prints how many cases of a class hold. */
final class CaseCounter implements TestWatcher, AfterAllCallback {
    private int held;
    private int failed;

    @Override
    public void testSuccessful(ExtensionContext test) {
        held++;
    }

    @Override
    public void testFailed(ExtensionContext test, Throwable cause) {
        failed++;
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        System.out.printf("%s: %d of %d cases hold%n", tests.getDisplayName(), held, held + failed);
    }
}
