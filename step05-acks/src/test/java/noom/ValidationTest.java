package noom;

import noom.testkit.RoomsInputContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Invalid requests are answered to their sender only. */
@Tag("hardening")
class ValidationTest extends RoomsInputContract {
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
