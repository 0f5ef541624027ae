package noom.comparison.peers;

import io.javalin.Javalin;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsMessageContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import noom.runtime.InvalidInputException;

/** The chat of step 2 on Javalin's own WebSockets, which are Jetty's: one port for page and socket. */
public final class JavalinChat {
    private static final Set<WsContext> SOCKETS = ConcurrentHashMap.newKeySet();

    private JavalinChat() {}

    /** Starts the chat on a free port. */
    public static void main(String[] args) {
        var server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.routes.get("/", request -> request.html("<!doctype html><title>Noom</title><h1>Noom</h1>"));
                    config.routes.ws("/", socket -> {
                        socket.onConnect(JavalinChat::handleConnect);
                        socket.onMessage(JavalinChat::handleMessage);
                        socket.onClose(SOCKETS::remove);
                    });
                })
                .start(0);
        System.out.println("Listening on http://localhost:" + server.port());
        System.out.println("Listening on ws://localhost:" + server.port());
    }

    private static void handleConnect(WsContext socket) {
        socket.session.setIdleTimeout(Duration.ofMinutes(5));
        socket.attribute("nickname", "Anon");
        SOCKETS.add(socket);
    }

    private static void handleMessage(WsMessageContext socket) {
        try {
            var message = ChatMessages.parse(socket.message());
            switch (message.path("type").asText()) {
                case "nickname" -> socket.attribute("nickname", ChatMessages.nickname(message.get("payload")));
                case "new_message" ->
                    broadcast(socket.attribute("nickname") + ": " + ChatMessages.message(message.get("payload")));
                default -> throw new InvalidInputException("The type is \"nickname\" or \"new_message\".");
            }
        } catch (InvalidInputException e) {
            socket.send("Server: " + e.getMessage());
        }
    }

    private static void broadcast(String message) {
        // Handlers run on many threads: who comes now must not hear what was said before.
        List.copyOf(SOCKETS).stream().filter(socket -> socket.session.isOpen()).forEach(socket -> socket.send(message));
    }
}
