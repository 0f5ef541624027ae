package noom;

import static noom.testkit.Exercises.assertPredicted;
import static noom.testkit.Exercises.assertStarted;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import noom.testkit.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/**
 * The exercises of {@code docs/step01-http-server.md}. {@code mvn -q -pl step01-http-server test -Dexercise=1} runs the
 * first one. It fails until you have solved it.
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

    /** A cookie that the browser made up. */
    @Nested
    class Exercise1 {
        @Test
        void yourPredictionIsWhatTheServerAnswers() throws Exception {
            assertPredicted(
                    1,
                    firstPart(header(send(request("/").header("Cookie", "visits=-5")), "Set-Cookie")),
                    "Look: curl -i -H \"Cookie: visits=-5\" localhost:3000/");
        }
    }

    /** A request for a page that does not exist. */
    @Nested
    class Exercise2 {
        @Test
        void yourPredictionIsWhatTheServerAnswers() throws Exception {
            var answer = post("/no/such/page");

            assertPredicted(
                    2, String.valueOf(answer.statusCode()), "Look: curl -i -X POST localhost:3000/no/such/page");
        }
    }

    /** A cookie that lasts. */
    @Nested
    class Exercise3 {
        @Test
        void theBrowserKeepsTheCookieForThirtyDays() throws Exception {
            var cookie = header(get("/"), "Set-Cookie");

            assertTrue(
                    List.of(cookie.toLowerCase(Locale.ROOT).split("; *")).contains("max-age=2592000"),
                    "The cookie has no Max-Age of 30 days: " + cookie);
        }
    }

    /** A bug: the tag that vanished. */
    @Nested
    class Exercise4 {
        @Test
        void thePageShowsAMessageAsItWasTyped() {
            assertStarted(4);
            try (var chromium = Browser.start()) {
                var window = chromium.open("http://localhost:" + pages.port() + "/");
                window.type("#message", "<b>bold</b>" + Keys.ENTER);

                assertEquals(
                        List.of("<b>bold</b>"),
                        window.texts("#messages li"),
                        "The page does not show the message <b>bold</b> as it was typed.");
            }
        }
    }

    /** A bug: visits that nobody made. */
    @Nested
    class Exercise5 {
        @Test
        void everyBrowserHasACountOfItsOwn() throws Exception {
            assertStarted(5);
            get("/");
            get("/");
            var stranger = HttpClient.newHttpClient().send(request("/").build(), BodyHandlers.ofString());

            assertEquals(1, visits(stranger), "A browser that is here for the first time reads a wrong number.");
            assertEquals(3, visits(get("/")), "A browser that is here for the third time reads a wrong number.");
        }
    }

    /** A port: a parameter in the path, and a header in every answer. */
    @Nested
    class Exercise6 {
        @Order(1)
        @Test
        void thePathCarriesAName() throws Exception {
            for (var name : List.of("Ann", "앤", "<b>")) {
                var answer = get("/hello/" + URLEncoder.encode(name, StandardCharsets.UTF_8));

                assertEquals(200, answer.statusCode(), "GET /hello/Ann gets no answer of its own.");
                assertEquals("Hello, " + name + "!", answer.body(), "GET /hello/… does not greet " + name + ".");
                assertTrue(
                        header(answer, "Content-Type").startsWith("text/plain"),
                        "GET /hello/Ann is not answered with text/plain, so a name could carry HTML.");
            }
        }

        @Test
        void everyAnswerNamesTheServer() throws Exception {
            for (var path : List.of("/hello/Ann", "/", "/public/js/app.js", "/no/such/page")) {
                assertEquals("Noom", header(get(path), "Server"), "GET " + path + " has no header Server: Noom.");
            }
        }
    }

    /** A second page. */
    @Nested
    class Exercise7 {
        @Order(1)
        @Test
        void aboutIsAPageOfItsOwnThatLeadsHome() throws Exception {
            var answer = get("/about");

            assertAll(
                    () -> assertEquals(200, answer.statusCode(), "GET /about gets no page of its own."),
                    () -> assertEquals(
                            "text/html;charset=utf-8",
                            header(answer, "Content-Type"),
                            "The page /about has the wrong Content-Type."),
                    () -> assertTrue(answer.body().contains("<h1>About</h1>"), "The page /about has no heading About."),
                    () -> assertTrue(
                            answer.body().contains("<a href=\"/\">"), "The page /about has no link to the home page."));
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
    class Exercise8 {
        @Order(1)
        @Test
        void thePageHasAButtonThatSendsThePost() throws Exception {
            var home = get("/").body();

            assertAll(
                    () -> assertTrue(home.contains(" method=\"post\""), "The home page has no form that sends a POST."),
                    () -> assertTrue(
                            home.contains(" action=\"/forget\""), "No form of the home page leads to /forget."),
                    () -> assertTrue(home.contains(">Forget me</button>"), "The home page has no button Forget me."));
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
        assertTrue(visits.find(), "The home page does not say how often this browser was here.");
        return Integer.parseInt(visits.group(1));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return browser.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + pages.port() + path));
    }

    /** The part before the attributes, such as {@code visits=1}. */
    private static String firstPart(String cookie) {
        return cookie.replaceFirst(";.*", "");
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
