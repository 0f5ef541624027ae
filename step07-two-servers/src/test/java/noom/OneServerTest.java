package noom;

import noom.cluster.RedisSetting;
import noom.testkit.ClusterContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A server that is alone keeps the contract of several. */
class OneServerTest extends ClusterContract {
    private static ChatServer chat;

    @BeforeAll
    static void start() {
        chat = ChatServer.start(0, RedisSetting.of(null));
    }

    @AfterAll
    static void stop() {
        chat.stop();
    }

    @Override
    protected int first() {
        return chat.port();
    }

    @Override
    protected int second() {
        return chat.port();
    }
}
