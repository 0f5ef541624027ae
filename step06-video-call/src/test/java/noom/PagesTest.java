package noom;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the HTTP server answers. */
class PagesTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Javalin pages;

    @BeforeAll
    static void start() {
        pages = Pages.create(3001, "", "[]").start(0);
    }

    @AfterAll
    static void stop() {
        pages.stop();
    }

    @Test
    void homeIsTheRenderedViewInUtf8() throws Exception {
        var answer = get("/");

        assertAll(
                () -> assertEquals(200, answer.statusCode()),
                () -> assertEquals("text/html;charset=utf-8", header(answer, "Content-Type")),
                () -> assertTrue(answer.body().startsWith("<!DOCTYPE html>")),
                () -> assertTrue(answer.body().contains("<h1>Noom</h1>")));
    }

    @Test
    void aBrowserWithoutACookieIsHereForTheFirstTimeAndGetsOne() throws Exception {
        var answer = get("/");

        assertAll(
                () -> assertTrue(answer.body().contains("Visits by this browser: 1<")),
                () -> assertEquals("visits=1; Path=/; HttpOnly; SameSite=Lax", header(answer, "Set-Cookie")));
    }

    @Test
    void theServerKnowsOnlyWhatTheCookieSays() throws Exception {
        var answer = get("/", "Cookie", "visits=41");

        assertAll(
                () -> assertTrue(answer.body().contains("Visits by this browser: 42<")),
                () -> assertTrue(header(answer, "Set-Cookie").startsWith("visits=42;")));
    }

    @ParameterizedTest
    @CsvSource({
        "/public/js/app.js, text/javascript",
        "/public/css/noom.css, text/css",
        "/public/css/mvp.css, text/css",
    })
    void theFrontEndsFilesAreGivenOutWithTheirType(String path, String type) throws Exception {
        var answer = get(path);

        assertAll(
                () -> assertEquals(200, answer.statusCode()),
                () -> assertEquals(type, header(answer, "Content-Type")),
                () -> assertTrue(answer.body().length() > 100));
    }

    @Test
    void theSocketIoClientIsServedWhereNodesServerHasIt() throws Exception {
        var answer = get("/socket.io/socket.io.js");

        assertAll(
                () -> assertEquals(200, answer.statusCode()),
                () -> assertEquals("text/javascript", header(answer, "Content-Type")),
                () -> assertTrue(answer.body().contains(" * Socket.IO v" + pinnedVersion() + "\n")));
    }

    private static String pinnedVersion() throws IOException {
        var lock = new JsonMapper().readTree(Path.of("package-lock.json").toFile());
        return lock.at("/packages/node_modules~1socket.io-client/version").textValue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/no/such/page",
                "/favicon.ico",
                "/public",
                "/public/",
                "/public/no.js",
                "/home.pug",
                "/index.html?a=b"
            })
    void everythingElseLeadsHome(String path) throws Exception {
        var answer = get(path);

        assertAll(
                () -> assertEquals(302, answer.statusCode()),
                () -> assertEquals("/", header(answer, "Location")),
                () -> assertEquals("", answer.body()),
                () -> assertEquals("", header(answer, "Set-Cookie")));
    }

    @Test
    void anUnchangedFileIsNotSentTwice() throws Exception {
        var first = get("/public/js/app.js");
        var second = get("/public/js/app.js", "If-None-Match", header(first, "ETag"));

        assertAll(() -> assertEquals(304, second.statusCode()), () -> assertEquals("", second.body()));
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + pages.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
