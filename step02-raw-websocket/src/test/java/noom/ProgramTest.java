package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import noom.testkit.RawConnection;
import noom.testkit.SocketProgramContract;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The program as a process: its settings, its start and its stop. */
@Order(2)
class ProgramTest extends SocketProgramContract {
    @Override
    protected String socketLine() {
        return "Listening on ws://localhost:";
    }

    @Override
    protected AutoCloseable talk(int socketPort) {
        var client = ChatClient.connect(socketPort);
        client.say("Is anybody there?");
        client.awaitMessage("Anon: Is anybody there?");
        return client;
    }

    @Override
    protected List<AutoCloseable> connectClients(Ports ports) throws Exception {
        var clients = new ArrayList<>(super.connectClients(ports));
        clients.add(new RawConnection(ports.of("SOCKET_PORT")).webSocket("/"));
        return clients;
    }

    /** Going away (RFC 6455, section 7.4.1). */
    @Override
    protected void afterStop(List<AutoCloseable> clients) throws Exception {
        var client = (RawConnection) clients.get(clients.size() - 1);
        assertEquals(1001, client.readCloseCode());
    }

    @Test
    void afterAKillItStartsAgainOnTheSamePorts() throws Exception {
        killAndStartAgain();
    }
}
