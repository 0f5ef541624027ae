package noom;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Run it with {@code mvn -pl step01-http-server test -Dgroups=exercise}: it fails until the exercises of
 * {@code docs/step01-http-server.md} are solved, and speaks to your server over HTTP only.
 */
@Tag("exercise")
class ExerciseTest {
    private static final Pattern VISITS = Pattern.compile("Visits by this browser: (\\d+)<");
    private static Javalin pages;

    /** A browser of its own for each test. It keeps cookies, and follows no redirects. */
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @BeforeAll
    static void start() {
        pages = Pages.create().start(0);
    }

    @AfterAll
    static void stop() {
        pages.stop();
    }

    /** A second page. */
    @Nested
    class Exercise1 {
        @Test
        void aboutIsAPageOfItsOwnThatLeadsHome() throws Exception {
            var answer = get("/about");

            assertAll(
                    () -> assertEquals(200, answer.statusCode()),
                    () -> assertEquals("text/html;charset=utf-8", header(answer, "Content-Type")),
                    () -> assertTrue(answer.body().contains("<h1>About</h1>"), "the heading About"),
                    () -> assertTrue(answer.body().contains("<a href=\"/\">"), "a link to the home page"));
        }

        @Test
        void aboutCountsNoVisits() throws Exception {
            get("/");
            var about = get("/about");
            var home = get("/");

            assertAll(
                    () -> assertEquals(200, about.statusCode()),
                    () -> assertEquals("", header(about, "Set-Cookie")),
                    () -> assertEquals(2, visits(home)));
        }
    }

    /** Forget me. */
    @Nested
    class Exercise2 {
        @Test
        void thePageHasAButtonThatSendsThePost() throws Exception {
            var home = get("/").body();

            assertAll(
                    () -> assertTrue(home.contains(" method=\"post\""), "a form that sends a POST"),
                    () -> assertTrue(home.contains(" action=\"/forget\""), "a form that leads to /forget"),
                    () -> assertTrue(home.contains(">Forget me</button>"), "a button Forget me"));
        }

        @Test
        void whoIsForgottenIsLedHomeByAGet() throws Exception {
            var answer = post("/forget");

            assertAll(
                    () -> assertEquals(303, answer.statusCode()), () -> assertEquals("/", header(answer, "Location")));
        }

        @Test
        void whoIsForgottenIsHereForTheFirstTime() throws Exception {
            get("/");
            get("/");
            post("/forget");

            assertEquals(1, visits(get("/")));
        }

        @Test
        void onlyAPostForgets() throws Exception {
            get("/");
            get("/forget");
            var remembered = visits(get("/"));
            post("/forget");
            var forgotten = visits(get("/"));

            assertAll(() -> assertEquals(2, remembered), () -> assertEquals(1, forgotten));
        }
    }

    private static int visits(HttpResponse<String> home) {
        var visits = VISITS.matcher(home.body());
        assertTrue(visits.find(), "the page says how often one was here");
        return Integer.parseInt(visits.group(1));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return browser.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return browser.send(request(path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + pages.port() + path));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
