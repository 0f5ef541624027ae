package noom;

import noom.testkit.CrowdContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Forty people at once. */
@Tag("hardening")
class CrowdTest extends CrowdContract {
    private static ChatServer chat;

    @BeforeAll
    static void start() {
        chat = ChatServer.start(0);
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
