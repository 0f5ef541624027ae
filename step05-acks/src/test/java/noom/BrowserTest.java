package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What people see and do, in three windows. */
@Order(1)
class BrowserTest extends ChatInABrowser {
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
        bob.screenshot("step05");

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
    @Tag("hardening")
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
    @Tag("hardening")
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
    void aRefusalIsShownToTheSenderOnly() {
        enter(ann, "java");
        enter(bob, "java");
        ann.type("#room", "announcement" + Keys.ENTER);

        lastMessage(ann, "Server: Nobody enters announcement. The server puts people there.");
        ann.script("document.getElementById('message-form').noValidate = true");
        ann.type("#message", "  " + Keys.ENTER);
        ann.awaitTexts(
                "#messages .failed",
                "[java] You:    (A message has 1 to 1000 characters, and not only blanks.)Send again");
        lastMessage(bob, "[java] You came in, 2 here");
    }

    @Test
    void aRollCallShowsWhoAnsweredAndGatherAnnounces() {
        comeAs(eve, "Eve");
        enter(ann, "java");
        enter(bob, "java");
        enter(eve, "java");
        eve.click("#silent");
        ann.awaitText("#my-rooms li", text -> text.startsWith("java (3)"));
        ann.click("#my-rooms .roll-call");

        lastMessage(ann, "[java] Here: Bob. Silent: Eve.");
        ann.screenshot("step05-roll-call");

        eve.click("#gather");
        for (var window : List.of(ann, bob, eve)) {
            lastMessage(window, "[announcement] You came in, 3 here");
            window.awaitText("#my-rooms [data-room=announcement]", text -> text.startsWith("announcement (3)"));
        }
    }

    @Test
    @Tag("hardening")
    void theCoursesOwnClientChatsInARoom() throws IOException {
        try (var course = CourseClient.of(chat.port())) {
            ann.go(course.address());
            var guest = browser.open(course.address());

            ann.type("#welcome input", "java" + Keys.ENTER);
            ann.awaitText("#room h3", "Room java"::equals);
            guest.awaitTexts("#welcome li", "java");
            guest.type("#welcome input", "java" + Keys.ENTER);
            guest.awaitText("#room h3", "Room java"::equals);
            ann.awaitText("#room h3", "Room java (2)"::equals);
            guest.type("#name input", "Bob" + Keys.ENTER);
            guest.type("#msg input", "Hello" + Keys.ENTER);
            ann.awaitTexts("#room li", "Anon arrived", "Bob: Hello");
            guest.awaitTexts("#room li", "You: Hello");

            guest.close();
            ann.awaitTexts("#room li", "Anon arrived", "Bob: Hello", "Bob left");
            ann.awaitText("#room h3", "Room java (1)"::equals);
            leave(ann);
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
        // Past the button, the open room, the checkbox, Ann, the roll call and Leave.
        bob.press(Keys.TAB, Keys.TAB, Keys.TAB, Keys.TAB, Keys.TAB, Keys.TAB, Keys.TAB, "By keyboard", Keys.ENTER);
        lastMessage(ann, "[java] Bob: By keyboard");
    }

    @Test
    @Tag("hardening")
    void aRefusedNicknameIsNotSentAgainAfterAReconnect() {
        enter(ann, "java");
        enter(bob, "java");
        ann.type("#nickname", Keys.chord(Keys.CONTROL, "a") + "Server" + Keys.ENTER);
        lastMessage(ann, "Server: The nickname Server is taken. Choose another.");
        ann.awaitTexts("#nickname-form label", "Your nickname: Ann");

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
        ann.screenshot("step05-phone");
        ann.resize(1000, 800);
    }
}
