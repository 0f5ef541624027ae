package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the same scripts against steps 4 and 5 and their Node servers: both send the same packets. */
class NodeRoomsTest {
    private static final String ROOMS = """
            Ann < 42["you","<Ann's id>"]
            Ann < 42["my_rooms",["<Ann's id>"]]
            Ann < 42["room_change",[]]
            Ann > 42["nickname","Ann"]
            Ann > 42["enter_room","java"]
            Ann < 42["room_entered","java",1]
            Ann < 42["my_rooms",["<Ann's id>","java"]]
            Ann < 42["room_members","java",[{"id":"<Ann's id>","nickname":"Ann"}]]
            Ann < 42["room_change",["java"]]
            Bob > 42["nickname","Bob"]
            Bob > 42["enter_room","java"]
            Bob < 42["room_entered","java",2]
            Ann < 42["welcome","Bob",2,"java"]
            Ann < 42["room_members","java",[{"id":"<Ann's id>","nickname":"Ann"},{"id":"<Bob's id>","nickname":"Bob"}]]
            Eve > 42["nickname","Eve"]
            Eve > 42["enter_room","node"]
            Eve < 42["room_entered","node",1]
            Bob > 42["enter_room","node"]
            Eve < 42["welcome","Bob",2,"node"]
            Bob > 42["nickname","Bobby"]
            Bob > 42["new_message","hi","java"]
            Ann < 42["new_message","Bobby: hi",["java"]]
            Eve > 42["whisper","<Bob's id>","psst"]
            Bob < 42["new_message","Eve: psst",["<Bob's id>"]]
            Eve > 42["leave_room","node"]
            Eve < 42["room_left","node"]
            Eve < 42["my_rooms",["<Eve's id>"]]
            Bob < 42["bye","Eve",1,"node"]
            Bob < 42["room_members","node",[{"id":"<Bob's id>","nickname":"Bobby"}]]
            Bob > 41
            Ann < 42["bye","Bobby",1,"java"]
            Ann < 42["room_members","java",[{"id":"<Ann's id>","nickname":"Ann"}]]
            Eve < 42["room_change",["java"]]
            Eve > 42["gather"]
            Ann < 42["room_entered","announcement",2]
            Ann < 42["my_rooms",["<Ann's id>","announcement","java"]]
            Ann > 42["leave_room","announcement"]
            Eve < 42["bye","Ann",1,"announcement"]
            """;

    private static final String REQUESTS = """
            Ann > 420["nickname"," Ann "]
            Ann < 430[{"ok":true,"nickname":"Ann"}]
            Ann > 421["enter_room"," java "]
            Ann < 431[{"ok":true,"count":1,"room":"java"}]
            Bob > 42["nickname","Bob"]
            Bob > 420["enter_room","java"]
            Bob < 430[{"ok":true,"count":2,"room":"java"}]
            Eve > 42["nickname","Eve"]
            Eve > 420["enter_room","java"]
            Eve < 430[{"ok":true,"count":3,"room":"java"}]
            Eve > 421["enter_room","node"]
            Eve < 431[{"ok":true,"count":1,"room":"node"}]
            Bob > 421["enter_room","node"]
            Bob < 431[{"ok":true,"count":2,"room":"node"}]
            Bob > 422["new_message","to both",["node","java"]]
            Bob < 432[{"ok":true,"delivered":2}]
            Ann < 42["new_message","Bob: to both",["node","java"]]
            Eve < 42["new_message","Bob: to both",["node","java"]]
            Ann > 422["new_message","once","java","an id"]
            Ann < 432[{"ok":true,"delivered":2}]
            Ann > 423["new_message","once","java","an id"]
            Ann < 433[{"ok":true,"delivered":2}]
            Ann > 424["whisper","<Bob's id>","psst"]
            Ann < 434[{"ok":true,"delivered":1}]
            Ann > 425["long_task","text",42,true,null,[1],{}]
            Ann < 435[{"ok":true,"result":["string","number","boolean","null","array","object"]}]
            Ann > 426["roll_call","java"]
            Bob < 42%1$s["are_you_there"]
            Eve < 42%2$s["are_you_there"]
            Bob > 43%1$s[]
            Ann < 436[{"ok":true,"here":["Bob"],"room":"java","silent":["Eve"]}]
            Eve > 422["leave_room","node"]
            Eve < 432[{"ok":true,"room":"node"}]
            Ann > 427["gather"]
            Ann < 437[{"ok":true,"count":3,"room":"announcement"}]
            Ann > 428["new_message","hi","node"]
            Ann < 438[{"ok":false,"error":"You are not in the room node."}]
            Ann > 429["enter_room","<Bob's id>"]
            Ann < 439[{"ok":false,"error":"The room of an id belongs to one person. Whisper to reach them."}]
            Ann > 4210["enter_room","announcement"]
            Ann < 4310[{"ok":false,"error":"Nobody enters announcement. The server puts people there."}]
            Ann > 4211["leave_room",7]
            Ann < 4311[{"ok":false,"error":"A room is a string."}]
            Ann > 4212["new_message"," ","java"]
            Ann < 4312[{"ok":false,"error":"A message has 1 to 1000 characters, and not only blanks."}]
            Ann > 4213["new_message","hi",[]]
            Ann < 4313[{"ok":false,"error":"Name a room."}]
            Ann > 4214["new_message","hi","java",7]
            Ann < 4314[{"ok":false,"error":"A message id is a string."}]
            Ann > 4215["whisper","<Ann's id>","me"]
            Ann < 4315[{"ok":false,"error":"This is your own id."}]
            Ann > 4216["long_task",1,2,3,4,5,6,7,8,9,10,11]
            Ann < 4316[{"ok":false,"error":"Send 10 arguments at the most."}]
            Ann > 42["roll_call","java"]
            Ann < 42["problem","Send a function along. It gets the result."]
            """;

    @ParameterizedTest
    @ValueSource(strings = {"step04-rooms", "docs/node/step04", "docs/node/step05"})
    void peopleEnterSpeakAndLeave(String program) throws Exception {
        packets(program, ROOMS);
    }

    /** netty-socketio numbers the server's requests for each client, Node for all clients together. */
    @ParameterizedTest
    @CsvSource({"step05-acks, 1, 1", "docs/node/step05, 0, 1"})
    void everyRequestIsAnswered(String program, String numberForBob, String numberForEve) throws Exception {
        var packets = packets(program, REQUESTS.formatted(numberForBob, numberForEve));

        assertEquals(
                List.of(
                        "Bob < 42[\"new_message\",\"Ann: once\",[\"java\"]]",
                        "Eve < 42[\"new_message\",\"Ann: once\",[\"java\"]]"),
                packets.stream().filter(packet -> packet.contains("Ann: once")).toList());
    }

    /** Runs a script to its end, and returns the packets. */
    private static List<String> packets(String program, String script) throws Exception {
        try (var running = RunningProgram.start(program)) {
            return Conversation.inRooms(running.socketPort(), script.lines().toList());
        }
    }
}
