package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import noom.testkit.ProgramProcess;
import noom.testkit.SocketProgramContract;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The program as a process: its settings, its start and its stop. */
@Order(2)
class ProgramTest extends SocketProgramContract {
    @Override
    protected String socketLine() {
        return "Listening for Socket.IO on http://localhost:";
    }

    @Override
    protected AutoCloseable talk(int socketPort) {
        var client = ChatClient.connect(socketPort);
        client.say("Is anybody there?");
        client.awaitMessage("Anon: Is anybody there?");
        return client;
    }

    @Test
    @Tag("hardening")
    void afterAKillClientsReconnectAndSendBufferedMessagesOnce() throws Exception {
        try (var first = ProgramProcess.start(freePorts())) {
            var ports = awaitPorts(first);
            try (var ann = ChatClient.connectAndReconnect(ports.of("SOCKET_PORT"));
                    var bob = ChatClient.connectAndReconnect(ports.of("SOCKET_PORT"))) {
                first.kill();
                ann.awaitDisconnect();
                bob.awaitDisconnect();
                ann.nickname("Ann");
                ann.say("typed meanwhile");

                try (var second = ProgramProcess.start(ports.asSettings())) {
                    assertEquals(ports, awaitPorts(second));
                    bob.awaitConnect(Duration.ofSeconds(5));
                    ann.awaitConnect(Duration.ofSeconds(5));
                    ann.awaitMessage("Ann: typed meanwhile");
                    ann.say("and on");
                    bob.awaitMessage("Ann: and on");
                    ann.awaitMessage("Ann: and on");

                    assertEquals(List.of("Ann: typed meanwhile", "Ann: and on"), ann.messages());
                    assertEquals(List.of(), second.errors());
                }
            }
        }
    }
}
