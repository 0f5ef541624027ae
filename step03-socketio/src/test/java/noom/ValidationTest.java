package noom;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import noom.testkit.StandardErrorCapture;
import noom.testkit.WebSocketPackets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that breaks this chat's own rules. A second client chats on, and the log stays empty. */
@Isolated("It reads the log.")
class ValidationTest {
    private static ChatServer chat;
    private static ChatClient bystander;
    private static StandardErrorCapture log;
    private static int messagesOfBystander;

    @BeforeAll
    static void start() {
        log = StandardErrorCapture.start();
        chat = ChatServer.start(0);
        bystander = ChatClient.connect(chat.port());
        bystander.nickname("Bystander");
    }

    @AfterAll
    static void stop() {
        bystander.close();
        chat.stop();
        log.close();
    }

    @AfterEach
    void theOthersChatOnAndTheLogIsEmpty() {
        var message = "message " + ++messagesOfBystander;
        bystander.say(message);
        bystander.awaitMessage("Bystander: " + message);
        assertAll(() -> assertEquals(List.of(), bystander.problems()), () -> assertEquals("", log.text()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"nickname\"]",
                "[\"nickname\",null]",
                "[\"nickname\",12]",
                "[\"nickname\",true]",
                "[\"nickname\",{\"name\":\"Ann\"}]",
                "[\"nickname\",[\"Ann\"]]",
                "[\"nickname\",\"\"]",
                "[\"nickname\",\"  \\t\\n\"]",
                "[\"nickname\",\"123456789012345678901\"]",
                "[\"nickname\",\"Server\"]",
                "[\"nickname\",\" Server \"]",
                "[\"nickname\",\"A\\tnn\"]",
                "[\"nickname\",\"\\u202Ann\"]",
                "[\"nickname\",\"Ann\\u2066\"]",
                "[\"new_message\"]",
                "[\"new_message\",null]",
                "[\"new_message\",12]",
                "[\"new_message\",1e999]",
                "[\"new_message\",false]",
                "[\"new_message\",{}]",
                "[\"new_message\",{\"toString\":\"x\"}]",
                "[\"new_message\",[]]",
                "[\"new_message\",[\"hi\"]]",
                "[\"new_message\",\"\"]",
                "[\"new_message\",\" \\u2003 \"]",
            })
    void invalidInputIsAnsweredToItsSenderOnly(String event) {
        try (var client = WebSocketPackets.join(chat.port())) {
            client.send("42" + event);

            var packet = client.awaitPacket("42");
            assertTrue(packet.startsWith("42[\"problem\",\"" + expectedProblem(event)), packet);
            client.say("still Anon");
            client.awaitLine("Anon: still Anon");
        }
    }

    private static String expectedProblem(String event) {
        if (event.contains("Server")) {
            return "The nickname Server is taken.";
        }
        return event.contains("nickname") ? "A nickname " : "A message ";
    }

    @Test
    void messagesAndNicknamesMayBeAsLongAsTheirLimits() {
        try (var client = WebSocketPackets.join(chat.port())) {
            client.say("x".repeat(1_000));
            client.awaitLine("Anon: " + "x".repeat(1_000));
            client.say("x".repeat(1_001));
            client.awaitPacket("42[\"problem\",\"A message ");

            client.send("42[\"nickname\",\"  12345678901234567890  \"]");
            client.say(" as typed ");
            client.awaitLine("12345678901234567890:  as typed ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42[\"new_message\",\"hi\",1,null,{\"a\":[]}]",
                "427[\"new_message\",\"hi\"]",
                "42 [ \"new_message\" , \"hi\" ] ",
                "42[\"new_mess\\u0061ge\",\"hi\"]",
            })
    void moreArgumentsAndBlanksInAPacketAreIgnored(String packet) {
        try (var client = WebSocketPackets.join(chat.port())) {
            client.send(packet);

            client.awaitLine("Anon: hi");
        }
    }

    @Test
    void markupIsPassedOnAsItIs() {
        try (var client = WebSocketPackets.join(chat.port())) {
            client.send("42[\"nickname\",\"<b>Ann</b>\"]");
            client.say("<script>alert(1)</script>&amp;");

            client.awaitLine("<b>Ann</b>: <script>alert(1)</script>&amp;");
        }
    }
}
