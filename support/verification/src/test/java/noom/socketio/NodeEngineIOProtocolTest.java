package noom.socketio;

import java.io.IOException;
import noom.testkit.RunningServer;

/** Node's server, which shows that the expectations are right. */
class NodeEngineIOProtocolTest extends EngineIOProtocolCases {
    @Override
    RunningServer startServer() throws IOException {
        return EchoServer.node();
    }
}
