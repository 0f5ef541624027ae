package noom;

import noom.support.IceServers;
import noom.support.Port;
import noom.support.Program;
import noom.support.SocketUrl;

/** The program: reads the settings, opens the ports, says where it listens. Ctrl-C stops it. */
public final class Noom {
    private Noom() {}

    public static void main(String[] args) {
        Program.run(Noom::start);
    }

    private static void start() {
        var port = Port.setting("PORT", 3000);
        var socketPort = Port.setting("SOCKET_PORT", 3001);
        var socketUrl = SocketUrl.setting("http");
        var iceServers = IceServers.setting();

        var chat = socketPort.open(ChatServer::start);
        Program.onStop(chat::stop);
        var pages = port.open(Pages.create(chat.port(), socketUrl, iceServers)::start);
        Program.onStop(pages::stop);

        System.out.println("Listening on http://localhost:" + pages.port());
        System.out.println("Listening for Socket.IO on http://localhost:" + chat.port());
    }
}
