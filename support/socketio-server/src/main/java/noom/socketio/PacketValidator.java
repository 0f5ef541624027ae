package noom.socketio;

import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.messages.PacketsMessage;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * netty-socketio reads packets with trust: 64,000 digits keep all clients waiting for a second, several packets in one
 * POST leak memory each time, and what it makes of a packet's rest is the next packet. This lets only packets through
 * that the Engine.IO protocol (version 4) and the Socket.IO protocol (version 5) know, one at a time, and ends the
 * session of a client that sends another one, as Node's server does.
 *
 * <p>Binary data, which the library spoils, is left out: the placeholder that stands for it remains, so that a handler
 * sees a value of the wrong type. The {@code auth} of a client, which it misreads, is left out too.
 */
@Sharable
final class PacketValidator extends ChannelInboundHandlerAdapter {
    private static final String SEPARATOR = "\u001e";

    /** Type, number of attachments, namespace, number of the acknowledgement. */
    private static final Pattern MESSAGE =
            Pattern.compile("4([0-356])(?:(?<=[56])([0-9]{1,9})-)?(/[^,]{0,100}(?:,|$))?([0-9]{1,9})?");

    private static final JsonFactory JSON = new JsonFactory();

    private final SessionRegistry sessions;

    PacketValidator(SessionRegistry sessions) {
        this.sessions = sessions;
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
        var polling = packets.getTransport() == Transport.POLLING;
        for (var packet : polling ? content.split(SEPARATOR, -1) : new String[] {content}) {
            if (session == null || !sessions.has(session)) {
                return; // It is over: the packet before was the last.
            }
            session.hear();
            try {
                var proper = polling || !session.polling() ? proper(session, packet) : probe(packet);
                if (proper != null) {
                    var bytes = Unpooled.wrappedBuffer(proper.getBytes(StandardCharsets.UTF_8));
                    super.channelRead(ctx, new PacketsMessage(client, bytes, packets.getTransport()));
                }
            } catch (Malformed malformed) {
                sessions.end(session);
            }
        }
    }

    /** What a WebSocket may say while the session is still on polling. */
    private static String probe(String packet) throws Malformed {
        if (packet.equals("2probe") || packet.equals("5")) {
            return packet;
        }
        throw new Malformed();
    }

    /** The packet as the library reads it right, or null if there is nothing to read. */
    private static String proper(Session session, String packet) throws Malformed {
        switch (packet) {
            case "1", "3": // CLOSE, PONG
                return packet;
            case "6": // NOOP
                return null;
            default:
                return packet.startsWith("b") ? null : message(session, packet);
        }
    }

    private static String message(Session session, String packet) throws Malformed {
        var header = MESSAGE.matcher(packet);
        require(header.lookingAt());
        var type = header.group(1);
        var attachments = header.group(2);
        var namespace = header.group(3);
        var ack = header.group(4) == null ? "" : header.group(4);
        var json = packet.substring(header.end());
        require(session.joined || type.equals("0"));
        require(attachments != null == (type.equals("5") || type.equals("6")));
        switch (type) {
            case "0": // CONNECT
                require(ack.isEmpty() && (json.isEmpty() || isJson(json, JsonToken.START_OBJECT)));
                return namespace == null ? join(session) : refuse(session, namespace);
            case "1": // DISCONNECT
                require(ack.isEmpty() && json.isEmpty());
                return namespace == null ? "41" : null;
            case "2", "5": // EVENT, BINARY_EVENT
                require(isJson(json, JsonToken.START_ARRAY, JsonToken.VALUE_STRING));
                return namespace == null ? "42" + ack + json : null;
            default: // ACK, BINARY_ACK
                require(!ack.isEmpty() && isJson(json, JsonToken.START_ARRAY));
                return namespace == null ? "43" + ack + json : null;
        }
    }

    private static String join(Session session) {
        if (session.joined) {
            return null;
        }
        session.joined = true;
        return "40";
    }

    /** There is one namespace, the main one. */
    private static String refuse(Session session, String namespace) {
        var error = new Packet(PacketType.MESSAGE, EngineIOVersion.V4);
        error.setSubType(PacketType.ERROR);
        error.setNsp(namespace.replace(",", ""));
        error.setData(Map.of("message", "Invalid namespace"));
        session.client.send(error);
        return null;
    }

    /** Whether this is one JSON value, and it begins so. */
    private static boolean isJson(String json, JsonToken... beginning) {
        try (var parser = JSON.createParser(json)) {
            for (var token : beginning) {
                if (parser.nextToken() != token) {
                    return false;
                }
            }
            while (!parser.getParsingContext().inRoot()) {
                parser.nextToken();
            }
            return parser.nextToken() == null;
        } catch (IOException noJson) {
            return false;
        }
    }

    private static void require(boolean condition) throws Malformed {
        if (!condition) {
            throw new Malformed();
        }
    }
}
