package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the same scripts against step 6 and its Node server: both send the same packets. */
class NodeCallTest {
    private static final String CALL = """
            Ann > 420["join_room"," java "]
            Ann < 430[{"ok":true,"count":1,"room":"java"}]
            Bob > 420["join_room","java"]
            Bob < 430[{"ok":true,"count":2,"room":"java"}]
            Bob > 421["join_room","java"]
            Bob < 431[{"ok":true,"count":2,"room":"java"}]
            Ann < 42["welcome"]
            Ann > 421["offer",{"type":"offer","sdp":"v=0","more":1},"java"]
            Ann < 431[{"ok":true}]
            Ann > 422["ice",{"candidate":"candidate:1","sdpMid":"0","sdpMLineIndex":0,"more":1}," java "]
            Ann < 432[{"ok":true}]
            Bob < 42["offer",{"type":"offer","sdp":"v=0"},"java"]
            Bob < 42["ice",{"candidate":"candidate:1","sdpMid":"0","sdpMLineIndex":0},"java"]
            Bob > 422["answer",{"type":"answer","sdp":"v=0"},"java"]
            Bob < 432[{"ok":true}]
            Bob > 42["ice",{"candidate":"","usernameFragment":"x"},"java"]
            Ann < 42["answer",{"type":"answer","sdp":"v=0"},"java"]
            Ann < 42["ice",{"candidate":"","usernameFragment":"x"},"java"]
            Bob > 423["offer",{"type":"offer","sdp":"v=0"},"java"]
            Bob < 433[{"ok":false,"error":"The one who waited makes the offers."}]
            Ann > 41
            Bob < 42["bye","java"]
            Eve > 420["join_room","java"]
            Eve < 430[{"ok":true,"count":2,"room":"java"}]
            Bob < 42["welcome"]
            Bob > 424["offer",{"type":"offer","sdp":"v=0"},"java"]
            Bob < 434[{"ok":true}]
            Eve < 42["offer",{"type":"offer","sdp":"v=0"},"java"]
            Eve > 421["leave_room","java"]
            Eve < 431[{"ok":true,"room":"java"}]
            Bob < 42["bye","java"]
            Bob > 425["offer",{"type":"offer","sdp":"v=0"},"java"]
            Bob < 435[{"ok":true}]
            """;

    private static final String REFUSALS = """
            Ann > 420["join_room","java"]
            Ann < 430[{"ok":true,"count":1,"room":"java"}]
            Bob > 420["join_room","java"]
            Bob < 430[{"ok":true,"count":2,"room":"java"}]
            Eve > 420["join_room","java"]
            Eve < 430[{"ok":false,"error":"The room java is full. Choose another."}]
            Eve > 421["offer",{"type":"offer","sdp":"v=0"},"java"]
            Eve < 431[{"ok":false,"error":"You are not in the room java."}]
            Eve > 422["answer",{"type":"answer","sdp":"v=0"},"java"]
            Eve < 432[{"ok":false,"error":"You are not in the room java."}]
            Eve > 423["ice",{"candidate":"candidate:1"},"java"]
            Eve < 433[{"ok":false,"error":"You are not in the room java."}]
            Eve > 424["leave_room","java"]
            Eve < 434[{"ok":false,"error":"You are not in the room java."}]
            Eve > 42["ice",{"candidate":"candidate:1"},"java"]
            Eve < 42["problem","You are not in the room java."]
            Eve > 425["join_room","  "]
            Eve < 435[{"ok":false,"error":"A room's name has 1 to 30 characters."}]
            Eve > 426["join_room",7]
            Eve < 436[{"ok":false,"error":"A room is a string."}]
            Eve > 427["join_room"]
            Eve < 437[{"ok":false,"error":"A room is a string."}]
            Ann < 42["welcome"]
            Ann > 421["offer",{"type":"answer","sdp":"v=0"},"java"]
            Ann < 431[{"ok":false,"error":"An offer is {type: \\"offer\\", sdp: \\"…\\"}."}]
            Ann > 422["offer","v=0","java"]
            Ann < 432[{"ok":false,"error":"An offer is {type: \\"offer\\", sdp: \\"…\\"}."}]
            Ann > 423["answer",{"type":"answer","sdp":""},"java"]
            Ann < 433[{"ok":false,"error":"An answer is {type: \\"answer\\", sdp: \\"…\\"}."}]
            Ann > 424["answer",null,"java"]
            Ann < 434[{"ok":false,"error":"An answer is {type: \\"answer\\", sdp: \\"…\\"}."}]
            Ann > 425["ice",{"sdpMid":"0"},"java"]
            Ann < 435[{"ok":false,"error":"A candidate is {candidate: \\"…\\", sdpMid: \\"…\\", …}."}]
            Ann > 426["ice",null,"java"]
            Ann < 436[{"ok":false,"error":"A candidate is {candidate: \\"…\\", sdpMid: \\"…\\", …}."}]
            Bob > 421["ice",{"candidate":"the first that reaches Ann"},"java"]
            Ann < 42["ice",{"candidate":"the first that reaches Ann"},"java"]
            """;

    @ParameterizedTest
    @ValueSource(strings = {"step06-video-call", "docs/node/step06"})
    void theClientThatWaitedMakesTheOffers(String program) throws Exception {
        assertPackets(program, CALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"step06-video-call", "docs/node/step06"})
    void aThirdClientAndInvalidSignalsAreRefused(String program) throws Exception {
        assertPackets(program, REFUSALS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"step06-video-call", "docs/node/step06"})
    void thePageHasTheIceServers(String program) throws Exception {
        var iceServers = "[{\"urls\":\"stun:stun.example.org\"}]";
        var settings = Map.of("ICE_SERVERS", iceServers);
        try (var running = RunningProgram.start(Project.repository(), program, settings)) {
            var html = running.page();

            assertTrue(html.contains("data-ice-servers=\"%s\"".formatted(iceServers.replace("\"", "&quot;"))), html);
        }
    }

    /** Expects the packets of the script and no others, except OPEN and CONNECT of each connection. */
    private static void assertPackets(String program, String script) throws Exception {
        try (var running = RunningProgram.start(program)) {
            var lines = script.lines().toList();
            var packets = Conversation.inCall(running.socketPort(), lines).stream()
                    .filter(packet -> !packet.matches("\\w+ < 4?0\\{.*"))
                    .toList();

            assertEquals(lines, packets);
        }
    }
}
