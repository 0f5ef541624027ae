package noom;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import noom.runtime.InvalidInputException;

/**
 * The answer to a request. A client may send a function as its last argument; on the wire that is a number, and the
 * answer with that number makes the client call it (Socket.IO protocol v5, "Acknowledgement"). Only the first answer is
 * sent, and an answer to a client that has left is dropped.
 */
record Acknowledgement(SocketIOClient socket, AckRequest request) {
    /** Whether the client sent a function. */
    boolean isRequested() {
        return request.isAckRequested();
    }

    /** @throws InvalidInputException if the client sent no function */
    void require() {
        if (!isRequested()) {
            throw new InvalidInputException("Send a function along. It gets the result.");
        }
    }

    /** Calls the client's function with {@code {ok: true, …}}. Without a function it does nothing. */
    void ok(Map<String, ?> result) {
        answer(true, result);
    }

    /** Calls the client's function with {@code {ok: false, error}}. Without a function it sends a {@code problem}. */
    void error(InvalidInputException e) {
        if (isRequested()) {
            answer(false, Map.of("error", e.getMessage()));
        } else {
            socket.sendEvent("problem", e.getMessage());
        }
    }

    /** Sorted, because {@code Map.of} has another order in every run. */
    private void answer(boolean ok, Map<String, ?> more) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("ok", ok);
        answer.putAll(new TreeMap<>(more));
        request.sendAckData(answer);
    }
}
