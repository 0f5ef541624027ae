package noom.comparison;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.staticfiles.Location;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A page with both chats side by side, their traffic, and buttons that disturb their connections. */
public final class LivePage implements AutoCloseable {
    private final Map<String, LiveSide> sides = new LinkedHashMap<>();
    private final Javalin server;

    private LivePage(InetAddress host, int port) {
        sides.put("raw", new LiveSide(Contender.STEP2, host));
        sides.put("socketio", new LiveSide(Contender.STEP3, host));
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.staticFiles.add(files -> {
                files.hostedPath = "/";
                files.directory = "/public";
                files.location = Location.CLASSPATH;
            });
            config.routes.get("/sides", this::views);
            config.routes.post("/{side}/cut", request -> at(request, LiveSide::cut));
            config.routes.post("/{side}/restart", request -> at(request, LiveSide::restart));
            config.routes.post("/{side}/upgrades", request -> at(request, LiveSide::toggleUpgrades));
            config.routes.post("/{side}/zero", request -> at(request, LiveSide::countFromZero));
        });
        server.start(host.getHostName(), port);
    }

    /**
     * Compiles and starts steps 2 and 3, and starts the page.
     *
     * @param host the name by which browsers reach this machine
     * @param port of the page; 0 takes a free one
     * @throws UnknownHostException if this machine does not know the name
     */
    public static LivePage start(String host, int port) throws UnknownHostException {
        Steps.compile();
        return new LivePage(InetAddress.getByName(host), port);
    }

    /** The port of the page. */
    public int port() {
        return server.port();
    }

    private void views(Context request) {
        var views = new LinkedHashMap<String, LiveSide.View>();
        sides.forEach((name, side) -> views.put(name, side.view()));
        request.json(views);
    }

    private void at(Context request, Consumer<LiveSide> action) {
        var side = sides.get(request.pathParam("side"));
        if (side == null) {
            throw new NotFoundResponse();
        }
        action.accept(side);
        request.status(HttpStatus.NO_CONTENT);
    }

    @Override
    public void close() {
        server.stop();
        sides.values().forEach(LiveSide::close);
    }
}
