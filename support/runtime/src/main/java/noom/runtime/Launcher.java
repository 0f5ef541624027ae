package noom.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Starts and stops the program. A failed start exits with code 1, so no half-started program keeps a port. Shutdown gets one
 * second: the libraries would take up to four.
 */
public final class Launcher {
    private static final int STOP_TIMEOUT_SECONDS = 1;

    /** The main thread adds during the start, the shutdown hook reads: both hold the list's lock. */
    private static final List<Runnable> STOPS = new ArrayList<>();

    private static final List<Runnable> AFTER_START = Collections.synchronizedList(new ArrayList<>());

    private Launcher() {}

    /**
     * Starts the program. A {@link SettingException} is printed as one line on standard error. After any exception the
     * servers that have started are stopped, and the exit code is 1.
     */
    public static void run(Runnable start) {
        Console.open();
        Runtime.getRuntime().addShutdownHook(new Thread(Launcher::stop, "stop"));
        NodemonWatch.start();
        try {
            start.run();
            AFTER_START.forEach(Runnable::run);
        } catch (SettingException invalid) {
            System.err.println(invalid.getMessage());
            System.exit(1);
        } catch (RuntimeException fault) {
            fault.printStackTrace();
            System.exit(1);
        }
    }

    /** Registers an action for the time when the program has started and said so. A program without Launcher skips it. */
    static void afterStart(Runnable action) {
        AFTER_START.add(action);
    }

    /** Registers an action for Ctrl-C, SIGTERM and a failed start. The program ends after a second, even if it still runs. */
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
        stops.forEach(stop -> stopInBackground(stop, stopped));
        try {
            stopped.await(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stopInBackground(Runnable stop, CountDownLatch stopped) {
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
