package noom;

import noom.testkit.FirefoxContract;
import noom.testkit.RunningServer;

/** A chat between Chromium and Firefox. */
class FirefoxTest extends FirefoxContract {
    @Override
    protected RunningServer startChat() {
        var chat = ChatServer.start(0);
        return new RunningServer(chat.port(), chat::stop);
    }

    @Override
    protected RunningServer startPages(int chatPort) {
        var pages = Pages.create(chatPort, "").start(0);
        return new RunningServer(pages.port(), pages::stop);
    }

    @Override
    protected String connectedText() {
        return "Connected";
    }
}
