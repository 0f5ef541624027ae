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

        var pages = Pages.create();
        Program.onStop(pages::stop);
        port.open(pages::start);

        System.out.println("Listening on http://localhost:" + pages.port());
    }
}
