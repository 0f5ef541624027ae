package noom.socketio;

import noom.testkit.RunningServer;

/** Our server. */
class EngineIOProtocolTest extends EngineIOProtocolCases {
    @Override
    RunningServer startServer() {
        return EchoServer.hardened();
    }
}
