package noom.comparison.peers;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import noom.runtime.InvalidInputException;

/** The chat of step 3 on netty-socketio as it comes, with epoll where it is available. */
public final class NettySocketioChat {
    private NettySocketioChat() {}

    /** Starts the chat on a free port. */
    public static void main(String[] args) throws IOException {
        var configuration = new Configuration();
        configuration.setPort(freePort());
        configuration.setUseLinuxNativeEpoll(io.netty.channel.epoll.Epoll.isAvailable());
        configuration.getSocketConfig().setTcpNoDelay(true);
        configuration.setRandomSession(true);
        var server = new SocketIOServer(configuration);
        server.addConnectListener(socket -> socket.set("nickname", "Anon"));
        server.addEventListener("nickname", JsonNode.class, (socket, name, ack) -> nickname(socket, name));
        server.addEventListener("new_message", JsonNode.class, (socket, text, ack) -> newMessage(server, socket, text));
        server.start();
        System.out.println("Listening for Socket.IO on http://localhost:" + configuration.getPort());
    }

    /** The library does not say which port it has taken. */
    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static void nickname(SocketIOClient socket, JsonNode name) {
        try {
            socket.set("nickname", ChatMessages.nickname(name));
        } catch (InvalidInputException e) {
            socket.sendEvent("problem", e.getMessage());
        }
    }

    private static void newMessage(SocketIOServer server, SocketIOClient socket, JsonNode text) {
        try {
            server.getBroadcastOperations()
                    .sendEvent("new_message", socket.get("nickname") + ": " + ChatMessages.message(text));
        } catch (InvalidInputException e) {
            socket.sendEvent("problem", e.getMessage());
        }
    }
}
