package noom.comparison;

import java.io.IOException;
import java.net.UnknownHostException;
import noom.runtime.Launcher;
import noom.runtime.PortSetting;
import noom.runtime.SettingException;

/**
 * The program. Without settings it measures for ten minutes and writes the results into the documentation. With
 * {@code -Dquick} it measures for about a minute and does not write there. With {@code -Dbun} it measures Bun as well. With
 * {@code -Dlive} it shows both chats side by side.
 */
public final class Comparison {
    private Comparison() {}

    public static void main(String[] args) throws IOException, InterruptedException {
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

    /** Prepares everything here, and measures in another JVM: this one is Maven's, with flags for a quick build. */
    private static void measure() throws IOException, InterruptedException {
        Steps.compile();
        if (Bun.fetch().isEmpty()) {
            System.out.println("Bun is left out. -Dbun fetches it with npm, 100 MB, and measures it, too.");
        }
        System.out.println("Waiting until the machine is idle …");
        var isIdle = Environment.awaitIdle();
        if (!isIdle) {
            System.out.println(
                    "The machine is busy with something else: this run is not valid, and its results say so.");
        }
        if (LoadProgram.start(isIdle) != 0) {
            throw new IllegalStateException("Something failed. The results say what.");
        }
    }
}
