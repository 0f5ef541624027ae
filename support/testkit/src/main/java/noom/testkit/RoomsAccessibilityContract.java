package noom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The same of a chat with rooms, and what a keyboard needs there. */
public abstract class RoomsAccessibilityContract extends AccessibilityContract {
    /** Twenty rooms with names of thirty characters, and thirty members in each. */
    private static final String FILL = """
            const done = arguments[0];
            import("/public/js/rooms.js").then((rooms) => {
              const names = Array.from({ length: 20 }, (_, i) => "W".repeat(28) + (10 + i));
              const members = Array.from({ length: 30 }, (_, i) => ({ id: String(i), nickname: "W".repeat(18) + (10 + i) }));
              rooms.showOpen(names);
              rooms.showMine(["0", ...names]);
              names.forEach((room) => rooms.showMembers(room, members));
              done();
            });
            """;

    private Browser.Window other;

    @Override
    void enter() {
        window.type("#room", "java" + Keys.ENTER);
        window.awaitText("#my-rooms li", text -> text.contains("java (1)"));
    }

    private void openOther() {
        other = browser.open(address(pages, ""));
    }

    private void bothEnterJava() {
        openOther();
        for (var each : List.of(window, other)) {
            each.type("#room", "java" + Keys.ENTER);
            each.awaitText("#my-rooms li", text -> text.contains("java ("));
        }
    }

    @AfterEach
    final void closeOther() {
        if (other != null) {
            other.close();
            other = null;
        }
    }

    @Test
    void escapeLeavesAWhisperAndTheFieldKeepsTheFocus() {
        bothEnterJava();
        window.click("#my-rooms .member:not(:disabled)");
        window.awaitText("#message-label", "Whisper to Anon"::equals);
        assertEquals("message", window.script("return document.activeElement.id"));
        window.awaitTexts("#my-rooms [aria-pressed=true]", "Anon");
        assertAccessible(window);
        window.press(Keys.ESCAPE);

        window.awaitText("#message-label", "Write to java"::equals);
        window.awaitTexts("#my-rooms [aria-pressed=true]");
        assertEquals("message", window.script("return document.activeElement.id"));
    }

    @Test
    void aWhisperToSomebodyWhoLeftIsNotSent() {
        bothEnterJava();
        window.click("#my-rooms .member:not(:disabled)");
        closeOther();
        window.awaitText("#message-label", "Whisper to Anon, who has left"::equals);
        window.type("#message", "secret" + Keys.ENTER);

        assertEquals("secret", window.script("return document.getElementById('message').value"));
        assertEquals(List.of(), window.texts("#messages .own"));
        window.press(Keys.ESCAPE);
        window.awaitText("#message-label", "Write to java"::equals);
    }

    @Test
    void eachButtonSaysItsRoom() {
        for (var room : List.of("java", "node")) {
            window.type("#room", room + Keys.ENTER);
            window.awaitText("#my-rooms li:last-child", text -> text.contains(room + " ("));
        }

        assertEquals(
                List.of("Leave java", "Leave node"),
                window.script("return [...document.querySelectorAll('.leave')].map((button) => button.ariaLabel)"));
    }

    @Test
    void onesOwnRoomIsMarkedAndNotEnteredAgain() {
        openOther();
        other.type("#room", "node" + Keys.ENTER);
        window.type("#room", "java" + Keys.ENTER);
        window.awaitTexts("#open-rooms button", "java", "node");
        window.awaitTexts("#open-rooms .mine", "java");
        window.click("#open-rooms .mine");

        assertEquals("INPUT", window.script("return document.activeElement.tagName"));
        window.click("#open-rooms button:not(.mine)");
        window.awaitTexts("#open-rooms .mine", "java", "node");
        window.awaitTexts("#messages li", "[java] You came in, 1 here", "[node] You came in, 2 here");
    }

    @Test
    void theFocusStaysAtAnOpenRoomWhenAnotherOpens() {
        openOther();
        other.type("#room", "node" + Keys.ENTER);
        window.awaitTexts("#open-rooms button", "node");
        window.script("document.querySelector('#open-rooms button').focus()");
        other.type("#room", "java" + Keys.ENTER);
        window.awaitTexts("#open-rooms button", "java", "node");

        assertEquals("node", window.script("return document.activeElement.innerText"));
    }

    @Test
    void afterLeavingTheFocusIsAtTheFieldForRooms() {
        enter();
        window.click("#my-rooms .leave");
        window.awaitTexts("#my-rooms li");

        assertEquals("room", window.script("return document.activeElement.id"));
    }

    @Test
    void theChosenMemberIsSeenInForcedColours() {
        bothEnterJava();
        window.forceColors(true);
        window.click("#my-rooms .member:not(:disabled)");
        window.awaitTexts("#my-rooms [aria-pressed=true]", "Anon");

        assertEquals(true, window.script("""
                const colorOf = (element) => getComputedStyle(element).backgroundColor;
                const ground = document.createElement("div");
                ground.style.backgroundColor = "Canvas";
                document.body.append(ground);
                return ![colorOf(ground), "rgba(0, 0, 0, 0)"].includes(colorOf(document.querySelector("[aria-pressed=true]")));
                """));
        window.forceColors(false);
    }

    @Test
    void theFocusStaysWhenSomebodyComesIn() {
        window.type("#room", "java" + Keys.ENTER);
        window.awaitText("#my-rooms li", text -> text.contains("java (1)"));
        window.script("document.querySelector('#my-rooms .leave').focus()");
        openOther();
        other.type("#room", "java" + Keys.ENTER);
        window.awaitText("#my-rooms li", text -> text.contains("java (2)"));

        assertEquals("leave", window.script("return document.activeElement.className"));
    }

    @Test
    void aFullChatStaysInViewInEverySize() {
        window.asyncScript(FILL);
        for (var size : List.of(
                List.of(320, 440),
                List.of(375, 740),
                List.of(640, 400),
                List.of(683, 512),
                List.of(1280, 800),
                List.of(1920, 1080))) {
            window.resize(size.get(0), size.get(1));

            assertEquals(true, window.script("""
                    const form = document.getElementById("message-form").getBoundingClientRect();
                    const root = document.documentElement;
                    return form.bottom <= innerHeight && root.scrollWidth <= innerWidth && root.scrollHeight <= innerHeight;
                    """), size::toString);
            assertEquals(true, window.script("""
                    const isInRow = (form) => {
                      const [field, button] = [form.querySelector("input"), form.querySelector("button")];
                      const [one, other] = [field, button].map((control) => control.getBoundingClientRect());
                      return other.left >= one.right && Math.abs(one.bottom - other.bottom) < 5
                          && button.scrollWidth <= button.clientWidth;
                    };
                    return [...document.forms].every(isInRow);
                    """), () -> "each field beside its button at " + size);
            assertAccessible(window);
        }
    }
}
