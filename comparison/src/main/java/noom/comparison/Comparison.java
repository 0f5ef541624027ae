package noom.comparison;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.List;
import noom.runtime.Launcher;
import noom.runtime.PortSetting;
import noom.runtime.SettingException;

/**
 * The program. Without settings it measures for ten minutes and writes the results into the documentation. With
 * {@code -Dquick} it measures for under a minute and does not write there. With {@code -Dlive} it shows both chats side by
 * side.
 */
public final class Comparison {
    private Comparison() {}

    public static void main(String[] args) throws IOException {
        System.out.println("Compiling steps 2 and 3 …");
        if (System.getProperty("live") != null) {
            Launcher.run(() -> live(System.getProperty("live")));
        } else {
            measure();
        }
    }

    /**
     * Shows both chats until Ctrl-C. {@code -Dlive=NAME} is the name by which browsers reach this machine. The environment
     * variable {@code PORT} is the port of the page; without it the page takes a free port.
     */
    private static void live(String host) {
        var name = host.isEmpty() || host.equals("true") ? "localhost" : host;
        var page = PortSetting.read("PORT", 0).open(port -> start(name, port));
        Launcher.onStop(page::close);
        System.out.println("Listening on http://%s:%d".formatted(name, page.port()));
    }

    private static LivePage start(String host, int port) {
        try {
            return LivePage.start(host, port);
        } catch (UnknownHostException e) {
            throw new SettingException(
                    "This machine has no address for \"%s\". Set -Dlive to its name.".formatted(host));
        }
    }

    private static void measure() throws IOException {
        Steps.compile();
        var quick = System.getProperty("quick") != null;
        var plan = quick ? Plan.QUICK : Plan.FULL;
        var environment = Environment.read();
        var samples = new Measurement(plan, List.of(Contender.values())).run();
        var folder = quick ? Directories.MODULE.resolve("target/results") : Directories.ROOT.resolve("docs/comparison");
        new Report(plan, environment, samples).write(folder);
        System.out.println("The results are in " + folder.resolve("results.md") + ".");
        if (!samples.failures().isEmpty()) {
            throw new IllegalStateException("Failed: " + samples.failures());
        }
    }
}
