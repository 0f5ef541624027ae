package noom.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A client that speaks single packets over HTTP long polling, good ones and bad ones. */
public final class PollingPackets {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String SEPARATOR = "\u001e";

    private final String session;
    private final URI address;

    private PollingPackets(int port, String session) {
        this.session = session;
        this.address = address(port, "?EIO=4&transport=polling&sid=" + session);
    }

    /** A session without a follow-up. */
    public static PollingPackets handshake(int port) throws IOException, InterruptedException {
        var open = send("GET", address(port, "?EIO=4&transport=polling"), "").body();
        return new PollingPackets(port, open.replaceFirst(".*\"sid\":\"([^\"]*)\".*", "$1"));
    }

    /** A session that is connected to the chat. */
    public static PollingPackets join(int port) throws IOException, InterruptedException {
        var client = handshake(port);
        client.post("40");
        client.poll();
        return client;
    }

    /** A session whose id somebody else knows. */
    public static PollingPackets of(int port, String session) {
        return new PollingPackets(port, session);
    }

    public String session() {
        return session;
    }

    /** Sends packets in one request. Returns the status of the answer. */
    public int post(String... packets) throws IOException, InterruptedException {
        return send("POST", address, String.join(SEPARATOR, packets)).statusCode();
    }

    /** Waits for packets. Fails if the session is over. */
    public List<String> poll() throws IOException, InterruptedException {
        var answer = send("GET", address, "");
        if (answer.statusCode() != 200) {
            throw new IOException("The server answered " + answer.statusCode() + " " + answer.body());
        }
        return List.of(answer.body().split(SEPARATOR));
    }

    public int statusOfPoll() throws IOException, InterruptedException {
        return send("GET", address, "").statusCode();
    }

    public CompletableFuture<String> pollInTheBackground() {
        return HTTP.sendAsync(request("GET", address, ""), BodyHandlers.ofString())
                .thenApply(HttpResponse::body);
    }

    /** Sends any request to the server. */
    public static HttpResponse<String> send(String method, URI address, String body, String... headers)
            throws IOException, InterruptedException {
        return HTTP.send(request(method, address, body, headers), BodyHandlers.ofString());
    }

    public static URI address(int port, String query) {
        return URI.create("http://localhost:" + port + "/socket.io/" + query);
    }

    private static HttpRequest request(String method, URI address, String body, String... headers) {
        var request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(20))
                .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }
}
