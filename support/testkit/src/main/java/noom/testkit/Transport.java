package noom.testkit;

import java.io.IOException;

/** A way in which a page opens a connection to the chat. */
public enum Transport {
    /** Raw WebSocket (RFC 6455), step 2. */
    WEBSOCKET("/"),
    /** Socket.IO that begins with HTTP long polling. */
    SOCKETIO_POLLING("/socket.io/?EIO=4&transport=polling"),
    /** Socket.IO over WebSocket, without polling before. */
    SOCKETIO_WEBSOCKET("/socket.io/?EIO=4&transport=websocket");

    private final String path;

    Transport(String path) {
        this.path = path;
    }

    /**
     * Tries to open a connection.
     *
     * @param headers header lines, each ended by CRLF, such as {@code Origin}
     * @return the response's status: 101 or 200 when the server accepts
     * @throws IOException if a server that refuses leaves the connection open
     */
    public int connect(int port, String headers) throws IOException {
        if (this == SOCKETIO_POLLING) {
            return RawHttpClient.send(port, "GET " + path + " HTTP/1.1", headers)
                    .status();
        }
        try (var connection = new RawConnection(port)) {
            var status = Integer.parseInt(connection.handshake(path, headers).substring(9, 12));
            if (status != 101) {
                connection.readToTheEnd();
            }
            return status;
        }
    }
}
