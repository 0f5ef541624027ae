package noom;

import java.util.List;
import noom.testkit.OriginContract;
import noom.testkit.RunningServer;
import noom.testkit.Transport;
import org.junit.jupiter.api.Tag;

/** The pages that may open a connection to the chat. */
@Tag("hardening")
class OriginTest extends OriginContract {
    @Override
    protected RunningServer startChat() {
        var chat = ChatServer.start(0);
        return new RunningServer(chat.port(), chat::stop);
    }

    @Override
    protected List<Transport> transports() {
        return List.of(Transport.SOCKETIO_POLLING, Transport.SOCKETIO_WEBSOCKET);
    }
}
