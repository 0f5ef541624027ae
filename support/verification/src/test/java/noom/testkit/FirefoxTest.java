package noom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What the browser tests rely on in Firefox. */
@Tag("firefox")
class FirefoxTest {
    private static final String PAGE = """
            data:text/html;charset=utf-8,<title>A page</title><p id=below style="margin-top: 2000px">
            <button disabled>Send</button><input id=field value="밥 ">
            <script>
                const events = [];
                for (const type of ["click", "keydown"]) {
                    addEventListener(type, ({ isTrusted }) => events.push(type + " " + isTrusted));
                }
                setTimeout(() => document.querySelector("button").disabled = false, 200);
            </script>
            """.replace("\n", " ");

    private static Firefox firefox;
    private static FirefoxWindow window;

    @BeforeAll
    static void start() {
        firefox = Firefox.start();
        window = firefox.open(PAGE);
    }

    @AfterAll
    static void stop() {
        if (firefox != null) {
            firefox.close();
        }
    }

    @Test
    void clicksAndKeysAreThoseOfAPerson() {
        window.go(PAGE);
        window.click("button");
        window.type("#field", "👋" + Keys.ENTER);

        assertEquals(List.of("click true", "keydown true", "keydown true"), window.script("return events"));
        assertEquals("밥 👋", window.script("return document.getElementById(arguments[0]).value", "field"));
    }

    @Test
    void theConsoleTellsWhatIsThrownLoggedAndRejected() {
        window.script("setTimeout(() => { throw new Error('thrown'); })");
        window.awaitConsole("error: Error: thrown");
        window.script("console.warn('logged')");
        window.awaitConsole("warn: logged");
        window.script("Promise.reject(new Error('rejected')), undefined");
        window.awaitConsole("error: Error: rejected");

        assertEquals(List.of(), window.console());
    }

    @Test
    void windowsHaveSizesAndConsolesOfTheirOwn() {
        var other = firefox.open(PAGE);
        other.resize(360, 740);
        other.script("console.error('only here')");
        other.awaitConsole("only here");

        assertEquals(List.of(360L, 740L), other.script("return [innerWidth, innerHeight]"));
        assertEquals(List.of(1000L, 800L), window.script("return [innerWidth, innerHeight]"));
        assertEquals(List.of(), window.console());
        other.close();
    }
}
