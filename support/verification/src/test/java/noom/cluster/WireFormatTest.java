package noom.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes on the wire, and what is refused. */
class WireFormatTest {
    @Test
    void aBroadcastHasTheBytesOfNodesAdapter() throws Exception {
        var broadcast = new Broadcast("said", List.of("hi", 7), List.of("java"), List.of(), 0);

        var bytes = WireFormat.msgpack(List.of("abc123", broadcast.packet(), broadcast.options()));

        var read = WireFormat.read(bytes);
        assertEquals((byte) 0x93, bytes[0], "an array of three");
        assertEquals("abc123", read.get(0).textValue());
        // Node sends the keys in this order; the order says nothing.
        assertEquals(WireFormat.read(json("{\"type\":2,\"data\":[\"said\",\"hi\",7],\"nsp\":\"/\"}")), read.get(1));
        assertEquals(WireFormat.read(json("{\"rooms\":[\"java\"],\"except\":[],\"flags\":{}}")), read.get(2));
        assertEquals(broadcast.rooms(), Broadcast.read(read.get(1), read.get(2)).rooms());
    }

    @Test
    void aMessageThatNodeHasSentIsRead() {
        // [uid, packet, options] as notepack.io writes it, with flags: undefined.
        var bytes = HexFormat.of()
                .parseHex("93a6616263313233" + "83a47479706502a46461746192a473616964a26869a36e7370a12f"
                        + "83a5726f6f6d7391a46a617661a665786365707490a5666c616773d40000");

        var message = WireFormat.read(bytes);
        var broadcast = Broadcast.read(message.get(1), message.get(2));

        assertEquals("said", broadcast.event());
        assertEquals("[\"hi\"]", broadcast.arguments().toString());
        assertEquals(List.of("java"), broadcast.rooms());
    }

    @Test
    void bytesStayBytes() throws Exception {
        var bytes = WireFormat.msgpack(Map.of("picture", new byte[] {1, 2, 3}));

        assertArrayEquals(
                new byte[] {1, 2, 3}, WireFormat.read(bytes).path("picture").binaryValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":", "\u00c1", "\u0093\u0001"})
    void whatCannotBeReadIsRefused(String text) {
        assertThrows(
                MalformedMessageException.class, () -> WireFormat.read(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void aMessageThatIsTooLargeOrTooDeepIsRefused() {
        var large = new byte[(1 << 20) + 1];
        large[0] = '{';
        var deep = new byte[100_000];
        Arrays.fill(deep, (byte) 0x91);
        deep[deep.length - 1] = 1;

        assertThrows(MalformedMessageException.class, () -> WireFormat.read(large));
        assertThrows(MalformedMessageException.class, () -> WireFormat.read(deep));
        assertThrows(
                MalformedMessageException.class,
                () -> WireFormat.read(json("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}")));
        assertEquals(
                1,
                WireFormat.read(json("{\"a\":" + "[".repeat(50) + "]".repeat(50) + "}"))
                        .size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":1,\"data\":[\"x\"]}",
                "{\"type\":2,\"data\":[]}",
                "{\"type\":2,\"data\":[7]}",
                "{\"type\":2,\"data\":\"x\"}",
                "{\"type\":2,\"data\":[\"x\"],\"nsp\":\"/other\"}",
                "{}"
            })
    void aPacketThatIsNoEventIsRefused(String packet) {
        var options = WireFormat.read(json("{\"rooms\":[],\"except\":[]}"));

        assertThrows(MalformedMessageException.class, () -> Broadcast.read(WireFormat.read(json(packet)), options));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"rooms\":[]}", "{\"rooms\":7,\"except\":[]}", "{\"rooms\":[7],\"except\":[]}"})
    void optionsWithoutListsOfRoomsAreRefused(String options) {
        JsonNode packet = WireFormat.read(json("{\"type\":2,\"data\":[\"x\"]}"));

        assertThrows(MalformedMessageException.class, () -> Broadcast.read(packet, WireFormat.read(json(options))));
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
