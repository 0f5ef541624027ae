package noom.socketio.validation;

import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.messages.PacketsMessage;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import noom.socketio.session.Session;
import noom.socketio.session.SessionRegistry;

/**
 * Passes on only packets that the Engine.IO protocol (version 4) and the Socket.IO protocol (version 5) allow, one at a
 * time, and ends the session that sends another, as Node's server does. netty-socketio does not validate packets: 64,000
 * digits block all clients for a second, several packets in one POST leak memory, and trailing bytes are parsed as
 * another packet.
 *
 * <p>Binary attachments are dropped, because the library corrupts them; a handler sees their JSON placeholder. The
 * {@code auth} of a CONNECT is kept as a {@link JsonNode}: {@code socket.getHandshakeData().getAuthToken()}.
 */
@Sharable
public final class PacketValidator extends ChannelInboundHandlerAdapter {
    private static final String SEPARATOR = "\u001e";

    /** Groups: type, number of attachments, namespace, acknowledgement id. */
    private static final Pattern MESSAGE =
            Pattern.compile("4([0-356])(?:(?<=[56])([0-9]{1,9})-)?(/[^,]{0,100}(?:,|$))?([0-9]++)?");

    /** Digits of an acknowledgement id. A longer one is not a long, which the library parses. */
    private static final int MAX_ACK_LENGTH = 18;

    private static final JsonMapper JSON = new JsonMapper();

    private final SessionRegistry sessions;
    private final Consumer<UUID> onConnect;

    /** @param onConnect gets the id of a session right before its CONNECT is passed on */
    public PacketValidator(SessionRegistry sessions, Consumer<UUID> onConnect) {
        this.sessions = sessions;
        this.onConnect = onConnect;
    }

    private static final class Malformed extends Exception {
        private Malformed() {
            super(null, null, false, false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (!(message instanceof PacketsMessage packets)) {
            super.channelRead(ctx, message);
            return;
        }
        var client = packets.getClient();
        var session = sessions.get(client.getSessionId());
        var content = packets.getContent().toString(StandardCharsets.UTF_8);
        var isPolling = packets.getTransport() == Transport.POLLING;
        for (var packet : isPolling ? content.split(SEPARATOR, -1) : new String[] {content}) {
            if (session == null || !sessions.isOpen(session)) {
                return; // An earlier packet ended the session.
            }
            session.heard();
            try {
                var valid = isPolling || !session.isPolling() ? validate(session, packet) : validateProbe(packet);
                if (valid != null) {
                    var bytes = Unpooled.wrappedBuffer(valid.getBytes(StandardCharsets.UTF_8));
                    super.channelRead(ctx, new PacketsMessage(client, bytes, packets.getTransport()));
                }
            } catch (Malformed malformed) {
                sessions.end(session);
            }
        }
    }

    /** The packets that a WebSocket may carry while its session is still on polling. */
    private static String validateProbe(String packet) throws Malformed {
        if (packet.equals("2probe") || packet.equals("5")) {
            return packet;
        }
        throw new Malformed();
    }

    /** The packet in a form that the library parses correctly, or null if it has no effect. */
    private String validate(Session session, String packet) throws Malformed {
        switch (packet) {
            case "1", "3": // CLOSE, PONG
                return packet;
            case "6": // NOOP
                return null;
            default:
                return packet.startsWith("b") ? null : validateMessage(session, packet);
        }
    }

    private String validateMessage(Session session, String packet) throws Malformed {
        var header = MESSAGE.matcher(packet);
        require(header.lookingAt());
        var type = header.group(1);
        var attachments = header.group(2);
        var namespace = header.group(3);
        var ack = header.group(4) == null ? "" : header.group(4);
        var json = packet.substring(header.end());
        require(session.isConnected() || type.equals("0"));
        require(attachments != null == (type.equals("5") || type.equals("6")));
        switch (type) {
            case "0": // CONNECT
                require(ack.isEmpty() && (json.isEmpty() || isJson(json, JsonToken.START_OBJECT)));
                return namespace == null ? connect(session, json) : refuse(session, namespace);
            case "1": // DISCONNECT
                require(ack.isEmpty() && json.isEmpty());
                return namespace == null ? "41" : null;
            case "2", "5": // EVENT, BINARY_EVENT
                require(ack.length() <= MAX_ACK_LENGTH && isJson(json, JsonToken.START_ARRAY, JsonToken.VALUE_STRING));
                return namespace == null ? "42" + ack + json : null;
            default: // ACK, BINARY_ACK. Node ignores ids that it never sent, and takes no arguments for an empty list.
                require(json.isEmpty() || isJson(json, JsonToken.START_ARRAY));
                var isOurs = namespace == null && !ack.isEmpty() && ack.length() <= MAX_ACK_LENGTH;
                return isOurs ? "43" + ack + (json.isEmpty() ? "[]" : json) : null;
        }
    }

    private String connect(Session session, String auth) throws Malformed {
        if (session.isConnected()) {
            return null;
        }
        session.connected();
        if (!auth.isEmpty()) {
            session.client().getHandshakeData().setAuthToken(parse(auth));
        }
        onConnect.accept(session.id());
        // Without the auth: the library parses it as a part of the namespace.
        return "40";
    }

    private static JsonNode parse(String json) throws Malformed {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new Malformed();
        }
    }

    /** Refuses a namespace: the server has only the main one. */
    private static String refuse(Session session, String namespace) {
        var error = new Packet(PacketType.MESSAGE, EngineIOVersion.V4);
        error.setSubType(PacketType.ERROR);
        error.setNsp(namespace.replace(",", ""));
        error.setData(Map.of("message", "Invalid namespace"));
        session.client().send(error);
        return null;
    }

    /** Whether this is exactly one JSON value that begins with these tokens. */
    private static boolean isJson(String json, JsonToken... beginning) {
        try (var parser = JSON.getFactory().createParser(json)) {
            for (var token : beginning) {
                if (parser.nextToken() != token) {
                    return false;
                }
            }
            while (!parser.getParsingContext().inRoot()) {
                parser.nextToken();
            }
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static void require(boolean condition) throws Malformed {
        if (!condition) {
            throw new Malformed();
        }
    }
}
