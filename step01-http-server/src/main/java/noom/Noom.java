package noom;

import noom.support.Port;
import noom.support.Program;

/** The program: reads the settings, opens the port, says where it listens. Ctrl-C stops it. */
public final class Noom {
    private Noom() {}

    public static void main(String[] args) {
        Program.run(Noom::start);
    }

    private static void start() {
        var port = Port.setting("PORT", 3000);

        var pages = port.open(Pages.create()::start);
        Program.onStop(pages::stop);

        System.out.println("Listening on http://localhost:" + pages.port());
    }
}
