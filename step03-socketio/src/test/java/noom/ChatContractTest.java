package noom;

import noom.testkit.ChatContract;
import noom.testkit.RunningServer;

/** The chat itself. Steps 2 and 3 pass the same tests. */
class ChatContractTest extends ChatContract {
    @Override
    protected RunningServer startChat(int port) {
        var chat = ChatServer.start(port);
        return new RunningServer(chat.port(), chat::stop);
    }

    @Override
    protected Client connectClient(int port) {
        return ChatClient.connect(port);
    }
}
