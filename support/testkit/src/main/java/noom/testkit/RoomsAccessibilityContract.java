package noom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
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

    @Override
    void enter() {
        window.type("#room", "java" + Keys.ENTER);
        window.awaitText("#my-rooms li", text -> text.contains("java (1)"));
    }

    @Test
    void escapeLeavesAWhisperAndTheFieldKeepsTheFocus() {
        var other = browser.open(address(pages, ""));
        for (var each : List.of(window, other)) {
            each.type("#room", "java" + Keys.ENTER);
            each.awaitText("#my-rooms li", text -> text.contains("java ("));
        }
        window.click("#my-rooms .member:not(:disabled)");
        window.awaitText("#message-label", "Whisper to Anon"::equals);
        assertEquals("message", window.script("return document.activeElement.id"));
        window.awaitTexts("#my-rooms [aria-pressed=true]", "Anon");
        assertAccessible(window);
        window.press(Keys.ESCAPE);

        window.awaitText("#message-label", "Write to java"::equals);
        window.awaitTexts("#my-rooms [aria-pressed=true]");
        assertEquals("message", window.script("return document.activeElement.id"));
        other.close();
    }

    @Test
    void theFocusStaysWhenSomebodyComesIn() {
        window.type("#room", "java" + Keys.ENTER);
        window.awaitText("#my-rooms li", text -> text.contains("java (1)"));
        window.script("document.querySelector('#my-rooms .leave').focus()");
        var other = browser.open(address(pages, ""));
        other.type("#room", "java" + Keys.ENTER);
        window.awaitText("#my-rooms li", text -> text.contains("java (2)"));

        assertEquals("leave", window.script("return document.activeElement.className"));
        other.close();
    }

    @Test
    void aFullChatStaysInViewInEverySize() {
        window.asyncScript(FILL);
        for (var size : List.of(List.of(320, 440), List.of(375, 740), List.of(1280, 800), List.of(1920, 1080))) {
            window.resize(size.get(0), size.get(1));

            assertEquals(true, window.script("""
                    const form = document.getElementById("message-form").getBoundingClientRect();
                    const root = document.documentElement;
                    return form.bottom <= innerHeight && root.scrollWidth <= innerWidth && root.scrollHeight <= innerHeight;
                    """), size::toString);
            assertAccessible(window);
        }
    }
}
