package noom.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Asks the other servers, and tells them what to do. Answers come in the order of the questions: an older one never
 * follows a newer one. Used on the server's event loop.
 */
final class Requests {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final RedisConnection redis;
    private final EventLoop eventLoop;
    private final String uid;

    /** The id of each request that waits, and what takes its responses: true means that it needs no more. */
    private final Map<String, Predicate<JsonNode>> pending = new HashMap<>();

    private CompletableFuture<?> lastAnswer = CompletableFuture.completedFuture(null);
    private boolean isIncomplete;

    /** @param uid this server's own id */
    Requests(RedisConnection redis, EventLoop eventLoop, String uid) {
        this.redis = redis;
        this.eventLoop = eventLoop;
        this.uid = uid;
    }

    static String randomId() {
        var bytes = new byte[6];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** How many servers are on this Redis; without Redis one. */
    CompletableFuture<Integer> countServers() {
        return eventLoop.bring(redis.subscribers(RedisAdapter.REQUESTS), 1);
    }

    /**
     * Asks all servers. The answer is complete when all that listen have responded, or after a second.
     *
     * @param body what the request says beside its type
     * @param local this server's own part
     * @param add adds a response to it
     */
    <T> CompletableFuture<T> ask(
            RequestType type, Map<String, ?> body, Supplier<T> local, BiConsumer<T, JsonNode> add) {
        var asked = countServers().thenCompose(servers -> ask(servers - 1, type, body, local.get(), add));
        var inOrder = lastAnswer.thenCombine(asked, (before, answer) -> answer);
        lastAnswer = inOrder;
        return inOrder;
    }

    private <T> CompletableFuture<T> ask(
            int others, RequestType type, Map<String, ?> body, T parts, BiConsumer<T, JsonNode> add) {
        var answer = new CompletableFuture<T>();
        if (others <= 0) {
            answer.complete(parts);
            return answer;
        }
        var id = randomId();
        var responses = new ArrayList<JsonNode>();
        pending.put(id, response -> {
            add.accept(parts, response);
            responses.add(response);
            return responses.size() == others && answer.complete(parts);
        });
        eventLoop.io().schedule(() -> isIncomplete |= giveUp(id, answer, parts), TIMEOUT);
        redis.publish(RedisAdapter.REQUESTS, WireFormat.json(request(type, id, body)));
        return answer;
    }

    /** Whether a server has left an answer out since the last call: it may have been slow, and not gone. */
    boolean wereIncomplete() {
        var were = isIncomplete;
        isIncomplete = false;
        return were;
    }

    /** Answers without those that are silent, and returns whether there are such. */
    private <T> boolean giveUp(String id, CompletableFuture<T> answer, T parts) {
        return pending.remove(id) != null && answer.complete(parts);
    }

    /** Asks the sockets of the other servers for acknowledgements. The answer has what came in time. */
    CompletableFuture<List<JsonNode>> askForAcknowledgements(Broadcast broadcast) {
        return countServers().thenCompose(servers -> askForAcknowledgements(servers - 1, broadcast));
    }

    private CompletableFuture<List<JsonNode>> askForAcknowledgements(int others, Broadcast broadcast) {
        var answer = new CompletableFuture<List<JsonNode>>();
        var acknowledgements = new Acknowledgements(others);
        if (others <= 0) {
            answer.complete(acknowledgements.answers);
            return answer;
        }
        var id = randomId();
        pending.put(id, response -> acknowledgements.add(response) && answer.complete(acknowledgements.answers));
        eventLoop
                .io()
                .schedule(
                        () -> giveUp(id, answer, acknowledgements.answers),
                        Duration.ofMillis(broadcast.timeoutMillis()));
        var body = Map.of("packet", broadcast.packet(), "opts", broadcast.options());
        redis.publish(RedisAdapter.REQUESTS, WireFormat.msgpack(request(RequestType.BROADCAST, id, body)));
        return answer;
    }

    /** Each server says how many sockets it asks, and passes on what they answer. */
    private static final class Acknowledgements {
        private final List<JsonNode> answers = new ArrayList<>();
        private int missingCounts;
        private int asked;

        Acknowledgements(int servers) {
            missingCounts = servers;
        }

        /** Whether all is there. */
        boolean add(JsonNode response) {
            switch (RequestType.of(response)) {
                case BROADCAST_CLIENT_COUNT -> {
                    missingCounts--;
                    asked += response.path("clientCount").asInt();
                }
                case BROADCAST_ACK -> answers.add(response.path("packet"));
                default -> throw new MalformedMessageException("it is not a response to this request");
            }
            return missingCounts <= 0 && answers.size() >= asked;
        }
    }

    /** Tells all other servers to do something. They do not respond. */
    void command(RequestType type, Map<String, ?> body) {
        redis.publish(RedisAdapter.REQUESTS, WireFormat.json(request(type, null, body)));
    }

    private Map<String, Object> request(RequestType type, String id, Map<String, ?> body) {
        var request = new HashMap<String, Object>(body);
        request.put("type", type.ordinal());
        request.put("uid", uid);
        if (id != null) {
            request.put("requestId", id);
        }
        return request;
    }

    /** Hands a response over. One to a request that is not ours, or is over, is for somebody else. */
    void respond(JsonNode response) {
        var id = response.path("requestId").asText();
        var request = pending.get(id);
        if (request != null && request.test(response)) {
            pending.remove(id);
        }
    }
}
