package noom;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import noom.testkit.RawConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that is no message of this chat's JSON protocol. Two other clients chat on. */
class ValidationTest {
    private static ChatServer chat;
    private static ChatClient ann;
    private static ChatClient bob;
    private static int messagesOfAnn;

    @BeforeAll
    static void start() {
        chat = ChatServer.start(0);
        ann = ChatClient.connect(chat.port());
        bob = ChatClient.connect(chat.port());
        ann.nickname("Ann");
    }

    @AfterAll
    static void stop() {
        ann.close();
        bob.close();
        chat.stop();
    }

    @AfterEach
    void theOthersChatOn() {
        messagesOfAnn++;
        ann.say("message " + messagesOfAnn);
        bob.awaitMessage("Ann: message " + messagesOfAnn);
        assertAll(
                () -> assertEquals(
                        messagesOfAnn,
                        bob.messages().stream()
                                .filter(message -> message.startsWith("Ann: "))
                                .count()),
                () -> assertEquals(List.of(), ann.problems()),
                () -> assertEquals(List.of(), bob.problems()));
    }

    static Stream<String> invalidMessages() {
        return Stream.of(
                "",
                " ",
                "nonsense",
                "{",
                "{\"type\":\"new_message\",\"payload\":\"hi\"} and more",
                "\"new_message\"",
                "null",
                "42",
                "[]",
                "[\"new_message\",\"hi\"]",
                "{}",
                "{\"payload\":\"hi\"}",
                "{\"type\":\"new_message\"}",
                "{\"type\":\"nickname\"}",
                "{\"type\":\"shout\",\"payload\":\"hi\"}",
                "{\"type\":\"NEW_MESSAGE\",\"payload\":\"hi\"}",
                "{\"type\":null,\"payload\":\"hi\"}",
                "{\"type\":7,\"payload\":\"hi\"}",
                "{\"type\":[\"new_message\"],\"payload\":\"hi\"}",
                "{\"type\":\"new_message\",\"payload\":null}",
                "{\"type\":\"new_message\",\"payload\":42}",
                "{\"type\":\"new_message\",\"payload\":true}",
                "{\"type\":\"new_message\",\"payload\":{\"text\":\"hi\"}}",
                "{\"type\":\"new_message\",\"payload\":[\"hi\"]}",
                "{\"type\":\"nickname\",\"payload\":1e999}",
                "{'type':'new_message','payload':'hi'}",
                "{\"type\":\"new_message\",\"payload\":\"" + "x".repeat(1001) + "\"}",
                "{\"type\":\"nickname\",\"payload\":\"" + "x".repeat(21) + "\"}",
                "{\"type\":\"nickname\",\"payload\":\"A\\tnn\"}",
                "{\"type\":\"nickname\",\"payload\":\"\\u202Ann\"}",
                "[".repeat(5000),
                "{\"type\":".repeat(2000),
                "{\"type\":\"new_message\",\"payload\":" + "[".repeat(5000) + "]".repeat(5000) + "}");
    }

    @ParameterizedTest
    @MethodSource("invalidMessages")
    void anInvalidMessageIsAnsweredAndTheConnectionStays(String message) throws IOException {
        try (var client = new RawConnection(chat.port()).webSocket("/")) {
            client.sendFrame(RawConnection.TEXT, message);
            assertTrue(client.readFrame().text().startsWith("Server: "));

            client.sendFrame(RawConnection.TEXT, "{\"type\":\"new_message\",\"payload\":\"sorry\"}");
            assertEquals("Anon: sorry", client.readFrame().text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hi", ""})
    void binaryIsClosedWith1003(String payload) throws IOException {
        try (var client = new RawConnection(chat.port()).webSocket("/")) {
            client.sendFrame(RawConnection.BINARY, payload);

            assertEquals(1003, client.readCloseCode());
            client.readToTheEnd();
        }
    }
}
