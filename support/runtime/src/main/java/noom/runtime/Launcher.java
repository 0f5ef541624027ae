package noom.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A program that fails half-way through its start would go on with half its ports, and one that is told to stop would
 * wait as long as its libraries like: this ends the first with one line and exit code 1, and gives the second a second.
 */
public final class Launcher {
    private static final int SECONDS_TO_STOP = 1;

    /** Written by the main thread while it starts, read by the shutdown hook: both under the list's lock. */
    private static final List<Runnable> STOPS = new ArrayList<>();

    private Launcher() {}

    /**
     * Starts the program. A {@link SettingException} becomes one line on standard error; whatever was opened is closed again,
     * and the exit code is 1.
     */
    public static void run(Runnable start) {
        Runtime.getRuntime().addShutdownHook(new Thread(Launcher::stop, "stop"));
        try {
            start.run();
        } catch (SettingException refusal) {
            System.err.println(refusal.getMessage());
            System.exit(1);
        } catch (RuntimeException fault) {
            fault.printStackTrace();
            System.exit(1);
        }
    }

    /** What to do on Ctrl-C, SIGTERM or a failed start. It may take a second, then the program ends without it. */
    public static void onStop(Runnable stop) {
        synchronized (STOPS) {
            STOPS.add(stop);
        }
    }

    private static void stop() {
        List<Runnable> stops;
        synchronized (STOPS) {
            stops = List.copyOf(STOPS);
        }
        var stopped = new CountDownLatch(stops.size());
        stops.forEach(stop -> stopInTheBackground(stop, stopped));
        try {
            stopped.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stopInTheBackground(Runnable stop, CountDownLatch stopped) {
        var thread = new Thread(() -> {
            try {
                stop.run();
            } finally {
                stopped.countDown();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
