package noom.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asks of a step's HTTP server that it survives invalid requests and serves no file outside {@code /public}. Requests are
 * sent byte for byte, and after each test a valid one is answered.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HostileRequestContract {
    private Javalin pages;

    /** Starts the step's HTTP server on a free port. */
    protected abstract Javalin startPages();

    @BeforeAll
    final void start() {
        pages = startPages();
    }

    @AfterAll
    final void stop() {
        pages.stop();
    }

    @AfterEach
    final void aValidRequestIsAnswered() throws IOException {
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
    void nothingOutsideOfPublicIsServed(String path) throws IOException {
        var response = send("GET " + path + " HTTP/1.1", "");

        assertAll(
                () -> assertTrue(List.of(302, 400).contains(response.status()), response::head),
                () -> assertFalse(response.body().contains("doctype html"), "the view"),
                () -> assertFalse(response.body().contains("noom/Noom"), "the class"),
                () -> assertFalse(response.body().contains("defaultLogLevel"), "the settings"),
                () -> assertFalse(response.body().contains("root:"), "the machine's files"),
                () -> assertFalse(response.body().contains("app.js"), "a list of files"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "BREW"})
    void otherMethodsFindNothing(String method) throws IOException {
        for (var path : List.of("/", "/no/such/page", "/public/js/app.js")) {
            var response = send(method + " " + path + " HTTP/1.1", "Content-Length: 0\r\n");

            assertTrue(
                    List.of(404, 405).contains(response.status()), () -> method + " " + path + ": " + response.head());
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
    void anInvalidCookieCountsAsTheFirstVisit(String cookie) throws IOException {
        var response = send("GET / HTTP/1.1", "Cookie: " + cookie + "\r\n");

        // Jetty refuses control characters in a header. All other cookies count as a first visit.
        if (response.status() != 400) {
            assertTrue(response.body().contains("Visits by this browser: 1<"), response::body);
        }
    }

    @Test
    void theCountMayGrowToTenDigits() throws IOException {
        var response = send("GET / HTTP/1.1", "Cookie: visits=999999999\r\n");

        assertTrue(response.body().contains("Visits by this browser: 1000000000<"));
    }

    @Test
    void aHeaderOfOneMegabyteIsRefused() throws IOException {
        var response = send("GET / HTTP/1.1", "X-Long: " + "x".repeat(1_000_000) + "\r\n");

        assertEquals(431, response.status());
    }

    @ParameterizedTest
    @ValueSource(ints = {9 * 1024, 16 * 1024 - 200})
    void theCookiesOfOtherProgramsMayBeLong(int size) throws IOException {
        var response = send("GET / HTTP/1.1", "Cookie: visits=6; other=" + "x".repeat(size) + "\r\n");

        assertEquals(200, response.status(), response::head);
        assertTrue(response.body().contains("Visits by this browser: 7<"), response::body);
    }

    @ParameterizedTest
    @ValueSource(ints = {16 * 1024, 20_000, 200_000})
    void over16KibOfCookiesAreRefusedByASentence(int size) throws IOException {
        var response = send("GET / HTTP/1.1", "Cookie: visits=6; other=" + "x".repeat(size) + "\r\n");

        assertAll(
                () -> assertEquals(431, response.status(), response::head),
                () -> assertEquals(
                        "Your browser sent more than 16 KiB of cookies and other headers. Delete the cookies of this host, then reload.",
                        response.body()));
    }

    @Test
    void anAddressOfOneMegabyteIsRefused() throws IOException {
        var response = send("GET /" + "x".repeat(1_000_000) + " HTTP/1.1", "");

        assertEquals(414, response.status());
    }

    @Test
    void aQueryWithMarkupIsNotEchoed() throws IOException {
        for (var path : List.of("/", "/no/such/page", "/public/js/app.js")) {
            var response = send("GET " + path + "?q=<script>alert(1)</script>&%3Cb%3E HTTP/1.1", "");

            assertFalse(response.body().contains("alert(1)"), path);
            assertFalse(response.head().contains("alert(1)"), path);
        }
    }

    @Test
    void headHasNoBody() throws IOException {
        for (var path : List.of("/", "/public/js/app.js")) {
            var response = send("HEAD " + path + " HTTP/1.1", "");

            assertAll(() -> assertEquals(200, response.status()), () -> assertEquals("", response.body()));
        }
        assertEquals(302, send("HEAD /no/such/page HTTP/1.1", "").status());
    }

    @Test
    void invalidConditionalHeadersDoNotBreakAFile() throws IOException {
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
    void bytesThatAreNoHttpAreRefused(String line) throws IOException {
        var response = send(line, "");

        assertTrue(List.of(400, 505).contains(response.status()), response::head);
    }

    private RawHttpClient.Response send(String requestLine, String headers) throws IOException {
        return RawHttpClient.send(pages.port(), requestLine, headers);
    }
}
