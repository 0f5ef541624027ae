package noom.socketio.session;

import com.corundumstudio.socketio.ack.AckManager;
import com.corundumstudio.socketio.protocol.ConnPacket;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import noom.socketio.broadcast.NamespaceHub;

/**
 * Lets sessions join and leave namespaces (Socket.IO protocol v5, "Connection to a namespace"), as Node's server does.
 * netty-socketio parses the {@code auth} of a CONNECT as a part of the namespace's name, keeps a socket that an auth
 * listener refuses, and ends a session that leaves its last namespace.
 */
public final class NamespaceConnector {
    /** A client that sends more is no client of this server, or joins and leaves to make its listeners run. */
    private static final int MAX_CONNECTS = 100;

    private final NamespaceHub namespaces;
    private final SessionRegistry sessions;
    private final AckManager acknowledgements;

    public NamespaceConnector(NamespaceHub namespaces, SessionRegistry sessions, AckManager acknowledgements) {
        this.namespaces = namespaces;
        this.sessions = sessions;
        this.acknowledgements = acknowledgements;
    }

    /** Whether a session is in the namespace with this name. */
    public boolean isPresent(Session session, String name) {
        var namespace = namespaces.get(name);
        return namespace != null && namespace.isPresent(session.id());
    }

    /**
     * Handles a CONNECT. A second one has no effect.
     *
     * @param auth what the client sent; empty if it sent none, as in Node
     */
    public void connect(Session session, String name, JsonNode auth) {
        if (session.countConnect() > MAX_CONNECTS) {
            sessions.end(session);
            return;
        }
        var namespace = namespaces.get(name);
        if (namespace == null) {
            refuse(session, name, Map.of("message", "Invalid namespace"));
            return;
        }
        if (namespace.isPresent(session.id())) {
            return;
        }
        var socket = session.client().addNamespaceClient(namespace);
        var result = namespace.onAuthData(socket, auth);
        if (!result.isSuccess()) {
            session.client().removeNamespaceClient(socket);
            var reason = result.getErrorData();
            refuse(session, name, reason instanceof String text ? Map.of("message", text) : reason);
            return;
        }
        session.joined();
        namespace.join(socket, auth);
        var answer = packet(PacketType.CONNECT, name);
        answer.setData(new ConnPacket(session.id()));
        session.client().send(answer);
        namespace.onConnect(socket);
    }

    /** Handles a DISCONNECT. The session goes on, and may join again. */
    public void disconnect(Session session, String name) {
        if (!isPresent(session, name)) {
            return;
        }
        session.left();
        session.client().getChildClient(namespaces.get(name)).onDisconnect();
        if (!session.isConnected()) {
            acknowledgements.onDisconnect(session.client());
        }
    }

    private static void refuse(Session session, String name, Object reason) {
        var error = packet(PacketType.ERROR, name);
        error.setData(reason == null ? Map.of("message", "Refused") : reason);
        session.client().send(error);
    }

    private static Packet packet(PacketType type, String namespace) {
        var packet = new Packet(PacketType.MESSAGE, EngineIOVersion.V4);
        packet.setSubType(type);
        packet.setNsp(namespace);
        return packet;
    }
}
