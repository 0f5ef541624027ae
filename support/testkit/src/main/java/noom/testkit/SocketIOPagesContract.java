package noom.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Asks of a step's HTTP server that it also serves Socket.IO's client, where Node's server has it. */
public abstract class SocketIOPagesContract extends PagesContract {
    @Test
    void theSocketIoClientIsServedInItsPinnedVersion() throws Exception {
        var response = get("/socket.io/socket.io.js");

        assertAll(
                () -> assertEquals(200, response.statusCode()),
                () -> assertEquals("text/javascript", header(response, "Content-Type")),
                () -> assertTrue(response.body().contains(" * Socket.IO v" + pinnedVersion() + "\n")));
    }

    private static String pinnedVersion() throws IOException {
        var lock = new JsonMapper().readTree(Path.of("package-lock.json").toFile());
        return lock.at("/packages/node_modules~1socket.io-client/version").textValue();
    }
}
