package noom;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What people see and do while the server is away, and when it is back. */
@Order(1)
class OutageTest extends ChatInABrowser {
    @Test
    void afterARestartThePageEntersItsRoomsAgain() {
        enter(ann, "java");
        enter(bob, "java");
        ann.type("#room", "node" + Keys.ENTER);
        ann.awaitText("#message-label", "Write to java, node"::equals);
        ann.click("#my-rooms [data-room=java] input");
        ann.awaitText("#message-label", "Write to node"::equals);
        bob.awaitText("#my-rooms .member:not(:disabled)", "Ann"::equals);
        bob.click("#my-rooms .member:not(:disabled)");
        chat.stop();
        try {
            for (var window : List.of(ann, bob)) {
                window.awaitText("#connection", text -> text.endsWith("reconnecting…"));
                window.awaitConsole("ERR_CONNECTION_REFUSED");
            }
        } finally {
            chat = ChatServer.start(chat.port());
        }
        for (var window : List.of(ann, bob)) {
            window.awaitText("#connection", text -> text.startsWith("Connected by "));
            window.awaitText("#my-rooms li", text -> text.contains("java (2)"));
        }
        // What was meant for some must not go to others now.
        ann.awaitText("#message-label", "Write to node"::equals);
        // Ann has another id now.
        bob.awaitText("#message-label", "Whisper to Ann, who has left"::equals);
        ann.click("#my-rooms [data-room=java] input");
        ann.type("#message", "back again" + Keys.ENTER);
        lastMessage(bob, "[java] Ann: back again");
        for (var window : List.of(ann, bob)) {
            // Another attempt may have failed before the server was back.
            window.console().forEach(entry -> assertTrue(entry.contains("ERR_CONNECTION_REFUSED"), entry));
        }
    }

    @Test
    @Tag("hardening")
    void aRefusedNicknameIsNotSentAgainAfterAReconnect() {
        enter(ann, "java");
        enter(bob, "java");
        ann.type("#nickname", Keys.chord(Keys.CONTROL, "a") + "Server" + Keys.ENTER);
        lastMessage(ann, "Server: The nickname Server is taken. Choose another.");

        ann.script("import('/public/js/socket.js').then(({ socket }) => socket.io.engine.close())");
        lastMessage(bob, "[java] Ann left, 1 here");
        lastMessage(bob, "[java] Ann came in, 2 here");
    }
}
