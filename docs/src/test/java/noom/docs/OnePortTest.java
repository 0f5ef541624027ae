package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import io.socket.engineio.client.Transport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With nginx and the files of docs/nginx, one port is enough for pages, raw WebSocket and Socket.IO, over TLS too. */
class OnePortTest {
    private static final int SECONDS_OF_PATIENCE = 20;
    private static final Pattern SOCKET_URL = Pattern.compile("data-socket-url=\"([^\"]+)\"");
    private static final String POLL = "/socket.io/?EIO=4&transport=polling";

    @TempDir
    private static Path folder;

    private static final Map<String, Running> STEPS = new ConcurrentHashMap<>();
    private static final Map<String, Nginx> RUNNING = new ConcurrentHashMap<>();

    @BeforeAll
    static void needNginx() throws IOException {
        Nginx.need(folder);
    }

    @AfterAll
    static void stop() {
        RUNNING.values().forEach(Nginx::close);
        STEPS.values().forEach(Running::close);
    }

    /** What runs for {@code "http 2"}: step 2 behind nginx, started once. */
    private static Nginx running(String which) throws IOException, InterruptedException {
        if (!RUNNING.containsKey(which)) {
            var scheme = which.substring(0, which.length() - 2);
            var address = URI.create("%s://localhost:%d".formatted(scheme, Nginx.freePort()));
            var isRaw = which.endsWith("2");
            var socketUrl = isRaw ? address.toString().replaceFirst("http", "ws") + "/chat" : address.toString();
            var step = isRaw ? "step02-raw-websocket" : "step03-socketio";
            STEPS.put(which, Running.start(Project.ours(), step, Map.of("SOCKET_URL", socketUrl)));
            RUNNING.put(
                    which, Nginx.before(folder.resolve(which), STEPS.get(which), address, UnaryOperator.identity()));
        }
        return RUNNING.get(which);
    }

    /** Another nginx before step 3, with one change in its files. */
    private static Nginx changed(String from, String to) throws IOException, InterruptedException {
        running("http 3");
        var address = URI.create("http://localhost:" + Nginx.freePort());
        return Nginx.before(
                Files.createTempDirectory(folder, "changed"),
                STEPS.get("http 3"),
                address,
                text -> text.replace(from, to));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http 2", "http 3", "https 2", "https 3"})
    void pagesAndTheirFilesComeThroughIt(String which) throws Exception {
        var nginx = running(which);

        assertEquals(200, get(nginx, "/").statusCode());
        assertEquals(nginx.address().getAuthority(), socketUrl(nginx).getAuthority());
        assertTrue(get(nginx, "/public/js/socket.js").body().contains("socketUrl"));
        var astray = get(nginx, "/no/such/page");
        assertEquals(302, astray.statusCode());
        assertEquals("/", astray.headers().firstValue("Location").orElse(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http 3", "https 3"})
    void theScriptIsThePageServersAndTheRestOfSocketIoTheChats(String which) throws Exception {
        var nginx = running(which);

        assertTrue(get(nginx, "/socket.io/socket.io.js").body().contains("Socket.IO v4"));
        assertTrue(get(nginx, "/socket.io/socket.io.js.map").body().startsWith("{\"version\":3"));
        assertEquals(
                "{\"code\":0,\"message\":\"Transport unknown\"}",
                get(nginx, "/socket.io/").body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http 2", "https 2"})
    void rawWebSocketGoesThroughIt(String which) throws Exception {
        var nginx = running(which);
        var ann = new Lines();
        var bob = new Lines();
        var annsSocket = webSocket(nginx, socketUrl(nginx), own(nginx), ann);
        var bobsSocket = webSocket(nginx, socketUrl(nginx), own(nginx), bob);

        annsSocket
                .sendText("{\"type\":\"new_message\",\"payload\":\"안녕, Bob\"}", true)
                .join();

        assertEquals("Anon: 안녕, Bob", ann.next());
        assertEquals("Anon: 안녕, Bob", bob.next());
        annsSocket.abort();
        bobsSocket.abort();
    }

    @ParameterizedTest
    @CsvSource({"http 3, polling", "http 3, websocket", "https 3, polling", "https 3, websocket"})
    void socketIoGoesThroughItByBothTransports(String which, String transport) throws Exception {
        var nginx = running(which);
        var read = new LinkedBlockingQueue<String>();
        var bob = socketIo(nginx, transport, read);
        var ann = socketIo(nginx, transport, new LinkedBlockingQueue<>());

        for (int i = 0; i < 10; i++) {
            ann.emit("new_message", "안녕, Bob " + i);
            assertEquals("Anon: 안녕, Bob " + i, read.poll(SECONDS_OF_PATIENCE, TimeUnit.SECONDS));
        }
        ann.disconnect();
        bob.disconnect();
    }

    @Test
    void whoPollsFirstGoesOverToWebSocketAsWithoutIt() throws Exception {
        var nginx = running("http 3");

        assertEquals(
                withoutIds(Packets.byPollingFirst(STEPS.get("http 3").socketPort())),
                withoutIds(Packets.byPollingFirst(nginx.address().getPort())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http 3", "https 3"})
    void aPageOfAnotherHostIsRefusedOnBothTransports(String which) throws Exception {
        var nginx = running(which);

        assertEquals(200, poll(nginx, own(nginx)));
        assertEquals(403, poll(nginx, "https://evil.example"));
        assertEquals(403, refusal(nginx, nginx.address().resolve(POLL.replace("polling", "websocket"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http 2", "https 2"})
    void aPageOfAnotherHostIsRefusedByRawWebSocket(String which) throws Exception {
        var nginx = running(which);

        assertEquals(404, refusal(nginx, socketUrl(nginx)));
    }

    @Test
    void whoTypesHttpIsSentOnToHttps() throws Exception {
        var address = running("https 3").address();

        var answer = HttpClient.newHttpClient()
                .send(
                        request(URI.create("http://" + address.getAuthority() + "/"))
                                .build(),
                        BodyHandlers.ofString());

        assertEquals(302, answer.statusCode());
        assertEquals(address + "/", answer.headers().firstValue("Location").orElse(""));
    }

    @Test
    void itWaitsLongerThanTheSilenceBetweenTwoHeartbeats() throws Exception {
        var patience = Project.ours().lines("docs/nginx/proxy.conf").stream()
                .map(line -> line.replaceFirst("proxy_read_timeout (\\d+)s;", "$1"))
                .filter(line -> line.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow();
        var handshake = get(running("http 3"), POLL).body();
        var heartbeat = Integer.parseInt(handshake.replaceFirst(".*\"pingInterval\":(\\d+).*", "$1"));

        assertTrue(Duration.ofSeconds(patience).toMillis() > 2 * heartbeat, handshake);
    }

    @ParameterizedTest
    @CsvSource({
        "proxy_set_header Host $http_host;, 403, 403",
        "proxy_set_header Upgrade $upgrade;, 200, 400",
        "proxy_set_header Connection $connection_upgrade;, 200, 400"
    })
    void withoutOneOfItsHeadersSomethingIsRefused(String line, int polling, int webSocket) throws Exception {
        try (var nginx = changed(line, "")) {
            assertEquals(polling, poll(nginx, own(nginx)));
            var address = nginx.address().resolve(POLL.replace("polling", "websocket"));
            assertEquals(webSocket, refusal(nginx, address, own(nginx)));
        }
    }

    @Test
    void withoutItsOwnPlaceTheScriptIsAskedOfTheChat() throws Exception {
        try (var nginx = changed("location /socket.io/socket.io.js", "location /elsewhere")) {
            assertEquals(
                    "{\"code\":3,\"message\":\"Not found\"}",
                    get(nginx, "/socket.io/socket.io.js").body());
        }
    }

    /** The origin of its own pages. */
    private static String own(Nginx nginx) {
        return nginx.address().toString();
    }

    private static HttpResponse<String> get(Nginx nginx, String path) throws Exception {
        return http(nginx).send(request(nginx.address().resolve(path)).build(), BodyHandlers.ofString());
    }

    private static int poll(Nginx nginx, String origin) throws Exception {
        var request =
                request(nginx.address().resolve(POLL)).header("Origin", origin).build();
        return http(nginx).send(request, BodyHandlers.discarding()).statusCode();
    }

    private static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(SECONDS_OF_PATIENCE));
    }

    /** Where the page connects to. */
    private static URI socketUrl(Nginx nginx) throws Exception {
        var found = SOCKET_URL.matcher(get(nginx, "/").body());
        assertTrue(found.find(), "the page says where the chat is");
        return URI.create(found.group(1));
    }

    private static HttpClient http(Nginx nginx) throws Exception {
        return HttpClient.newBuilder().sslContext(tls(nginx)).build();
    }

    private static SSLContext tls(Nginx nginx) throws Exception {
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {nginx.trust()}, null);
        return tls;
    }

    private static WebSocket webSocket(Nginx nginx, URI address, String origin, WebSocket.Listener listener)
            throws Exception {
        return http(nginx)
                .newWebSocketBuilder()
                .header("Origin", origin)
                .connectTimeout(Duration.ofSeconds(SECONDS_OF_PATIENCE))
                .buildAsync(URI.create(address.toString().replaceFirst("^http", "ws")), listener)
                .join();
    }

    /** The status that a page of another host gets instead of a WebSocket. */
    private static int refusal(Nginx nginx, URI address) {
        return refusal(nginx, address, "https://evil.example");
    }

    private static int refusal(Nginx nginx, URI address, String origin) {
        var failure = assertThrows(
                CompletionException.class, () -> webSocket(nginx, address, origin, new WebSocket.Listener() {}));
        return ((WebSocketHandshakeException) failure.getCause()).getResponse().statusCode();
    }

    private static Socket socketIo(Nginx nginx, String transport, BlockingQueue<String> read) throws Exception {
        var client = new OkHttpClient.Builder()
                .sslSocketFactory(tls(nginx).getSocketFactory(), nginx.trust())
                .readTimeout(Duration.ofMinutes(1))
                .build();
        var options = new IO.Options();
        options.forceNew = true;
        options.transports = new String[] {transport};
        options.extraHeaders = Map.of("Origin", List.of(own(nginx)));
        options.callFactory = client;
        options.webSocketFactory = client;
        var connected = new LinkedBlockingQueue<String>();
        var socket = IO.socket(socketUrl(nginx), options);
        socket.io().on(Manager.EVENT_TRANSPORT, transports -> connected.add(((Transport) transports[0]).name));
        socket.on("new_message", text -> read.add((String) text[0]));
        socket.on(Socket.EVENT_CONNECT, nothing -> connected.add("connected"));
        socket.connect();
        assertEquals(transport, connected.poll(SECONDS_OF_PATIENCE, TimeUnit.SECONDS));
        assertEquals("connected", connected.poll(SECONDS_OF_PATIENCE, TimeUnit.SECONDS));
        return socket;
    }

    private static List<String> withoutIds(List<String> packets) {
        return packets.stream()
                .map(packet -> packet.replaceAll("(?<=\"sid\":\"|[?&]sid=)[^\"&\\s]+", "…"))
                .toList();
    }

    /** What somebody reads on a raw WebSocket. */
    private static final class Lines implements WebSocket.Listener {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final StringBuilder line = new StringBuilder();

        String next() throws InterruptedException {
            return lines.poll(SECONDS_OF_PATIENCE, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            line.append(part);
            if (isLast) {
                lines.add(line.toString());
                line.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
