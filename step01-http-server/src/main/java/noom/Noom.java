package noom;

import noom.runtime.Launcher;
import noom.runtime.PortSetting;

/** The program: reads the settings, opens the port, prints where it listens. Ctrl-C stops it. */
public final class Noom {
    private Noom() {}

    public static void main(String[] args) {
        Launcher.run(Noom::start);
    }

    private static void start() {
        var port = PortSetting.read("PORT", 3000);

        var pages = port.open(Pages.create()::start);
        Launcher.onStop(pages::stop);

        System.out.println("Listening on http://localhost:" + pages.port());
    }
}
