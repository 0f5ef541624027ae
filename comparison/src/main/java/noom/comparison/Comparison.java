package noom.comparison;

import java.io.IOException;
import java.util.List;

/**
 * The program. Without settings it measures for ten minutes and writes the results into the documentation; with
 * {@code -Dquick} it measures roughly, for under a minute, and leaves the documentation alone; with {@code -Dlive} it
 * shows both chats side by side.
 */
public final class Comparison {
    private Comparison() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.println("Compiling steps 2 and 3 …");
        if (System.getProperty("live") != null) {
            live(System.getProperty("live"));
        } else {
            metric();
        }
    }

    /** Shows both chats until Ctrl-C. {@code -Dlive=NAME} says by which name browsers reach this machine. */
    private static void live(String host) throws InterruptedException {
        var name = host.isEmpty() || host.equals("true") ? "localhost" : host;
        var page = LivePage.start(name, 0);
        Runtime.getRuntime().addShutdownHook(new Thread(page::close));
        System.out.println("Listening on http://%s:%d".formatted(name, page.port()));
        Thread.currentThread().join();
    }

    private static void metric() throws IOException {
        Steps.compile();
        var quick = System.getProperty("quick") != null;
        var plan = quick ? Plan.QUICK : Plan.FULL;
        var environment = Environment.look();
        var samples = new Measurement(plan, List.of(Contender.values())).run();
        var folder = quick ? Directories.MODULE.resolve("target/results") : Directories.ROOT.resolve("docs/comparison");
        new Report(plan, environment, samples).write(folder);
        System.out.println("The results are in " + folder.resolve("results.md") + ".");
        if (!samples.failures().isEmpty()) {
            throw new IllegalStateException("Failed: " + samples.failures());
        }
    }
}
