package noom;

import noom.cluster.RedisSetting;
import noom.testkit.RedisServer;
import noom.testkit.RoomsFirefoxContract;
import noom.testkit.RunningServer;

/** A chat between Chromium and Firefox, each on a server of its own. */
class FirefoxTest extends RoomsFirefoxContract {
    private RedisServer redis;

    @Override
    protected RunningServer startChat() {
        redis = RedisServer.start();
        var chat = ChatServer.start(0, RedisSetting.of(redis.url()));
        return new RunningServer(chat.port(), () -> {
            chat.stop();
            redis.close();
        });
    }

    @Override
    protected RunningServer startPages(int chatPort) {
        var pages = Pages.create(chatPort, "").start(0);
        return new RunningServer(pages.port(), pages::stop);
    }

    @Override
    protected RunningServer startPagesForFirefox() {
        var chat = ChatServer.start(0, RedisSetting.of(redis.url()));
        var pages = startPages(chat.port());
        return new RunningServer(pages.port(), () -> {
            pages.close();
            chat.stop();
        });
    }
}
