package noom.runtime;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Tells on standard output what happens, as {@code console.log} does in Node. It never waits: a terminal that is paused, or
 * whose text is being selected, would hold the server's thread, and with it all clients. It says nothing until
 * {@link Launcher#run} has begun, so that tests stay quiet.
 */
public final class Console {
    /** Lines that wait while the terminal is paused. Those beyond are left out. */
    private static final int MAX_WAITING = 1000;

    private static final int MAX_LENGTH = 300;

    private static volatile Executor printer = line -> {};

    private Console() {}

    /**
     * Prints a line: the parts with a blank between them, cut after 300 characters. What a client sent may hold control
     * characters, which would move the cursor or forge a line; they are shown as �.
     */
    public static void log(Object... parts) {
        var line = Arrays.stream(parts).map(String::valueOf).collect(Collectors.joining(" "));
        var shortened = line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
        var printable = shortened.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]", "�");
        printer.execute(() -> System.out.println(printable));
    }

    /** From now on lines are printed, by a thread of its own that does not keep the program running. */
    static void open() {
        printer = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Console::createThread,
                new ThreadPoolExecutor.DiscardPolicy());
    }

    private static Thread createThread(Runnable work) {
        var thread = new Thread(work, "console");
        thread.setDaemon(true);
        return thread;
    }
}
