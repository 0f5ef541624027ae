package noom;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bad requests get, byte for byte over a plain socket, and that the next guest never notices. */
class HostileRequestTest {
    private static Javalin pages;

    @BeforeAll
    static void start() {
        pages = Pages.create(3001, "").start(0);
    }

    @AfterAll
    static void stop() {
        pages.stop();
    }

    @AfterEach
    void theNextGuestIsServed() throws IOException {
        assertEquals(200, send("GET / HTTP/1.1", "").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/public/../views/home.pug",
                "/public/../../../../../../etc/passwd",
                "/public/%2e%2e/views/home.pug",
                "/public/%2E%2E/%2E%2E/views/home.pug",
                "/public/..%2fviews/home.pug",
                "/public/..%2Fviews%2Fhome.pug",
                "/public/%252e%252e/views/home.pug",
                "/public/..%252fviews/home.pug",
                "/public/..\\views\\home.pug",
                "/public/..%5cviews%5chome.pug",
                "/public/js/app.js%00",
                "/public/%00/../views/home.pug",
                "/public/..;/views/home.pug",
                "/public/;/../views/home.pug",
                "/public/js/../../views/home.pug",
                "/public//../views/home.pug",
                "/public/./../views/home.pug",
                "//views/home.pug",
                "/views/home.pug",
                "/simplelogger.properties",
                "/noom/Noom.class",
                "/public/../noom/Noom.class",
                "/public/%2e%2e/noom/Noom.class",
                "/META-INF/MANIFEST.MF",
                "/public/%c0%ae%c0%ae/views/home.pug",
                "/public/%zz",
                "/public/css",
                "/public/js/",
            })
    void whatIsNotInPublicIsNeverGivenOut(String path) throws IOException {
        var answer = send("GET " + path + " HTTP/1.1", "");

        assertAll(
                () -> assertTrue(List.of(302, 400).contains(answer.status()), answer::head),
                () -> assertFalse(answer.body().contains("doctype html"), "the view"),
                () -> assertFalse(answer.body().contains("noom/Noom"), "the class"),
                () -> assertFalse(answer.body().contains("defaultLogLevel"), "the settings"),
                () -> assertFalse(answer.body().contains("root:"), "the machine's files"),
                () -> assertFalse(answer.body().contains("app.js"), "a list of files"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "BREW"})
    void otherMethodsFindNothing(String method) throws IOException {
        for (var path : List.of("/", "/no/such/page", "/public/js/app.js")) {
            var answer = send(method + " " + path + " HTTP/1.1", "Content-Length: 0\r\n");

            assertTrue(List.of(404, 405).contains(answer.status()), () -> method + " " + path + ": " + answer.head());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "visits=",
                "visits=abc",
                "visits=-1",
                "visits=0",
                "visits=00000007",
                "visits=1e9",
                "visits=9999999999",
                "visits=99999999999999999999999999",
                "visits=%31",
                "visits=<script>alert(1)</script>",
                "visits=\"7",
                "visits",
                "=7",
                ";;;=;,\"",
                "visits=٣",
                "visits=\u0001\u0002",
            })
    void aSenselessCookieStartsAtOneAgain(String cookie) throws IOException {
        var answer = send("GET / HTTP/1.1", "Cookie: " + cookie + "\r\n");

        // Jetty refuses control characters in a header; everything else is a first visit.
        if (answer.status() != 400) {
            assertTrue(answer.body().contains("Visits by this browser: 1<"), answer::body);
        }
    }

    @Test
    void theCountEndsWhereItStillIsANumber() throws IOException {
        var answer = send("GET / HTTP/1.1", "Cookie: visits=999999999\r\n");

        assertTrue(answer.body().contains("Visits by this browser: 1000000000<"));
    }

    @Test
    void aHeaderOfOneMegabyteIsRefused() throws IOException {
        var answer = send("GET / HTTP/1.1", "X-Long: " + "x".repeat(1_000_000) + "\r\n");

        assertEquals(431, answer.status());
    }

    @Test
    void anAddressOfOneMegabyteIsRefused() throws IOException {
        var answer = send("GET /" + "x".repeat(1_000_000) + " HTTP/1.1", "");

        assertEquals(414, answer.status());
    }

    @Test
    void aQueryWithMarkupIsNotEchoed() throws IOException {
        for (var path : List.of("/", "/no/such/page", "/public/js/app.js")) {
            var answer = send("GET " + path + "?q=<script>alert(1)</script>&%3Cb%3E HTTP/1.1", "");

            assertFalse(answer.body().contains("alert(1)"), path);
            assertFalse(answer.head().contains("alert(1)"), path);
        }
    }

    @Test
    void headHasNoBody() throws IOException {
        for (var path : List.of("/", "/public/js/app.js")) {
            var answer = send("HEAD " + path + " HTTP/1.1", "");

            assertAll(() -> assertEquals(200, answer.status()), () -> assertEquals("", answer.body()));
        }
        assertEquals(302, send("HEAD /no/such/page HTTP/1.1", "").status());
    }

    @Test
    void senselessConditionsDoNotBreakAFile() throws IOException {
        for (var condition : List.of(
                "If-None-Match: nonsense",
                "If-Modified-Since: yesterday",
                "Range: bytes=99999999-",
                "Range: bytes=-",
                "Range: lines=1-2")) {
            var status =
                    send("GET /public/js/app.js HTTP/1.1", condition + "\r\n").status();

            assertTrue(List.of(200, 206, 416).contains(status), () -> condition + ": " + status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "GET", "GET / HTTP/9.9", "\u0000\u0001\u0002", "GET http://[ HTTP/1.1"})
    void whatIsNoHttpIsRefused(String line) throws IOException {
        var answer = send(line, "");

        assertTrue(List.of(400, 505).contains(answer.status()), answer::head);
    }

    private record Answer(int status, String head, String body) {}

    /** One request as these bytes, and the whole answer. */
    private static Answer send(String requestLine, String headers) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), pages.port())) {
            var request = requestLine + "\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n";
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            } catch (SocketException refusedBeforeTheEnd) {
                // The server may answer and close before it has read a request that is too long.
            }
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var end = answer.indexOf("\r\n\r\n");
            return new Answer(
                    Integer.parseInt(answer.substring(9, 12)), answer.substring(0, end), answer.substring(end + 4));
        }
    }
}
