package noom;

import io.javalin.Javalin;
import java.util.List;
import noom.testkit.SocketIOPagesContract;

/** The HTTP server: the home page, the front end's files, the visits cookie. */
class PagesTest extends SocketIOPagesContract {
    @Override
    protected Javalin startPages() {
        return Pages.create(3001, "").start(0);
    }

    @Override
    protected List<String> files() {
        return List.of(
                "/public/js/app.js",
                "/public/js/messages.js",
                "/public/js/rooms.js",
                "/public/js/socket.js",
                "/public/js/wire.js",
                "/public/css/mvp.css",
                "/public/css/noom.css");
    }
}
