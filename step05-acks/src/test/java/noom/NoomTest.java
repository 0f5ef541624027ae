package noom;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import noom.testkit.ProgramProcess;
import noom.testkit.RoomsClient;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process: its settings, its start and its end. */
@Order(2)
class NoomTest {
    private static final String PAGES = "Listening on http://localhost:";
    private static final String SOCKET = "Listening for Socket.IO on http://localhost:";
    private static final Map<String, String> FREE_PORTS = Map.of("PORT", "0", "SOCKET_PORT", "0");

    @Test
    void itSaysWhereItListensAndNothingElseAndOnSigtermItIsGoneWithinTwoSeconds() throws Exception {
        try (var noom = ProgramProcess.start(with("SOCKET_URL", "https://chat.example.org"))) {
            var port = noom.portAfter(PAGES);
            var socketPort = noom.portAfter(SOCKET);

            var home = home(port);
            assertTrue(home.contains("data-socket-port=\"" + socketPort + "\""));
            assertTrue(home.contains("data-socket-url=\"https://chat.example.org\""));

            try (var halfARequest = new Socket(InetAddress.getLoopbackAddress(), port);
                    var halfAHandshake = new Socket(InetAddress.getLoopbackAddress(), socketPort);
                    var client = RoomsClient.connect(socketPort)) {
                halfARequest.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes());
                halfAHandshake.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes());
                client.emit("enter_room", "java");
                client.awaitEvent("room_entered[\"java\",1]");

                var asked = System.nanoTime();
                noom.terminate();
                noom.exitCode();
                var taken = Duration.ofNanos(System.nanoTime() - asked);
                assertTrue(taken.toMillis() < 2_000, () -> "it took " + taken);
            }
            assertEquals(List.of(PAGES + port, SOCKET + socketPort), noom.output());
            assertEquals(List.of(), noom.errors());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PORT", "SOCKET_PORT"})
    void aPortInUseIsOneLineThatNamesTheSettingAndExitCodeOne(String setting) throws Exception {
        try (var other = new ServerSocket(0);
                var noom = ProgramProcess.start(with(setting, String.valueOf(other.getLocalPort())))) {
            assertEquals(1, noom.exitCode());

            var sentence =
                    "%s %d cannot be opened: another program has it. Stop that program, or set %s to another port."
                            .formatted(setting, other.getLocalPort(), setting);
            assertAll(
                    () -> assertEquals(List.of(sentence), noom.errors()), () -> assertEquals(List.of(), noom.output()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PORT, abc",
        "SOCKET_PORT, 30 00",
        "SOCKET_URL, chat.example.org",
    })
    void aSettingThatIsNoneIsOneLineThatNamesItAndExitCodeOne(String setting, String value) throws Exception {
        try (var noom = ProgramProcess.start(with(setting, value))) {
            assertEquals(1, noom.exitCode());

            assertAll(
                    () -> assertEquals(1, noom.errors().size(), () -> "one line: " + noom.errors()),
                    () -> assertTrue(noom.errors().get(0).startsWith(setting + " is \"" + value + "\"")),
                    () -> assertEquals(List.of(), noom.output()));
        }
    }

    @Test
    void afterAKillAndANewStartEveryClientIsBackAndEntersItsRoomsAgain() throws Exception {
        try (var first = ProgramProcess.start(FREE_PORTS)) {
            var port = first.portAfter(PAGES);
            var socketPort = first.portAfter(SOCKET);
            try (var halfARequest = new Socket(InetAddress.getLoopbackAddress(), port);
                    var ann = RoomsClient.connectAndReconnect(socketPort);
                    var bob = RoomsClient.connectAndReconnect(socketPort)) {
                halfARequest.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes());
                first.kill();
                for (var client : List.of(ann, bob)) {
                    client.awaitDisconnect();
                    client.emit("nickname", "Back");
                    client.emit("enter_room", "java");
                }
                ann.emit("new_message", "typed meanwhile", "java");

                try (var second = ProgramProcess.start(samePorts(port, socketPort))) {
                    assertEquals(port, second.portAfter(PAGES));
                    assertEquals(socketPort, second.portAfter(SOCKET));
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

    private static Map<String, String> samePorts(int port, int socketPort) {
        return Map.of("PORT", String.valueOf(port), "SOCKET_PORT", String.valueOf(socketPort));
    }

    private static Map<String, String> with(String setting, String value) {
        var settings = new HashMap<>(FREE_PORTS);
        settings.put(setting, value);
        return settings;
    }

    private static String home(int port) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
