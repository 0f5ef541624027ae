package noom.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.util.List;
import java.util.Map;
import noom.testkit.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the headers allow a page to do, and who may show it in a frame. */
class SecurityHeadersTest {
    @Test
    void aPageWithoutAChatConnectsToItsOwnServerOnly() {
        assertEquals(
                "default-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none';"
                        + " form-action 'self'; frame-ancestors 'self' http://localhost:*",
                SecurityHeaders.policy("localhost", Map.of("visits", 1)));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, '', http://localhost:3001 ws://localhost:3001",
        "192.168.0.12, '', http://192.168.0.12:3001 ws://192.168.0.12:3001",
        "'[::1]', '', http://*:3001 ws://*:3001",
        "'evil.example; script-src *', '', http://*:3001 ws://*:3001",
        "localhost, http://localhost:8080, http://localhost:8080 ws://localhost:8080",
        "localhost, ws://localhost:8080/chat, http://localhost:8080 ws://localhost:8080",
        "localhost, HTTPS://chat.example.org/, https://chat.example.org wss://chat.example.org",
        "localhost, wss://chat.example.org/chat, https://chat.example.org wss://chat.example.org",
        "localhost, 'http://[::1]:8080', http: ws:",
        "localhost, 'http://a;script-src', http: ws:"
    })
    void aPageConnectsToItsChat(String host, String socketUrl, String allowed) {
        var policy = SecurityHeaders.policy(host, Map.of("socketPort", 3001, "socketUrl", socketUrl));

        assertTrue(policy.contains("; connect-src 'self' " + allowed + "; object-src"), policy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[::1]", "evil.example; script-src *", "*", ""})
    void aHostThatIsNoNameIsNotInThePolicy(String host) {
        assertTrue(SecurityHeaders.policy(host, Map.of()).endsWith("; frame-ancestors 'self'"));
    }

    @Test
    void onlyAPageOfTheSameHostShowsThePageInAFrame() {
        var pages = TestPages.start(new IllegalStateException());
        var frame = "<!doctype html><link rel='icon' href='data:,'><iframe src='http://localhost:%d/'></iframe>"
                .formatted(pages.port());
        var parent = Javalin.create(config -> config.routes.get("/", request -> request.html(frame)))
                .start(0);
        try (var browser = Browser.start()) {
            var window = browser.open("http://localhost:" + parent.port());
            assertEquals(List.of(), window.console());
            window.go("http://127.0.0.1:" + parent.port());

            window.awaitConsole("frame-ancestors");
        } finally {
            parent.stop();
            pages.stop();
        }
    }
}
