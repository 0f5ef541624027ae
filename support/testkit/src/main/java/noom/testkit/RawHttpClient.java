package noom.testkit;

import java.io.IOException;

/**
 * Sends one HTTP/1.1 request byte for byte, over a connection of its own. HTTP libraries normalise paths and refuse
 * malformed headers, so an attack written with one never reaches the server.
 */
public final class RawHttpClient {
    private RawHttpClient() {}

    /**
     * Sends a request without a body, and reads the whole response.
     *
     * @param requestLine such as {@code GET / HTTP/1.1}, sent as it is
     * @param headers more header lines, each ended by CRLF; {@code Host} and {@code Connection: close} are sent anyway
     * @throws IOException if the server closes the connection without a response
     */
    public static Response send(int port, String requestLine, String headers) throws IOException {
        try (var connection = new RawConnection(port)) {
            connection.send(requestLine + "\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n");
            return Response.parse(connection.readText());
        }
    }

    /**
     * A response.
     *
     * @param status the status code
     * @param head the status line and the headers, without the empty line that ends them
     * @param body decoded as UTF-8
     */
    public record Response(int status, String head, String body) {
        private static Response parse(String response) throws IOException {
            var end = response.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new IOException("The server sent no whole response: " + response);
            }
            return new Response(
                    Integer.parseInt(response.substring(9, 12)),
                    response.substring(0, end),
                    response.substring(end + 4));
        }
    }
}
