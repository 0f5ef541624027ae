package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import noom.testkit.ProgramProcess;
import noom.testkit.RoomsClient;
import noom.testkit.SocketProgramContract;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a process: its settings, its start and its stop. */
@Order(2)
class ProgramTest extends SocketProgramContract {
    @Override
    protected String socketLine() {
        return "Listening for Socket.IO on http://localhost:";
    }

    @Override
    protected AutoCloseable talk(int socketPort) {
        var client = RoomsClient.connect(socketPort);
        client.ask("long_task", "text", 42);
        client.emit("enter_room", "java");
        client.awaitCount("room_entered", 1);
        return client;
    }

    @Override
    protected List<String> linesOfUse() {
        return List.of("Anon connected, 1 here", "long_task [\"text\", 42]", "Anon left, 0 here");
    }

    @Test
    @Tag("hardening")
    void afterAKillClientsReconnectAndEnterTheirRoomsAgain() throws Exception {
        try (var first = ProgramProcess.start(freePorts())) {
            var ports = awaitPorts(first);
            try (var ann = RoomsClient.connectAndReconnect(ports.of("SOCKET_PORT"));
                    var bob = RoomsClient.connectAndReconnect(ports.of("SOCKET_PORT"))) {
                first.kill();
                for (var client : List.of(ann, bob)) {
                    client.awaitDisconnect();
                    client.emit("nickname", "Back");
                    client.emit("enter_room", "java");
                }
                ann.emit("new_message", "typed meanwhile", "java");

                try (var second = ProgramProcess.start(ports.asSettings())) {
                    assertEquals(ports, awaitPorts(second));
                    bob.awaitConnect(Duration.ofSeconds(5));
                    ann.awaitConnect(Duration.ofSeconds(5));
                    ann.awaitAllDone();
                    bob.emit("new_message", "and on", "java");
                    ann.awaitEvent("new_message[\"Back: and on\",[\"java\"]]");
                    assertEquals(1, ann.events("room_entered").size());
                    assertEquals(List.of(), second.errors());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "abc, REDIS_URL is not the address of a Redis. ",
        "http://localhost, REDIS_URL is not the address of a Redis. ",
        "redis://:a-secret@localhost:1, REDIS_URL names localhost:1, and no Redis lets us in there "
    })
    @Tag("hardening")
    void aRedisThatCannotBeReachedIsRefusedByOneLine(String url, String line) throws Exception {
        var settings = freePorts();
        settings.put("REDIS_URL", url);
        try (var program = ProgramProcess.start(settings)) {
            assertEquals(1, program.exitCode());

            assertEquals(1, program.errors().size(), () -> "one line: " + program.errors());
            assertTrue(program.errors().get(0).startsWith(line.strip()), program.errors()::toString);
            assertFalse(program.errors().get(0).contains("a-secret"), "a password is not printed");
            assertEquals(List.of(), program.output());
        }
    }
}
