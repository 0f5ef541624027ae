package noom.socketio;

import noom.testkit.RunningServer;

/** Our server. */
class SocketIOProtocolTest extends SocketIOProtocolCases {
    @Override
    RunningServer startServer() {
        return EchoServer.hardened();
    }
}
