package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import noom.testkit.EventClient;
import noom.testkit.Waits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Connects to steps 2 and 3 through nginx with the files of docs/nginx: one port serves pages, raw WebSocket and
 * Socket.IO, over http and https.
 */
class OnePortTest {
    private static final Pattern SOCKET_URL = Pattern.compile("data-socket-url=\"([^\"]+)\"");
    private static final String POLLING = "/socket.io/?EIO=4&transport=polling";
    private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";
    private static final String OTHER_ORIGIN = "https://evil.example";

    @TempDir
    private static Path folder;

    /** nginx in front of step 2 and of step 3, by scheme. */
    private static final Map<String, Nginx> STEP2 = new HashMap<>();

    private static final Map<String, Nginx> STEP3 = new HashMap<>();

    @BeforeAll
    static void startServers() throws Exception {
        for (var scheme : List.of("http", "https")) {
            var site = scheme + "://localhost";
            STEP2.put(scheme, Nginx.start(folder.resolve(scheme + "2"), "step02-raw-websocket", site));
            STEP3.put(scheme, Nginx.start(folder.resolve(scheme + "3"), "step03-socketio", site));
        }
    }

    @AfterAll
    static void stopServers() {
        STEP2.values().forEach(Nginx::close);
        STEP3.values().forEach(Nginx::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void nginxServesPagesAndTheirFiles(String scheme) throws Exception {
        for (var nginx : List.of(STEP2.get(scheme), STEP3.get(scheme))) {
            assertEquals(200, get(nginx, "/").statusCode());
            assertEquals(nginx.address().getAuthority(), socketUrl(nginx).getAuthority());
            assertTrue(get(nginx, "/public/js/socket.js").body().contains("socketUrl"));
            var redirect = get(nginx, "/no/such/page");
            assertEquals(302, redirect.statusCode());
            assertEquals("/", redirect.headers().firstValue("Location").orElse(""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void socketIoClientComesFromThePageServer(String scheme) throws Exception {
        var nginx = STEP3.get(scheme);

        assertTrue(get(nginx, "/socket.io/socket.io.js").body().contains("Socket.IO v4"));
        assertTrue(get(nginx, "/socket.io/socket.io.js.map").body().startsWith("{\"version\":3"));
        assertEquals(
                "{\"code\":0,\"message\":\"Transport unknown\"}",
                get(nginx, "/socket.io/").body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void rawWebSocketPassesThroughNginx(String scheme) throws Exception {
        var nginx = STEP2.get(scheme);
        var received = new LinkedBlockingQueue<String>();
        var ann = webSocket(nginx, socketUrl(nginx), origin(nginx), new LinkedBlockingQueue<>());
        var bob = webSocket(nginx, socketUrl(nginx), origin(nginx), received);

        ann.sendText("{\"type\":\"new_message\",\"payload\":\"안녕, Bob\"}", true).join();

        assertEquals("Anon: 안녕, Bob", received.poll(Waits.TIMEOUT.toSeconds(), TimeUnit.SECONDS));
        ann.abort();
        bob.abort();
    }

    /** Over https, {@link TwoComputersTest} uses Socket.IO in a browser. */
    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void socketIoPassesThroughNginx(String transport) throws Exception {
        var port = STEP3.get("http").address().getPort();
        try (var ann = new ChatClient(port, transport);
                var bob = new ChatClient(port, transport)) {
            for (int i = 0; i < 10; i++) {
                ann.emit("new_message", "안녕, Bob " + i);
                bob.awaitLast("new_message", "new_message[\"Anon: 안녕, Bob %d\"]".formatted(i));
            }
        }
    }

    @Test
    void pollingUpgradesToWebSocketAsWithoutTheProxy() throws Exception {
        var nginx = STEP3.get("http");

        assertEquals(
                withoutIds(PacketRecorder.withUpgrade(nginx.step().socketPort())),
                withoutIds(PacketRecorder.withUpgrade(nginx.address().getPort())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void pagesOfAnotherOriginAreRefused(String scheme) throws Exception {
        var step2 = STEP2.get(scheme);
        var step3 = STEP3.get(scheme);

        assertEquals(200, statusOfPolling(step3, origin(step3)));
        assertEquals(403, statusOfPolling(step3, OTHER_ORIGIN));
        assertEquals(403, statusOfRefusal(step3, step3.address().resolve(WEBSOCKET), OTHER_ORIGIN));
        assertEquals(404, statusOfRefusal(step2, socketUrl(step2), OTHER_ORIGIN));
    }

    @Test
    void httpRedirectsToHttps() throws Exception {
        var nginx = STEP3.get("https");
        var request =
                HttpRequest.newBuilder(URI.create("http://" + nginx.address().getAuthority() + "/"));

        var response = send(nginx, request);

        assertEquals(302, response.statusCode());
        assertEquals(
                nginx.address() + "/", response.headers().firstValue("Location").orElse(""));
    }

    @Test
    void readTimeoutIsLongerThanTwoHeartbeats() throws Exception {
        var readTimeout =
                number("proxy_read_timeout (\\d+)s;", Project.repository().text("docs/nginx/proxy.conf"));
        var pingInterval = number(
                "\"pingInterval\":(\\d+)", get(STEP3.get("http"), POLLING).body());

        assertTrue(readTimeout * 1000 > 2 * pingInterval);
    }

    @ParameterizedTest
    @CsvSource({
        "proxy_set_header Host $http_host;, 403, 403",
        "proxy_set_header Upgrade $upgrade;, 200, 400",
        "proxy_set_header Connection $connection_upgrade;, 200, 400"
    })
    void withoutAHeaderOfNginxStep3RefusesClients(String line, int polling, int webSocket) throws Exception {
        try (var nginx = startStep3(line, "")) {
            assertEquals(polling, statusOfPolling(nginx, origin(nginx)));
            assertEquals(webSocket, statusOfRefusal(nginx, nginx.address().resolve(WEBSOCKET), origin(nginx)));
        }
    }

    @Test
    void withoutItsLocationTheClientIsRequestedFromTheChat() throws Exception {
        try (var nginx = startStep3("/socket.io.js", "/elsewhere.js")) {
            assertEquals(
                    "{\"code\":3,\"message\":\"Not found\"}",
                    get(nginx, "/socket.io/socket.io.js").body());
        }
    }

    /** Starts step 3 behind another nginx, after a replacement in its files. */
    private static Nginx startStep3(String text, String replacement) throws Exception {
        var files = Files.createTempDirectory(folder, "changed");
        return Nginx.start(files, "step03-socketio", "http://localhost", file -> file.replace(text, replacement));
    }

    private static int number(String pattern, String text) {
        var matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), text);
        return Integer.parseInt(matcher.group(1));
    }

    private static List<String> withoutIds(List<String> packets) {
        return packets.stream()
                .map(packet -> packet.replaceAll("(?<=\"sid\":\"|[?&]sid=)[^\"&\\s]+", "…"))
                .toList();
    }

    private static String origin(Nginx nginx) {
        return nginx.address().toString();
    }

    /** Reads the address of the chat from the home page. */
    private static URI socketUrl(Nginx nginx) throws Exception {
        var page = get(nginx, "/").body();
        var matcher = SOCKET_URL.matcher(page);
        assertTrue(matcher.find(), page);
        return URI.create(matcher.group(1));
    }

    private static HttpResponse<String> get(Nginx nginx, String path) throws Exception {
        return send(nginx, HttpRequest.newBuilder(nginx.address().resolve(path)));
    }

    private static int statusOfPolling(Nginx nginx, String origin) throws Exception {
        var request = HttpRequest.newBuilder(nginx.address().resolve(POLLING)).header("Origin", origin);
        return send(nginx, request).statusCode();
    }

    private static HttpResponse<String> send(Nginx nginx, HttpRequest.Builder request) throws Exception {
        return http(nginx).send(request.timeout(Waits.TIMEOUT).build(), BodyHandlers.ofString());
    }

    private static HttpClient http(Nginx nginx) throws Exception {
        return HttpClient.newBuilder().sslContext(nginx.tls()).build();
    }

    private static WebSocket webSocket(Nginx nginx, URI address, String origin, BlockingQueue<String> received)
            throws Exception {
        var listener = new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                received.add(text.toString());
                socket.request(1);
                return null;
            }
        };
        return http(nginx)
                .newWebSocketBuilder()
                .header("Origin", origin)
                .connectTimeout(Waits.TIMEOUT)
                .buildAsync(URI.create(address.toString().replaceFirst("^http", "ws")), listener)
                .join();
    }

    /** Returns the status of the response to an opening handshake that the server refuses. */
    private static int statusOfRefusal(Nginx nginx, URI address, String origin) {
        var failure = assertThrows(
                CompletionException.class, () -> webSocket(nginx, address, origin, new LinkedBlockingQueue<>()));
        return ((WebSocketHandshakeException) failure.getCause()).getResponse().statusCode();
    }

    private static final class ChatClient extends EventClient {
        ChatClient(int port, String transport) {
            super(port, transport, false);
            connect();
        }
    }
}
