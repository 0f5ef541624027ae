package noom;

import noom.testkit.RoomsAccessibilityContract;
import noom.testkit.RunningServer;

/** What axe-core finds on the page in each of its states, in light and dark. */
class AccessibilityTest extends RoomsAccessibilityContract {
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
}
