package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.javalin.Javalin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** A browser client with the course's own events (lesson 2.10) talks to this server, as it does to Node's. */
class CourseClientTest {
    private static Browser browser;
    private static ChatServer chat;
    private static Javalin pages;
    private static OnePort proxy;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        chat = ChatServer.start(0);
        pages = Pages.create(chat.port(), "");
        pages.unsafe.routes.get("/course", request -> request.html(file("home.html")));
        pages.unsafe.routes.get(
                "/course/app.js",
                request -> request.contentType("text/javascript").result(file("app.js")));
        pages.start(0);
        proxy = OnePort.before(pages.port(), chat.port());
    }

    @AfterAll
    static void stop() throws IOException {
        if (proxy != null) {
            proxy.close();
            pages.stop();
            chat.stop();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void itEntersARoomByTheAckAndSeesWelcomeByeCountAndMessages() {
        var ann = browser.open("http://localhost:" + proxy.port() + "/course");
        var bob = browser.open("http://localhost:" + proxy.port() + "/course");

        ann.type("#welcome input", "java" + Keys.ENTER);
        ann.awaitText("#room h3", "Room java"::equals);
        bob.awaitTexts("#welcome li", "java");
        bob.type("#welcome input", "java" + Keys.ENTER);
        bob.awaitText("#room h3", "Room java"::equals);
        ann.awaitText("#room h3", "Room java (2)"::equals);
        bob.type("#name input", "Bob" + Keys.ENTER);
        bob.type("#msg input", "Hello" + Keys.ENTER);
        ann.awaitTexts("#room li", "Anon arrived", "Bob: Hello");
        bob.awaitTexts("#room li", "You: Hello");

        bob.close();
        ann.awaitTexts("#room li", "Anon arrived", "Bob: Hello", "Bob left");
        ann.awaitText("#room h3", "Room java (1)"::equals);
        assertEquals(List.of(), ann.console());
        ann.close();
    }

    private static String file(String name) throws IOException {
        return Files.readString(Path.of("src", "test", "resources", "course", name));
    }
}
