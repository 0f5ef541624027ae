package noom;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import noom.testkit.TcpProxy;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What people see and do where WebSocket does not come through, and while the server is away. */
@Order(1)
class OutageTest extends ChatInABrowser {
    @Test
    void behindAProxyThatForbidsWebSocketThePagePolls() {
        try (var proxy = TcpProxy.withoutUpgradesTo(chat.port())) {
            var proxied = Pages.create(proxy.port(), "").start(0);
            try {
                ann.go(home(proxied));
                ann.awaitText("#connection", "Connected by polling"::equals);
                ann.click("#wire summary");
                ann.type("#message", "through the proxy" + Keys.ENTER);

                bob.awaitTexts("#messages li", "Anon: through the proxy");
                ann.awaitTexts("#messages li", "Anon: through the proxy");
                ann.screenshot("step03-polling");
            } finally {
                ann.go(home(pages));
                proxied.stop();
            }
        }
        ann.awaitConsole("WebSocket");
    }

    @Test
    @Tag("hardening")
    void behindAProxyThatSwallowsWebSocketThePagePolls() {
        try (var proxy = TcpProxy.to(chat.port())) {
            proxy.swallowUpgrades(true);
            var otherPages = Pages.create(chat.port(), "http://localhost:" + proxy.port())
                    .start(0);
            try {
                ann.go(home(otherPages));

                ann.awaitText("#connection", "Connected by polling"::equals);
                ann.type("#message", "through the proxy" + Keys.ENTER);
                bob.awaitTexts("#messages li", "Anon: through the proxy");
            } finally {
                ann.go(home(pages));
                otherPages.stop();
            }
        }
        ann.awaitConsole("WebSocket");
    }

    @Test
    void afterARestartThePageSendsItsBufferedMessages() {
        ann.type("#nickname", "Ann" + Keys.ENTER);
        ann.type("#message", "before" + Keys.ENTER);
        bob.awaitTexts("#messages li", "Ann: before");
        chat.stop();
        try {
            for (var window : List.of(ann, bob)) {
                window.awaitText("#connection", text -> text.endsWith("reconnecting…"));
                window.awaitConsole("ERR_CONNECTION_REFUSED");
            }
            ann.type("#message", "meanwhile" + Keys.ENTER);
            ann.awaitTexts("#messages .waiting", "You: meanwhile");
            ann.screenshot("step03-reconnecting");
        } finally {
            chat = ChatServer.start(chat.port());
        }
        for (var window : List.of(ann, bob)) {
            window.awaitText("#connection", text -> text.startsWith("Connected by "));
        }
        ann.awaitTexts("#messages li", "Ann: before", "Ann: meanwhile");
        bob.type("#message", "after" + Keys.ENTER);
        ann.awaitTexts("#messages li", "Ann: before", "Ann: meanwhile", "Anon: after");
        for (var window : List.of(ann, bob)) {
            // Another attempt may have failed before the server was back.
            window.console().forEach(entry -> assertTrue(entry.contains("ERR_CONNECTION_REFUSED"), entry));
        }
    }

    @Test
    @Tag("hardening")
    void aRefusedNicknameIsNotSentAgainAfterAReconnect() {
        ann.type("#nickname", "Ann" + Keys.ENTER);
        ann.type("#nickname", Keys.chord(Keys.CONTROL, "a") + "Server" + Keys.ENTER);
        ann.awaitTexts("#messages li", "Server: The nickname Server is taken. Choose another.");

        ann.script("import('/public/js/socket.js').then(({ socket }) => socket.io.engine.close())");
        ann.awaitText("#connection", text -> text.startsWith("Disconnected"));
        ann.awaitText("#connection", "Connected by websocket"::equals);
        ann.type("#message", "Who am I?" + Keys.ENTER);
        bob.awaitTexts("#messages li", "Ann: Who am I?");
    }
}
