package noom;

import noom.cluster.RedisSetting;
import noom.testkit.AckContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** What the function gets that a client sends along, on both transports. */
@Tag("hardening")
class AckTest extends AckContract {
    private static ChatServer chat;

    @BeforeAll
    static void start() {
        chat = ChatServer.start(0, RedisSetting.read());
    }

    @AfterAll
    static void stop() {
        chat.stop();
    }

    @Override
    protected int port() {
        return chat.port();
    }
}
