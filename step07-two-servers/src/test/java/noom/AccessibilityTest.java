package noom;

import noom.cluster.RedisSetting;
import noom.testkit.RedisServer;
import noom.testkit.RoomsAccessibilityContract;
import noom.testkit.RunningServer;
import org.junit.jupiter.api.Test;

/** What axe-core finds on the page in each of its states, in light and dark: also without the other servers. */
class AccessibilityTest extends RoomsAccessibilityContract {
    @Override
    protected RunningServer startChat() {
        return startChat(null);
    }

    private static RunningServer startChat(String redis) {
        var chat = ChatServer.start(0, RedisSetting.of(redis));
        return new RunningServer(chat.port(), chat::stop);
    }

    @Override
    protected RunningServer startPages(int chatPort) {
        var pages = Pages.create(chatPort, "").start(0);
        return new RunningServer(pages.port(), pages::stop);
    }

    @Test
    void axeFindsNothingWhileOtherServersAreOutOfReach() {
        try (var redis = RedisServer.start();
                var chat = startChat(redis.url());
                var pages = startPages(chat.port())) {
            window.go("http://localhost:%d/".formatted(pages.port()));
            window.awaitText("#connection", "Connected by websocket"::equals);
            redis.stop();
            window.awaitText("#others", text -> text.startsWith("Other servers are out of reach."));

            assertAccessible(window);
        }
    }
}
