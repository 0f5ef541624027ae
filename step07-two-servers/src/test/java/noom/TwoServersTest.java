package noom;

import noom.cluster.RedisSetting;
import noom.testkit.ClusterContract;
import noom.testkit.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Two servers on one Redis. */
class TwoServersTest extends ClusterContract {
    private static RedisServer redis;
    private static ChatServer first;
    private static ChatServer second;

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        first = ChatServer.start(0, RedisSetting.of(redis.url()));
        second = ChatServer.start(0, RedisSetting.of(redis.url()));
    }

    @AfterAll
    static void stop() {
        if (second != null) {
            first.stop();
            second.stop();
            redis.close();
        }
    }

    @Override
    protected int first() {
        return first.port();
    }

    @Override
    protected int second() {
        return second.port();
    }
}
