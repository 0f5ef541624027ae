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
import noom.runtime.JavalinLogging;
import noom.runtime.PugRenderer;
import noom.runtime.WebAssets;

/** The HTTP server: one page, the front end's files, and the way home for everything else. */
public final class Pages {
    private static final String VISITS = "visits";

    private Pages() {}

    /**
     * The server, not started yet: {@code start(0)} takes a free port, {@code start(3000)} that one.
     *
     * @param socketPort where the chat listens, for the browser
     * @param socketUrl the address that the browser connects to instead, or an empty string
     */
    public static Javalin create(int socketPort, String socketUrl) {
        return Javalin.create(config -> {
            JavalinLogging.configure(config);
            config.fileRenderer(new PugRenderer());
            WebAssets.serve(config);
            serve(config, "/public");
            serve(config, "/socket.io");
            config.routes.get("/", request -> home(request, socketPort, socketUrl));
            config.routes.error(HttpStatus.NOT_FOUND, Pages::goHome);
        });
    }

    /** Gives out the files of one folder of the class path, and no other: the back end is never served. */
    private static void serve(JavalinConfig config, String folder) {
        config.staticFiles.add(files -> {
            files.hostedPath = folder;
            files.directory = folder;
            files.location = Location.CLASSPATH;
        });
    }

    private static void home(Context request, int socketPort, String socketUrl) {
        var visits = visitsBefore(request) + 1;
        request.cookie(visitsCookie(visits));
        request.contentType("text/html;charset=utf-8");
        request.render("home.pug", Map.of("visits", visits, "socketPort", socketPort, "socketUrl", socketUrl));
    }

    /** HTTP is stateless: what this browser did before is known only from the cookie that it sends along. */
    private static int visitsBefore(Context request) {
        var sent = request.cookie(VISITS);
        return sent != null && sent.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(sent) : 0;
    }

    private static Cookie visitsCookie(int visits) {
        var cookie = new Cookie(VISITS, String.valueOf(visits));
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.LAX);
        return cookie;
    }

    /** Whatever is not here leads home. Only a reader is sent home: a POST to nowhere stays a 404. */
    private static void goHome(Context request) {
        if (request.method() == HandlerType.GET || request.method() == HandlerType.HEAD) {
            // Not request.redirect("/"), which Javalin answers with a 500 where no route matched.
            request.status(HttpStatus.FOUND).header("Location", "/").result("");
        }
    }
}
