package noom.socketio;

import java.io.IOException;
import noom.testkit.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Starts the server that the cases of a protocol's suite are about, once a class, and counts those that hold. */
@ExtendWith(CaseCounter.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProtocolCases {
    RunningServer server;

    abstract RunningServer startServer() throws IOException;

    @BeforeAll
    final void start() throws IOException {
        server = startServer();
    }

    @AfterAll
    final void stop() {
        server.close();
    }
}
