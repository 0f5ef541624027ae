package noom;

import io.javalin.Javalin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page with the course's own events (lesson 2.10), on one port with this chat, as Node serves it. */
final class CourseClient implements AutoCloseable {
    private final Javalin pages;
    private final OnePort proxy;

    private CourseClient(Javalin pages, OnePort proxy) {
        this.pages = pages;
        this.proxy = proxy;
    }

    static CourseClient of(int chatPort) {
        var pages = Pages.create(chatPort, "");
        pages.unsafe.routes.get("/course", request -> request.html(file("home.html")));
        pages.unsafe.routes.get(
                "/course/app.js",
                request -> request.contentType("text/javascript").result(file("app.js")));
        pages.start(0);
        return new CourseClient(pages, OnePort.before(pages.port(), chatPort));
    }

    String address() {
        return "http://localhost:" + proxy.port() + "/course";
    }

    private static String file(String name) throws IOException {
        return Files.readString(Path.of("src", "test", "resources", "course", name));
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        pages.stop();
    }
}
