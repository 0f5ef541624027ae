package noom;

import noom.cluster.RedisSetting;
import noom.testkit.RoomsContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Every event of the chat, on both transports. */
class ChatServerTest extends RoomsContract {
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
