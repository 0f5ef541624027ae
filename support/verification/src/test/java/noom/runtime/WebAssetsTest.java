package noom.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shared front end is served below {@code /public}, and nothing else of its module. */
class WebAssetsTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Javalin pages;

    @BeforeAll
    static void start() {
        pages = Javalin.create(config -> {
                    JavalinDefaults.configure(config);
                    WebAssets.serve(config);
                })
                .start(0);
    }

    @AfterAll
    static void stop() {
        pages.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "/public/css/noom.css, text/css",
        "/public/img/camera.svg, image/svg+xml",
        "/public/js/call-page.js, text/javascript",
        "/public/js/connection.js, text/javascript",
        "/public/js/wire.js, text/javascript",
        "/public/css/join.css, text/css",
        "/public/js/message-list.js, text/javascript",
        "/public/js/room-list.js, text/javascript"
    })
    void theSharedFilesAreServedWithTheirType(String path, String type) throws Exception {
        var response = get(path);

        assertEquals(200, response.statusCode());
        assertEquals(type, response.headers().firstValue("Content-Type").orElse(""));
    }

    @Test
    void anUnchangedFileIsNotSentAgain() throws Exception {
        var etag = get("/public/css/noom.css").headers().firstValue("ETag").orElseThrow();

        assertEquals(304, get("/public/css/noom.css", "If-None-Match", etag).statusCode());
    }

    @ParameterizedTest
    @CsvSource({"/css/noom.css", "/public/css/none.css", "/public/simplelogger.properties", "/simplelogger.properties"})
    void otherPathsAreNotFound(String path) throws Exception {
        assertEquals(404, get(path).statusCode());
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + pages.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
