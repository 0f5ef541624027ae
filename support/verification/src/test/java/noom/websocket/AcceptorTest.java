package noom.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import noom.testkit.ConnectionCrowd;
import noom.testkit.ProgramProcess;
import noom.testkit.RawConnection;
import noom.testkit.Waits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Isolated;

/** A server without free files accepts again as soon as it has some. */
@Isolated("It measures how soon the server is back.")
@EnabledOnOs(value = OS.LINUX, disabledReason = "prlimit is a Linux program")
class AcceptorTest {
    private static final Duration MOST_TO_RECOVER = Duration.ofSeconds(2);

    @Test
    void afterTooManyOpenFilesTheServerAcceptsAgain() throws Exception {
        try (var program = ProgramProcess.start(TestChat.class.getName(), Map.of())) {
            var port = program.portAfter(TestChat.LISTENING);
            try (var member = new RawConnection(port).webSocket("/")) {
                program.limitOpenFiles(60);
                for (var round = 0; round < 2; round++) {
                    try (var crowd = ConnectionCrowd.connect(port, 160)) {
                        Waits.waitFor("the server to run out of files")
                                .until(() ->
                                        crowd.size() > 60 && !program.errors().isEmpty());
                        assertChats(member, "I am a member, round " + round);
                    }

                    var begin = System.nanoTime();
                    try (var newcomer = new RawConnection(port).webSocket("/")) {
                        assertChats(newcomer, "I am new, round " + round);
                    }
                    var taken = Duration.ofNanos(System.nanoTime() - begin);
                    assertTrue(taken.compareTo(MOST_TO_RECOVER) < 0, () -> "it took " + taken);
                }
            }
            assertEquals(1, program.errors().size(), program.errors()::toString);
            assertTrue(program.errors().get(0).contains("Cannot accept connections: "), program.errors()::toString);
        }
    }

    private static void assertChats(RawConnection client, String text) throws IOException {
        client.sendFrame(RawConnection.TEXT, text);
        while (!client.readFrame().text().equals(text)) {
            // Messages of others come first.
        }
    }
}
