package noom;

import java.util.List;
import noom.testkit.FirefoxContract;
import noom.testkit.RunningServer;
import org.junit.jupiter.api.Test;

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

    @Test
    void bothComeBackAfterACutOfTheNetwork() {
        cutOff();
        for (var window : List.of(ann, bob)) {
            window.awaitText("#connection", text -> text.endsWith("reconnecting…"));
        }
        reconnect();
        chatWithEachOther();
    }
}
