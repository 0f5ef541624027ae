package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import noom.testkit.RawHttpClient;
import noom.testkit.RoomsClient;
import noom.testkit.Waits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three servers of step 7 behind nginx: WebSocket needs no stickiness, polling does. */
class ThreeServersTest {
    private static final Pattern SESSION = Pattern.compile("\"sid\":\"([^\"]+)\"");
    private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

    @TempDir
    private static Path folder;

    private static ThreeServers three;
    private static Nginx roundRobin;

    @BeforeAll
    static void start() throws IOException {
        three = ThreeServers.start(folder);
        roundRobin = Nginx.startInFrontOf(
                three.servers(),
                Nginx.freeAddress(),
                folder.resolve("round-robin"),
                file -> file.replace("hash $seat consistent;", ""));
    }

    @AfterAll
    static void stop() {
        if (roundRobin != null) {
            roundRobin.close();
        }
        if (three != null) {
            three.close();
        }
    }

    @Test
    void thirtySeatsSpreadOverAllServersAndChatByPolling() {
        var before = three.connections();
        var people = IntStream.range(0, 30)
                .mapToObj(i ->
                        RoomsClient.connectAndReconnectWithCookie("seat=" + UUID.randomUUID(), "polling", three.port()))
                .toList();
        people.forEach(person -> person.ask("enter_room", "java").join());
        var sender = people.get(0);
        for (var i = 0; i < 10; i++) {
            var answer =
                    sender.ask("new_message", "Hello " + i, "java", "id " + i).join();
            assertEquals("{\"delivered\":29,\"ok\":true}", answer.toString());
        }
        var others = people.subList(1, people.size());
        others.forEach(person -> person.awaitEvent("new_message[\"Anon: Hello 9\",[\"java\"]]"));

        Waits.waitFor("thirty connections").until(() -> sum(three.connections()) >= sum(before) + 30);
        var now = three.connections();
        var spread =
                IntStream.range(0, 3).mapToObj(i -> now.get(i) - before.get(i)).toList();
        System.out.println("30 people by polling on three servers: " + spread);
        assertEquals(30, sum(spread), "nobody has connected twice");
        assertFalse(spread.contains(0L), spread::toString);
        others.forEach(person -> assertEquals(10, person.events("new_message").size()));
        people.forEach(RoomsClient::close);
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void theSeatIsTheCookieOfThePage() throws Exception {
        var browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        var page = get(browser, three.nginx().address().resolve("/"));
        assertTrue(page.body()
                .contains("data-socket-url=\"%s\"".formatted(three.nginx().address())));
        assertEquals(1, seats(page).count());
        assertEquals(
                0, seats(get(browser, three.nginx().address().resolve("/"))).count());

        var seat = seats(page).findFirst().orElseThrow();
        var before = three.connections();
        RoomsClient.connectAndReconnectWithCookie(seat, "websocket", three.port())
                .close();
        var server = three.connectedSince(before);
        for (var transport : List.of("polling", "websocket", "polling")) {
            before = three.connections();
            RoomsClient.connectAndReconnectWithCookie(seat, transport, three.port())
                    .close();
            assertEquals(server, three.connectedSince(before));
        }
    }

    private static Stream<String> seats(HttpResponse<?> response) {
        return response.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("seat="))
                .map(cookie -> cookie.replaceFirst(";.*", ""));
    }

    /** A program that keeps no cookies. */
    @Test
    void pollingWithoutACookieStaysOnOneServer() {
        try (var ann = RoomsClient.connectBy("polling", three.port());
                var bob = RoomsClient.connectBy("polling", three.port())) {
            chat(ann, bob);
        }
    }

    @Test
    void roundRobinRefusesPollingAsAnUnknownSession() throws Exception {
        var port = roundRobin.address().getPort();
        var opened = RawHttpClient.send(port, "GET %s HTTP/1.1".formatted(POLLING), "");
        var session = SESSION.matcher(opened.body());
        assertTrue(session.find(), opened.body());

        var refused = RawHttpClient.send(port, "GET %s&sid=%s HTTP/1.1".formatted(POLLING, session.group(1)), "");

        assertEquals(200, opened.status());
        var response = (refused.head() + "\n\n" + refused.body())
                .replace("\r", "")
                .replaceAll("(?m)^(Server|Date|Connection): .*\n", "");
        var shown = Project.repository().text("docs/nginx/README.md").replace("\n  ", "\n");
        assertTrue(shown.contains("```\n" + response + "\n```"), response);
    }

    @Test
    void roundRobinIsEnoughForWebSocket() {
        var port = roundRobin.address().getPort();
        var before = three.connections();
        try (var ann = RoomsClient.connect(port);
                var bob = RoomsClient.connect(port);
                var eve = RoomsClient.connect(port)) {
            var oneMoreEach = before.stream().map(count -> count + 1).toList();
            Waits.waitFor("one on each server").until(() -> three.connections().equals(oneMoreEach));
            eve.ask("enter_room", "java").join();
            chat(ann, bob);
            eve.awaitEvent("new_message[\"Anon: Hello 9\",[\"java\"]]");
        }
    }

    private static void chat(RoomsClient ann, RoomsClient bob) {
        for (var person : List.of(ann, bob)) {
            person.ask("enter_room", "java").join();
        }
        for (var i = 0; i < 10; i++) {
            ann.ask("new_message", "Hello " + i, "java").join();
            bob.awaitEvent("new_message[\"Anon: Hello %d\",[\"java\"]]".formatted(i));
        }
    }

    private static HttpResponse<String> get(HttpClient client, URI address) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address).timeout(Waits.TIMEOUT).build(), BodyHandlers.ofString());
    }
}
