package noom;

import noom.cluster.RedisSetting;
import noom.runtime.Launcher;
import noom.runtime.PortSetting;
import noom.runtime.SocketUrlSetting;

/** The program: reads the settings, opens the ports, prints where it listens. Ctrl-C stops it. */
public final class Noom {
    private Noom() {}

    public static void main(String[] args) {
        Launcher.run(Noom::start);
    }

    private static void start() {
        var port = PortSetting.read("PORT", 3000);
        var socketPort = PortSetting.read("SOCKET_PORT", 3001);
        var socketUrl = SocketUrlSetting.read("http");
        var redis = RedisSetting.read();

        var chat = socketPort.open(number -> ChatServer.start(number, redis));
        Launcher.onStop(chat::stop);
        var pages = port.open(Pages.create(chat.port(), socketUrl)::start);
        Launcher.onStop(pages::stop);

        System.out.println("Listening on http://localhost:" + pages.port());
        System.out.println("Listening for Socket.IO on http://localhost:" + chat.port());
    }
}
