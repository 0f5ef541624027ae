package noom.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asks of a step's HTTP server: the home page, its files with their types, caching, the visits cookie, and a redirect
 * home for every other address.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PagesContract {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern SOCKET_PORT = Pattern.compile("data-socket-port=\"([0-9]+)\"");
    private static final Pattern ADDRESS_IN_PAGE = Pattern.compile("(?:src|href)=\"(/[^\"]+\\.(?:js|css))\"");

    private Javalin pages;

    /** Starts the step's HTTP server on a free port. */
    protected abstract Javalin startPages();

    /** The paths of the files that the step's front end needs, such as {@code /public/js/app.js}. */
    protected abstract List<String> files();

    @BeforeAll
    final void start() {
        pages = startPages();
    }

    @AfterAll
    final void stop() {
        pages.stop();
    }

    @Test
    void homeIsTheRenderedViewInUtf8() throws Exception {
        var response = get("/");

        assertAll(
                () -> assertEquals(200, response.statusCode()),
                () -> assertEquals("text/html;charset=utf-8", header(response, "Content-Type")),
                () -> assertTrue(response.body().startsWith("<!DOCTYPE html>")),
                () -> assertTrue(response.body().contains("<h1>Noom</h1>")));
    }

    @Test
    void withoutACookieItIsTheFirstVisit() throws Exception {
        var response = get("/");

        assertAll(
                () -> assertTrue(response.body().contains("Visits by this browser: 1<")),
                () -> assertEquals("visits=1; Path=/; HttpOnly; SameSite=Lax", header(response, "Set-Cookie")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"visits=41", "theme=dark; visits=41", "visits=41; session=\"a b\""})
    void theServerKnowsOnlyWhatTheCookieSays(String cookie) throws Exception {
        var response = get("/", "Cookie", cookie);

        assertAll(
                () -> assertTrue(response.body().contains("Visits by this browser: 42<")),
                () -> assertTrue(header(response, "Set-Cookie").startsWith("visits=42;")));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileIsServedWithItsType(String path) throws Exception {
        var response = get(path);

        assertAll(
                () -> assertEquals(200, response.statusCode()),
                () -> assertEquals(
                        path.endsWith(".css") ? "text/css" : "text/javascript", header(response, "Content-Type")),
                () -> assertTrue(response.body().length() > 100));
    }

    @Test
    void everyFileThatThePageNamesIsServed() throws Exception {
        var named = ADDRESS_IN_PAGE
                .matcher(get("/").body())
                .results()
                .map(address -> address.group(1))
                .toList();

        assertTrue(named.contains("/public/js/app.js"), named::toString);
        for (var path : named) {
            assertEquals(200, get(path).statusCode(), path);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void anUnchangedFileIsNotSentTwice(String path) throws Exception {
        var first = get(path);
        var second = get(path, "If-None-Match", header(first, "ETag"));

        assertAll(() -> assertEquals(304, second.statusCode()), () -> assertEquals("", second.body()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/join", "/public/js/app.js", "/public/css/noom.css", "/no/such/page"})
    void everyResponseSaysWhatAPageMayDo(String path) throws Exception {
        var response = get(path);

        assertAll(
                () -> assertTrue(header(response, "Content-Security-Policy").startsWith("default-src 'self'; ")),
                () -> assertEquals("nosniff", header(response, "X-Content-Type-Options")),
                () -> assertEquals("no-referrer", header(response, "Referrer-Policy")));
    }

    @Test
    void thePageMayConnectToItsChatAndNowhereElse() throws Exception {
        var page = get("/");
        var origins = SOCKET_PORT
                .matcher(page.body())
                .results()
                .map(port -> " http://localhost:%1$s ws://localhost:%1$s".formatted(port.group(1)))
                .findFirst()
                .orElse("");

        var policy = header(page, "Content-Security-Policy");
        assertTrue(policy.contains("; connect-src 'self'" + origins + ";"), policy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/public/js/app.js", "/public/css/noom.css"})
    void theBrowserAsksEachTimeWhetherItHasChanged(String path) throws Exception {
        assertTrue(Set.of("no-cache", "max-age=0").contains(header(get(path), "Cache-Control")));
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
    void everyOtherAddressRedirectsHome(String path) throws Exception {
        var response = get(path);

        assertAll(
                () -> assertEquals(302, response.statusCode()),
                () -> assertEquals("/", header(response, "Location")),
                () -> assertEquals("", response.body()),
                () -> assertEquals("", header(response, "Set-Cookie")));
    }

    /**
     * Sends a GET to the step's server. Does not follow redirects.
     *
     * @param headers names and values in turn
     */
    protected final HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + pages.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    /** A header of a response, or an empty string. */
    protected static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
