package noom.websocket;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import noom.testkit.ProgramProcess;
import noom.testkit.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid frames are closed with the code of RFC 6455; valid ones may come in any pieces. */
@Isolated("It reads the log.")
class FrameValidatorTest extends HostileClientTest {
    private static final int MANY = 20_000;

    @ParameterizedTest
    @MethodSource("noom.websocket.InvalidFrame#all")
    void anInvalidFrameIsClosedWithItsCode(InvalidFrame invalid) throws IOException {
        try (var client = new RawConnection(chat.port()).webSocket("/")) {
            client.send(invalid.bytes());

            assertEquals(invalid.closeCode(), client.readCloseCode());
            client.readToTheEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 4096})
    void endlessFragmentsAreClosedWith1009(int size) throws IOException {
        try (var client = new RawConnection(chat.port()).webSocket("/")) {
            client.sendFrame(RawConnection.FIRST_FRAGMENT_OF_TEXT, "");
            client.sendUntilRefused(RawConnection.frame(RawConnection.FRAGMENT, "x".repeat(size)), MANY);

            assertEquals(1009, client.readCloseCode());
        }
    }

    @Test
    void aMessageMayComeInFragmentsWithAPingBetween() throws IOException {
        try (var client = new RawConnection(chat.port()).webSocket("/")) {
            client.sendFrame(RawConnection.FIRST_FRAGMENT_OF_TEXT, "Hello");
            client.sendFrame(RawConnection.PING, "are you there?");
            client.sendFrame(RawConnection.FRAGMENT, ", ");
            client.sendFrame(RawConnection.LAST_FRAGMENT, "Bob");

            var pong = client.readFrame();
            var message = client.readFrame();

            assertAll(
                    () -> assertEquals(RawConnection.PONG, pong.firstByte()),
                    () -> assertEquals("are you there?", pong.text()),
                    () -> assertEquals("Hello, Bob", message.text()));
        }
    }

    @Test
    void aHundredFramesInOnePacketAreAHundredMessages() throws IOException {
        try (var client = new RawConnection(chat.port()).webSocket("/")) {
            var packet = new ByteArrayOutputStream();
            for (var i = 0; i < 100; i++) {
                packet.writeBytes(RawConnection.frame(RawConnection.TEXT, "message " + i));
            }
            client.send(packet.toByteArray());

            for (var i = 0; i < 100; i++) {
                assertEquals("message " + i, client.readFrame().text());
            }
        }
    }

    @Test
    void aFrameMayComeByteByByte() throws IOException {
        var text = "x".repeat(200);
        try (var client = new RawConnection(chat.port()).webSocket("/")) {
            for (var oneByte : RawConnection.frame(RawConnection.TEXT, text)) {
                client.send(oneByte);
            }

            assertEquals(text, client.readFrame().text());
        }
    }

    @Test
    void aSmallHeapSurvivesAllInvalidFrames() throws Exception {
        try (var program = ProgramProcess.start(TestChat.class.getName(), Map.of(), "-Xmx64m")) {
            var port = program.portAfter("Listening on ws://localhost:");
            for (var invalid : InvalidFrame.all().toList()) {
                try (var client = new RawConnection(port).webSocket("/")) {
                    client.send(invalid.bytes());
                    assertEquals(invalid.closeCode(), client.readCloseCode(), invalid::toString);
                }
            }
            for (var i = 0; i < 20; i++) {
                try (var client = new RawConnection(port).webSocket("/")) {
                    client.sendFrame(RawConnection.FIRST_FRAGMENT_OF_TEXT, "");
                    client.sendUntilRefused(RawConnection.frame(RawConnection.FRAGMENT, "x".repeat(16_000)), 1_000);
                }
            }
            try (var client = new RawConnection(port).webSocket("/")) {
                client.sendFrame(RawConnection.TEXT, "still here");
                assertEquals("still here", client.readFrame().text());
            }
            assertEquals(List.of(), program.errors());
        }
    }
}
