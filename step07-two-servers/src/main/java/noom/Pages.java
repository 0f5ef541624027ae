package noom;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import io.javalin.http.staticfiles.Location;
import java.util.Map;
import java.util.UUID;
import noom.runtime.JavalinDefaults;
import noom.runtime.PugRenderer;
import noom.runtime.WebAssets;

/** The HTTP server: one page, the front end's files, and a redirect home for everything else. */
public final class Pages {
    private static final String VISITS = "visits";

    /** A proxy in front of several servers sends all requests of a browser to the same one, by this cookie. */
    private static final String SEAT = "seat";

    private Pages() {}

    /**
     * Creates the server. {@code start(3000)} starts it on that port, {@code start(0)} on a free one.
     *
     * @param socketPort the port of the chat, for the browser
     * @param socketUrl the address that the browser connects to instead; empty for its own host and that port
     */
    public static Javalin create(int socketPort, String socketUrl) {
        return Javalin.create(config -> {
            JavalinDefaults.configure(config);
            config.fileRenderer(new PugRenderer());
            WebAssets.serve(config);
            serve(config, "/public");
            serve(config, "/socket.io");
            config.routes.get("/", request -> home(request, socketPort, socketUrl));
            config.routes.error(HttpStatus.NOT_FOUND, Pages::goHome);
        });
    }

    /** Serves the files of one folder of the class path, and no other: the back end is never served. */
    private static void serve(JavalinConfig config, String folder) {
        config.staticFiles.add(files -> {
            files.hostedPath = folder;
            files.directory = folder;
            files.location = Location.CLASSPATH;
        });
    }

    private static void home(Context request, int socketPort, String socketUrl) {
        var visits = visitsBefore(request) + 1;
        request.cookie(cookie(VISITS, String.valueOf(visits)));
        if (request.cookie(SEAT) == null) {
            request.cookie(cookie(SEAT, UUID.randomUUID().toString()));
        }
        request.contentType("text/html;charset=utf-8");
        request.render("home.pug", Map.of("visits", visits, "socketPort", socketPort, "socketUrl", socketUrl));
    }

    /** HTTP is stateless: only the cookie that this browser sends says how often it has been here. */
    private static int visitsBefore(Context request) {
        var sent = request.cookie(VISITS);
        return sent != null && sent.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(sent) : 0;
    }

    private static Cookie cookie(String name, String value) {
        var cookie = new Cookie(name, value);
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.LAX);
        return cookie;
    }

    /** Unknown GET and HEAD requests redirect to /; other methods get 404. */
    private static void goHome(Context request) {
        if (request.method() == HandlerType.GET || request.method() == HandlerType.HEAD) {
            // Not request.redirect("/"), which Javalin answers with a 500 where no route matched.
            request.status(HttpStatus.FOUND).header("Location", "/").result("");
        }
    }
}
