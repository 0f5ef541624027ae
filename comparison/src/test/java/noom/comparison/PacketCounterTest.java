package noom.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What counts as a packet, before and after the upgrade. */
class PacketCounterTest {
    private static final String UPGRADED = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void eachHttpMessageIsOnePacket() {
        write("POST /a HTTP/1.1\r\nContent-Length: 12\r\n\r\nGET / \r\n\r\n42");
        write("GET /b HTTP/1.1\r\n\r\n");

        assertEquals(2, packets());
    }

    @Test
    void eachWebSocketFrameIsOnePacket() {
        write(UPGRADED);
        bytes.writeBytes(Protocol.clientFrame(Protocol.TEXT, "masked"));
        bytes.writeBytes(Protocol.RAW_WEBSOCKET.encodeReceived("short"));
        bytes.writeBytes(Protocol.RAW_WEBSOCKET.encodeReceived("long".repeat(100)));
        bytes.writeBytes(Protocol.clientFrame(Protocol.PING, ""));
        bytes.writeBytes(new byte[] {(byte) 0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0});
        bytes.writeBytes(new byte[65536]);

        assertEquals(6, packets());
    }

    @Test
    void theUpgradeMakesAConnectionAWebSocket() {
        var counter = new PacketCounter();
        counter.parse("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 19);
        assertFalse(counter.isWebSocket());
        counter.parse(UPGRADED.getBytes(StandardCharsets.US_ASCII), UPGRADED.length());
        assertTrue(counter.isWebSocket());
    }

    private void write(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Counts the packets, all bytes at once and byte by byte. */
    private int packets() {
        var all = bytes.toByteArray();
        var whole = new PacketCounter();
        whole.parse(all, all.length);
        var oneByOne = new PacketCounter();
        for (var b : all) {
            oneByOne.parse(new byte[] {b}, 1);
        }
        assertEquals(whole.packets(), oneByOne.packets());
        return whole.packets();
    }
}
