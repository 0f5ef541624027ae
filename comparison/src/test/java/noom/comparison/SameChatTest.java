package noom.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A comparison is fair if both sides do the same: each chat answers word for word as the step with its protocol. */
class SameChatTest {
    private static final JsonMapper JSON = new JsonMapper();

    @BeforeAll
    static void compile() {
        Steps.compile();
    }

    @Test
    void overRawWebSocket() throws Exception {
        var said = List.of(
                "{\"type\":\"new_message\",\"payload\":\"hi\"}",
                "{\"type\":\"nickname\",\"payload\":\"  Ann \"}",
                "{\"type\":\"new_message\",\"payload\":\"안녕 👋 <b>\"}",
                "{\"type\":\"nickname\",\"payload\":\"server\"}",
                "{\"type\":\"nickname\",\"payload\":\"" + "n".repeat(21) + "\"}",
                "{\"type\":\"nickname\",\"payload\":\"a\\u202Eb\"}",
                "{\"type\":\"nickname\",\"payload\":7}",
                "{\"type\":\"nickname\"}",
                "{\"type\":\"new_message\",\"payload\":\" \"}",
                "{\"type\":\"new_message\",\"payload\":\"" + "t".repeat(1001) + "\"}",
                "{\"type\":\"nothing\"}",
                "no JSON",
                "7",
                "{\"type\":\"new_message\",\"payload\":\"still Ann\"}");

        var ours = answers(Contender.STEP2, "/", said);

        assertEquals("Ann: still Ann", ours.get(ours.size() - 1));
        for (var other : others(Contender.STEP2)) {
            assertEquals(ours, answers(other, "/", said), other.title);
        }
    }

    @Test
    void overSocketIo() throws Exception {
        var said = List.of(
                "42[\"new_message\",\"hi\"]",
                "42[\"nickname\",\"  Ann \"]",
                "42[\"new_message\",\"안녕 👋 <b>\"]",
                "42[\"nickname\",\"server\"]",
                "42[\"nickname\",\"" + "n".repeat(21) + "\"]",
                "42[\"nickname\",\"a\\u202Eb\"]",
                "42[\"nickname\",7]",
                "42[\"new_message\",\" \"]",
                "42[\"new_message\",\"" + "t".repeat(1001) + "\"]",
                "42[\"nothing\",1]",
                "42[\"new_message\",\"still Ann\"]");
        var path = "/socket.io/?EIO=4&transport=websocket";

        var ours = events(answers(Contender.STEP3, path, said));

        assertEquals(
                "[\"new_message\",\"Ann: still Ann\"]",
                ours.get(ours.size() - 1).toString());
        for (var other : others(Contender.STEP3)) {
            assertEquals(ours, events(answers(other, path, said)), other.title);
        }
    }

    private static List<Contender> others(Contender step) {
        return Contender.all().stream()
                .filter(contender -> contender.protocol == step.protocol && contender != step)
                .toList();
    }

    /** The JSON behind the {@code 42}: a character may be written as itself or as an escape. */
    private static List<JsonNode> events(List<String> packets) throws JsonProcessingException {
        var events = new ArrayList<JsonNode>();
        for (var packet : packets) {
            events.add(JSON.readTree(packet.substring(2)));
        }
        return events;
    }

    /** What a client gets that says all this, up to the answer to its last line. */
    private static List<String> answers(Contender contender, String path, List<String> said) throws Exception {
        try (var server = ServerProcess.start(contender)) {
            var heard = new LinkedBlockingQueue<String>();
            var address = URI.create("ws://localhost:" + server.socketPort() + path);
            var socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(address, listener(heard))
                    .join();
            if (contender.protocol == Protocol.SOCKET_IO) {
                assertTrue(next(heard).startsWith("0{"));
                socket.sendText("40", true).join();
                assertTrue(next(heard).startsWith("40{"));
            }
            for (var line : said) {
                socket.sendText(line, true).join();
            }
            var answers = new ArrayList<String>();
            while (answers.isEmpty() || !answers.get(answers.size() - 1).contains("still Ann")) {
                answers.add(next(heard));
            }
            socket.abort();
            return answers;
        }
    }

    private static String next(BlockingQueue<String> heard) throws InterruptedException {
        return Objects.requireNonNull(heard.poll(10, TimeUnit.SECONDS), "No answer came.");
    }

    private static WebSocket.Listener listener(BlockingQueue<String> heard) {
        var message = new StringBuilder();
        return new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                message.append(part);
                if (last) {
                    heard.add(message.toString());
                    message.setLength(0);
                }
                return WebSocket.Listener.super.onText(socket, part, last);
            }
        };
    }
}
