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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The program as a process: its settings, its start and its end. */
@Order(2)
class NoomTest {
    private static final String PAGES = "Listening on http://localhost:";

    @Test
    void itSaysWhereItListensAndNothingElse() throws Exception {
        try (var noom = NoomProcess.start(Map.of("PORT", "0"))) {
            var port = noom.portAfter(PAGES);

            assertEquals(200, get(port));
            assertEquals(List.of(PAGES + port), noom.output());
            assertEquals(List.of(), noom.errors());
        }
    }

    @Test
    void aPortInUseIsOneLineThatNamesTheSettingAndExitCodeOne() throws Exception {
        try (var other = new ServerSocket(0);
                var noom = NoomProcess.start(Map.of("PORT", String.valueOf(other.getLocalPort())))) {
            assertEquals(1, noom.exitCode());

            var sentence =
                    "PORT %d cannot be opened: another program has it. Stop that program, or set PORT to another port."
                            .formatted(other.getLocalPort());
            assertAll(
                    () -> assertEquals(List.of(sentence), noom.errors()), () -> assertEquals(List.of(), noom.output()));
        }
    }

    @Test
    void aSettingThatIsNoneIsOneLineThatNamesItAndExitCodeOne() throws Exception {
        try (var noom = NoomProcess.start(Map.of("PORT", "abc"))) {
            assertEquals(1, noom.exitCode());

            assertAll(
                    () -> assertEquals(1, noom.errors().size(), () -> "one line: " + noom.errors()),
                    () -> assertTrue(noom.errors().get(0).startsWith("PORT is \"abc\"")),
                    () -> assertEquals(List.of(), noom.output()));
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
    void onSigtermItIsGoneWithinTwoSecondsAndStartsAgainOnTheSamePort() throws Exception {
        try (var first = NoomProcess.start(Map.of("PORT", "0"))) {
            var port = first.portAfter(PAGES);
            try (var halfARequest = new Socket(InetAddress.getLoopbackAddress(), port)) {
                halfARequest.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes());
                assertEquals(200, get(port));

                var asked = System.nanoTime();
                first.terminate();
                first.exitCode();
                var taken = Duration.ofNanos(System.nanoTime() - asked);
                assertTrue(taken.toMillis() < 2_000, () -> "it took " + taken);

                try (var second = NoomProcess.start(Map.of("PORT", String.valueOf(port)))) {
                    assertEquals(port, second.portAfter(PAGES));
                    assertEquals(200, get(port));
                    assertEquals(List.of(), second.errors());
                }
            }
            assertEquals(List.of(), first.errors());
        }
    }

    private static int get(int port) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
