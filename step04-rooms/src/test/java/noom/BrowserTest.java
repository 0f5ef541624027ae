package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.util.List;
import noom.testkit.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What people see and do, in three windows. */
@Order(1)
class BrowserTest {
    private static Browser browser;
    private static ChatServer chat;
    private static Javalin pages;

    private static Browser.Window ann;
    private static Browser.Window bob;
    private static Browser.Window eve;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        chat = ChatServer.start(0);
        pages = Pages.create(chat.port(), "").start(0);
        ann = open();
        bob = open();
        eve = open();
    }

    @AfterAll
    static void stop() {
        if (pages != null) {
            pages.stop();
            chat.stop();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void twoComeAnew() {
        comeAs(ann, "Ann");
        comeAs(bob, "Bob");
        ann.awaitTexts("#open-rooms button");
    }

    @AfterEach
    void nothingWentWrongOnThePages() {
        for (var window : List.of(ann, bob, eve)) {
            assertEquals(List.of(), window.console());
        }
        leave(eve);
    }

    @Test
    void messagesWhispersAndAClosedWindowReachTheRightPeople() {
        comeAs(eve, "Eve");
        enter(ann, "java");
        enter(bob, "java");
        bob.type("#room", "node" + Keys.ENTER);
        eve.awaitTexts("#open-rooms button", "java", "node");
        eve.click("#open-rooms button:last-child");
        eve.awaitText("#my-rooms li", text -> text.contains("node (2)"));
        bob.awaitText("#message-label", "Write to java, node"::equals);

        bob.type("#message", "to both" + Keys.ENTER);
        lastMessage(bob, "[java, node] You: to both");
        lastMessage(ann, "[java] Bob: to both");
        lastMessage(eve, "[node] Bob: to both");

        eve.click("#my-rooms .member:not(:disabled)");
        eve.awaitText("#message-label", "Whisper to Bob"::equals);
        eve.type("#message", "psst" + Keys.ENTER);
        lastMessage(eve, "[to Bob] You: psst");
        lastMessage(bob, "[to you] Eve: psst");
        bob.screenshot("step04");

        bob.click("#my-rooms li:first-child input");
        bob.awaitText("#message-label", "Write to node"::equals);
        bob.type("#message", "only node" + Keys.ENTER);
        lastMessage(eve, "[node] Bob: only node");
        bob.click("#my-rooms [data-room=node] input");
        bob.awaitText("#message-label", "Choose a room to write"::equals);
        assertEquals(true, bob.script("return document.querySelector('#message-form button').disabled"));

        leave(eve);
        lastMessage(bob, "[node] Eve left, 1 here");
        bob.awaitText("#my-rooms [data-room=node]", text -> text.contains("node (1)"));
        lastMessage(ann, "[java] Bob: to both");
    }

    @Test
    void arrivalsAndDeparturesShowInCountsAndOpenRooms() {
        comeAs(eve, "Eve");
        enter(ann, "java");
        eve.awaitTexts("#open-rooms button", "java");
        enter(bob, "java");
        lastMessage(ann, "[java] Bob came in, 2 here");
        bob.type("#room", " java " + Keys.ENTER);
        bob.click("#open-rooms button");
        bob.type("#room", "node" + Keys.ENTER);
        bob.awaitTexts("#messages li", "[java] You came in, 2 here", "[node] You came in, 1 here");
        bob.click("#my-rooms [data-room=node] .leave");
        lastMessage(bob, "[node] You left");
        ann.awaitTexts("#my-rooms .member", "Ann (you)", "Bob");

        bob.click("#my-rooms .leave");
        lastMessage(bob, "[java] You left");
        lastMessage(ann, "[java] Bob left, 1 here");
        bob.awaitTexts("#my-rooms li");
        ann.awaitTexts("#my-rooms .member", "Ann (you)");

        enter(bob, "node");
        eve.awaitTexts("#open-rooms button", "java", "node");
        ann.click("#my-rooms .leave");
        eve.awaitTexts("#open-rooms button", "node");
    }

    @Test
    void gatherPutsEverybodyIntoTheAnnouncement() {
        comeAs(eve, "Eve");
        enter(ann, "java");
        eve.click("#gather");

        for (var window : List.of(ann, bob, eve)) {
            lastMessage(window, "[announcement] You came in, 3 here");
            window.awaitText("#my-rooms [data-room=announcement]", text -> text.startsWith("announcement (3)"));
        }
    }

    @Test
    void markupInNamesRoomsAndMessagesIsShownAsTyped() {
        var image = "<img onerror=x()>";
        var markup = "<img src=x onerror=\"document.title='hacked'\"><b>bold</b>";
        ann.type("#nickname", Keys.chord(Keys.CONTROL, "a") + image + Keys.ENTER);
        enter(ann, image);
        enter(bob, image);
        ann.type("#message", markup + Keys.ENTER);

        lastMessage(bob, "[" + image + "] " + image + ": " + markup);
        for (var window : List.of(ann, bob)) {
            assertEquals(0L, window.script("return document.querySelectorAll('main img, main b').length"));
            assertEquals("Noom", window.script("return document.title"));
        }
    }

    @Test
    void aRefusalIsShownToItsSenderAlone() {
        enter(ann, "java");
        enter(bob, "java");
        ann.type("#room", "announcement" + Keys.ENTER);

        lastMessage(ann, "Server: Nobody enters announcement. The server puts people there.");
        lastMessage(bob, "[java] You came in, 2 here");
    }

    @Test
    void afterARestartThePageEntersItsRoomsAgain() {
        var otherChat = ChatServer.start(0);
        var otherPages = Pages.create(otherChat.port(), "").start(0);
        try {
            for (var window : List.of(ann, bob)) {
                window.go("http://localhost:" + otherPages.port() + "/");
                window.awaitText("#connection", "Connected by websocket"::equals);
                enter(window, "java");
            }
            ann.type("#nickname", "Ann" + Keys.ENTER);
            ann.type("#room", "node" + Keys.ENTER);
            ann.awaitText("#message-label", "Write to java, node"::equals);
            ann.click("#my-rooms [data-room=java] input");
            ann.awaitText("#message-label", "Write to node"::equals);
            bob.awaitText("#my-rooms .member:not(:disabled)", "Ann"::equals);
            bob.click("#my-rooms .member:not(:disabled)");
            otherChat.stop();
            for (var window : List.of(ann, bob)) {
                window.awaitText("#connection", text -> text.endsWith("reconnecting…"));
                window.awaitConsole("ERR_CONNECTION_REFUSED");
            }

            otherChat = ChatServer.start(otherChat.port());
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
        } finally {
            for (var window : List.of(ann, bob)) {
                leave(window);
                // Another attempt may have failed before the server was back.
                window.console().forEach(entry -> assertTrue(entry.contains("ERR_CONNECTION_REFUSED"), entry));
            }
            otherPages.stop();
            otherChat.stop();
        }
    }

    @Test
    @Tag("accessibility")
    void theKeyboardAloneIsEnough() {
        bob.press(Keys.TAB, Keys.TAB, "java", Keys.ENTER);
        bob.awaitText("#my-rooms li", text -> text.contains("java (1)"));
        enter(ann, "java");
        bob.awaitTexts("#open-rooms button", "java");
        bob.awaitTexts("#my-rooms .member:not(:disabled)", "Ann");

        bob.script("document.getElementById('room').focus()");
        // Past the button, the open room, the checkbox, Ann and Leave.
        bob.press(Keys.TAB, Keys.TAB, Keys.TAB, Keys.TAB, Keys.TAB, Keys.TAB, "By keyboard", Keys.ENTER);
        lastMessage(ann, "[java] Bob: By keyboard");
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

    @Test
    @Tag("accessibility")
    void thePageFitsAPhone() {
        ann.resize(360, 740);
        enter(ann, "r".repeat(30));
        enter(bob, "r".repeat(30));
        bob.type("#message", "long".repeat(200) + Keys.ENTER);

        lastMessage(ann, "[" + "r".repeat(30) + "] Bob: " + "long".repeat(200));
        assertTrue((boolean) ann.script("return document.documentElement.scrollWidth <= innerWidth"));
        ann.screenshot("step04-phone");
        ann.resize(1000, 800);
    }

    private static Browser.Window open() {
        return browser.open("about:blank");
    }

    private static void comeAs(Browser.Window window, String nickname) {
        window.go("http://localhost:" + pages.port() + "/");
        window.awaitText("#connection", "Connected by websocket"::equals);
        window.type("#nickname", nickname + Keys.ENTER);
    }

    /** Leaves the chat for another address of the server; for an empty page the browser would start a process. */
    private static void leave(Browser.Window window) {
        window.go("http://localhost:" + pages.port() + "/public/css/noom.css");
    }

    private static void enter(Browser.Window window, String room) {
        window.type("#room", room + Keys.ENTER);
        window.awaitText("#my-rooms li", text -> text.contains(room + " ("));
    }

    private static void lastMessage(Browser.Window window, String line) {
        window.awaitText("#messages li:last-child", line::equals);
    }
}
