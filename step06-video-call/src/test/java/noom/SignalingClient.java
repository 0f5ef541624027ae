package noom;

import noom.testkit.EventClient;

/** A client of the signalling server, without a browser. */
final class SignalingClient extends EventClient {
    private SignalingClient(int port, String transport, boolean reconnects) {
        super(port, transport, reconnects);
        connect();
    }

    /** Connects by WebSocket, and returns when the server has accepted it. It does not reconnect. */
    static SignalingClient connect(int port) {
        return connectBy("websocket", port);
    }

    /** As {@link #connect(int)}, by {@code websocket} or by {@code polling}. */
    static SignalingClient connectBy(String transport, int port) {
        return new SignalingClient(port, transport, false);
    }

    /** As {@link #connect(int)}, but it reconnects by itself when its connection is cut. */
    static SignalingClient connectAndReconnect(int port) {
        return new SignalingClient(port, "websocket", true);
    }

    /** Sends a request that the server always refuses, and waits for the refusal: everything before it is done then. */
    void awaitAllDone() {
        ask("leave_room", "").join();
    }
}
