package noom;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import noom.runtime.InvalidInputException;

/**
 * How a request is answered. A client may send a function as its last argument; on the wire that is a number, and the
 * answer with that number makes the client call it (Socket.IO protocol version 5, "Acknowledgement"). Only the first
 * answer goes out, and one to a client that has left goes nowhere.
 */
record Acknowledgement(SocketIOClient socket, AckRequest request) {
    /** Whether the client sent a function along. */
    boolean isWanted() {
        return request.isAckRequested();
    }

    /** Calls the client's function with {@code {ok: true, …}}. Does nothing where there is none. */
    void ok(Map<String, ?> result) {
        answer(true, result);
    }

    /** Calls the client's function with {@code {ok: false, error}}; where there is none, sends a {@code problem}. */
    void refused(InvalidInputException rule) {
        if (isWanted()) {
            answer(false, Map.of("error", rule.getMessage()));
        } else {
            socket.sendEvent("problem", rule.getMessage());
        }
    }

    /** Sorted, because the order of a {@code Map.of} is another one in every run. */
    private void answer(boolean isOk, Map<String, ?> more) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("ok", isOk);
        answer.putAll(new TreeMap<>(more));
        request.sendAckData(answer);
    }
}
