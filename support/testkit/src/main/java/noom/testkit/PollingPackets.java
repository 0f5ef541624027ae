package noom.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sends single Engine.IO and Socket.IO packets over HTTP long polling, valid and invalid ones (Engine.IO protocol 4). */
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

    /** Opens a session, and sends nothing more. */
    public static PollingPackets handshake(int port) throws IOException, InterruptedException {
        var open = send("GET", address(port, "?EIO=4&transport=polling"), "").body();
        return new PollingPackets(port, open.replaceFirst(".*\"sid\":\"([^\"]*)\".*", "$1"));
    }

    /** Opens a session and joins the chat (CONNECT). */
    public static PollingPackets join(int port) throws IOException, InterruptedException {
        var client = handshake(port);
        client.post("40");
        client.poll();
        return client;
    }

    /** Takes part in a session that was opened elsewhere, as someone who knows its id can try. */
    public static PollingPackets of(int port, String session) {
        return new PollingPackets(port, session);
    }

    /** The session id, {@code sid}. */
    public String session() {
        return session;
    }

    /** Sends packets in one request, and returns the status of the response. */
    public int post(String... packets) throws IOException, InterruptedException {
        return send("POST", address, String.join(SEPARATOR, packets)).statusCode();
    }

    /**
     * Polls once.
     *
     * @throws IOException if the session has ended
     */
    public List<String> poll() throws IOException, InterruptedException {
        var answer = send("GET", address, "");
        if (answer.statusCode() != 200) {
            throw new IOException("The server answered " + answer.statusCode() + " " + answer.body());
        }
        return List.of(answer.body().split(SEPARATOR));
    }

    /** Polls once, and returns only the status. */
    public int statusOfPoll() throws IOException, InterruptedException {
        return send("GET", address, "").statusCode();
    }

    /** Starts a poll, and returns its body when it comes. */
    public CompletableFuture<String> pollInTheBackground() {
        return HTTP.sendAsync(request("GET", address, ""), BodyHandlers.ofString())
                .thenApply(HttpResponse::body);
    }

    /**
     * Sends any request to the server.
     *
     * @param headers names and values in turn
     */
    public static HttpResponse<String> send(String method, URI address, String body, String... headers)
            throws IOException, InterruptedException {
        return HTTP.send(request(method, address, body, headers), BodyHandlers.ofString());
    }

    /** The address of the Socket.IO endpoint with this query, {@code ?} included. */
    public static URI address(int port, String query) {
        return URI.create("http://localhost:" + port + "/socket.io/" + query);
    }

    private static HttpRequest request(String method, URI address, String body, String... headers) {
        var request =
                HttpRequest.newBuilder(address).timeout(Waits.TIMEOUT).method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }
}
