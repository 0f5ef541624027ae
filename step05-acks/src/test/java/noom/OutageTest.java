package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import noom.testkit.Browser;
import noom.testkit.TcpProxy;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What people see and do while the server is away or silent, and when it is back. */
@Order(1)
class OutageTest extends ChatInABrowser {
    private static final String WHAT_ARRIVED =
            "Sent: text, number, function, object. Arrived: string, number, null, object.";

    @Test
    void afterARestartThePageEntersItsRoomsAgain() {
        enter(ann, "java");
        enter(bob, "java");
        ann.type("#room", "node" + Keys.ENTER);
        ann.awaitText("#message-label", "Write to java, node"::equals);
        ann.click("#my-rooms [data-room=java] input");
        ann.awaitText("#message-label", "Write to node"::equals);
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
    void aMessageIsGreyUntilTheServerAcknowledgesIt() {
        try (var proxy = TcpProxy.to(chat.port())) {
            var slowPages = Pages.create(proxy.port(), "").start(0);
            try {
                ann.go("http://localhost:" + slowPages.port() + "/");
                ann.awaitText("#connection", "Connected by websocket"::equals);
                enter(ann, "java");
                enter(bob, "java");
                lastMessage(ann, "[java] Bob came in, 2 here");
                proxy.hold();
                ann.type("#message", "is anybody there?" + Keys.ENTER);
                ann.awaitTexts("#messages .waiting", "[java] You: is anybody there?");
                aLongTaskShowsItsProgressAndItsResult(bob);
                // After five seconds without an answer it says so, and can be sent again.
                ann.awaitTexts("#messages .failed", "[java] You: is anybody there? (no answer yet)Send again");
                ann.screenshot("step05-late");
                proxy.release();
                lastMessage(bob, "[java] Anon: is anybody there?");
                ann.click("#messages .failed button");
                lastMessage(ann, "[java] You: is anybody there?");
                ann.awaitTexts("#messages .waiting");

                ann.type("#message", "and on" + Keys.ENTER);
                bob.awaitTexts(
                        "#messages li",
                        "[java] You came in, 2 here",
                        WHAT_ARRIVED,
                        WHAT_ARRIVED,
                        "[java] Anon: is anybody there?",
                        "[java] Anon: and on");
            } finally {
                leave(ann);
                slowPages.stop();
            }
        }
    }

    private static void aLongTaskShowsItsProgressAndItsResult(Browser.Window window) {
        var isProgressShown = "return document.getElementById('long-task-progress').checkVisibility()";
        window.script("""
                window.progress = [];
                const bar = document.getElementById("long-task-progress");
                new MutationObserver(() => progress.push(bar.checkVisibility()))
                    .observe(document.getElementById("messages"), { childList: true });
                """);
        window.click("#long-task");
        window.click("#long-task");
        assertEquals(true, window.script(isProgressShown));
        window.awaitTexts("#messages li:nth-last-child(-n+2)", WHAT_ARRIVED, WHAT_ARRIVED);
        assertEquals(List.of(true, false), window.script("return progress"), "while one is still under way");
        assertEquals(false, window.script(isProgressShown));
    }
}
