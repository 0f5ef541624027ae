package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    protected Map<String, String> wrongSettings() {
        var settings = super.wrongSettings();
        settings.put("ICE_SERVERS", "stun:stun.example.org");
        return settings;
    }

    @Override
    protected Map<Setting, String> settingsInThePage() {
        var settings = super.settingsInThePage();
        settings.put(
                new Setting("ICE_SERVERS", "[{\"urls\":\"stun:stun.example.org\"}]"),
                "data-ice-servers=\"[{&quot;urls&quot;:&quot;stun:stun.example.org&quot;}]\"");
        return settings;
    }

    @Override
    protected AutoCloseable talk(int socketPort) {
        var client = SignalingClient.connect(socketPort);
        client.ask("join_room", "java").join();
        return client;
    }

    @Override
    protected List<String> linesOfUse() {
        return List.of("Somebody connected, 1 here", "Somebody left, 0 here");
    }

    @Test
    @Tag("hardening")
    void afterAKillBothAreBackInTheirRoom() throws Exception {
        try (var first = ProgramProcess.start(freePorts())) {
            var ports = awaitPorts(first);
            try (var ann = SignalingClient.connectAndReconnect(ports.of("SOCKET_PORT"));
                    var bob = SignalingClient.connectAndReconnect(ports.of("SOCKET_PORT"))) {
                first.kill();
                for (var client : List.of(ann, bob)) {
                    client.awaitDisconnect();
                    client.emit("join_room", "java");
                }

                try (var second = ProgramProcess.start(ports.asSettings())) {
                    assertEquals(ports, awaitPorts(second));
                    bob.awaitConnect(Duration.ofSeconds(5));
                    ann.awaitConnect(Duration.ofSeconds(5));
                    bob.awaitAllDone();
                    ann.awaitAllDone();
                    assertEquals(
                            1,
                            ann.events("welcome").size() + bob.events("welcome").size());
                    assertEquals(List.of(), second.errors());
                }
            }
        }
    }
}
