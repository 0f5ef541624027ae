package noom.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Requests to other servers that wait for responses. Used on the server's event loop. */
final class PendingRequests {
    /** The id of each request, and what takes its responses: true means that it needs no more. */
    private final Map<String, Predicate<JsonNode>> requests = new HashMap<>();

    void add(String id, Predicate<JsonNode> takeResponse) {
        requests.put(id, takeResponse);
    }

    /** Whether a request is ours: each server hears its own, too. */
    boolean contains(String id) {
        return requests.containsKey(id);
    }

    /** Hands a response over. One to a request that is not ours, or is over, is for somebody else. */
    void respond(String id, JsonNode response) {
        var request = requests.get(id);
        if (request != null && request.test(response)) {
            requests.remove(id);
        }
    }

    /** Whether the request was still waiting. */
    boolean remove(String id) {
        return requests.remove(id) != null;
    }
}
