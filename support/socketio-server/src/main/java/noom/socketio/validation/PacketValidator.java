package noom.socketio.validation;

import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.messages.PacketsMessage;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import noom.socketio.protocol.BinaryFrame;
import noom.socketio.protocol.BinaryPacket;
import noom.socketio.protocol.IncompletePacket;
import noom.socketio.session.NamespaceConnector;
import noom.socketio.session.Session;
import noom.socketio.session.SessionRegistry;

/**
 * Passes on only packets that the Engine.IO protocol (version 4) and the Socket.IO protocol (version 5) allow, one at a
 * time, and ends the session that sends another, as Node's server does. netty-socketio does not validate packets: 64,000
 * digits block all clients for a second, several packets in one POST leak memory, and trailing bytes are parsed as
 * another packet.
 *
 * <p>A packet with attachments is passed on as a {@link BinaryPacket}, when all of them have come. No other message may
 * come between them.
 */
@Sharable
public final class PacketValidator extends ChannelInboundHandlerAdapter {
    private static final String SEPARATOR = "\u001e";

    /** Groups: type, number of attachments, namespace, acknowledgement id. */
    private static final Pattern MESSAGE =
            Pattern.compile("4([0-356])(?:(?<=[56])([0-9]{1,9})-)?(/[^,]{0,100}(?:,|$))?([0-9]++)?");

    /** Digits of an acknowledgement id. A longer one is not a long, which the library parses. */
    private static final int MAX_ACK_LENGTH = 18;

    /** Values in an auth, which is kept with its session: 64 KiB of empty lists would take a megabyte. */
    private static final int MAX_AUTH_TOKENS = 1_000;

    private static final JsonMapper JSON = new JsonMapper();

    private final SessionRegistry sessions;
    private final NamespaceConnector namespaces;

    public PacketValidator(SessionRegistry sessions, NamespaceConnector namespaces) {
        this.sessions = sessions;
        this.namespaces = namespaces;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof PacketsMessage packets) {
            read(ctx, packets);
        } else if (message instanceof BinaryFrame frame) {
            read(ctx, frame);
        } else {
            super.channelRead(ctx, message);
        }
    }

    private void read(ChannelHandlerContext ctx, PacketsMessage packets) throws Exception {
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
                var valid = isPolling || !session.isPolling() ? validate(ctx, session, packet) : validateProbe(packet);
                if (valid != null) {
                    var bytes = Unpooled.wrappedBuffer(valid.getBytes(StandardCharsets.UTF_8));
                    super.channelRead(ctx, new PacketsMessage(client, bytes, packets.getTransport()));
                }
            } catch (MalformedPacketException malformed) {
                sessions.end(session);
            }
        }
    }

    private void read(ChannelHandlerContext ctx, BinaryFrame frame) throws Exception {
        var session = frame.session();
        if (!sessions.isOpen(session)) {
            return;
        }
        session.heard();
        try {
            require(!session.isPolling());
            attach(ctx, session, frame.bytes());
        } catch (MalformedPacketException malformed) {
            sessions.end(session);
        }
    }

    /** The packets that a WebSocket may carry while its session is still on polling. */
    private static String validateProbe(String packet) throws MalformedPacketException {
        if (packet.equals("2probe") || packet.equals("5")) {
            return packet;
        }
        throw new MalformedPacketException();
    }

    /** The packet in a form that the library parses correctly, or null if there is nothing left to do. */
    private String validate(ChannelHandlerContext ctx, Session session, String packet) throws Exception {
        switch (packet) {
            case "1": // CLOSE
                sessions.endByClient(session);
                return null;
            case "3": // PONG
                return packet;
            case "6": // NOOP
                return null;
            default:
                if (packet.startsWith("b")) {
                    attach(ctx, session, decodeBase64(packet.substring(1)));
                    return null;
                }
                return validateMessage(session, packet);
        }
    }

    private String validateMessage(Session session, String packet) throws MalformedPacketException {
        var header = MESSAGE.matcher(packet);
        require(header.lookingAt() && session.incomplete() == null);
        var type = header.group(1);
        var attachments = header.group(2);
        var prefix = header.group(3) == null || header.group(3).matches("/,?") ? "" : header.group(3);
        var namespace = prefix.replace(",", "");
        var ack = header.group(4) == null ? "" : header.group(4);
        var json = packet.substring(header.end());
        require(session.isConnected() || type.equals("0"));
        require(attachments != null == (type.equals("5") || type.equals("6")));
        switch (type) {
            case "0": // CONNECT
                require(ack.isEmpty() && (json.isEmpty() || isJson(json, JsonToken.START_OBJECT)));
                namespaces.connect(session, namespace, parseAuth(json));
                return null;
            case "1": // DISCONNECT
                require(ack.isEmpty() && json.isEmpty());
                namespaces.disconnect(session, namespace);
                return null;
            case "2", "5": // EVENT, BINARY_EVENT
                require(ack.length() <= MAX_ACK_LENGTH && isJson(json, JsonToken.START_ARRAY, JsonToken.VALUE_STRING));
                if (attachments != null) {
                    awaitAttachments(session, namespace, false, ack, json, attachments);
                    return null;
                }
                return namespaces.isPresent(session, namespace) ? "42" + prefix + ack + json : null;
            default: // ACK, BINARY_ACK. Node ignores ids that it never sent, and takes no arguments for an empty list.
                require(json.isEmpty() || isJson(json, JsonToken.START_ARRAY));
                if (attachments != null) {
                    awaitAttachments(session, namespace, true, ack, json.isEmpty() ? "[]" : json, attachments);
                    return null;
                }
                var isOurs =
                        !ack.isEmpty() && ack.length() <= MAX_ACK_LENGTH && namespaces.isPresent(session, namespace);
                return isOurs ? "43" + prefix + ack + (json.isEmpty() ? "[]" : json) : null;
        }
    }

    private static void awaitAttachments(
            Session session, String namespace, boolean isAck, String ack, String json, String attachments)
            throws MalformedPacketException {
        var count = Integer.parseInt(attachments);
        require(count > 0 && count <= IncompletePacket.MAX_ATTACHMENTS);
        var id = ack.isEmpty() || ack.length() > MAX_ACK_LENGTH ? null : Long.valueOf(ack);
        session.incomplete(new IncompletePacket(namespace, isAck, id, json, count));
    }

    private void attach(ChannelHandlerContext ctx, Session session, byte[] attachment) throws Exception {
        var packet = session.incomplete();
        require(packet != null && packet.add(attachment));
        if (packet.isComplete()) {
            session.incomplete(null);
            var complete = packet.complete(session);
            require(complete != null);
            super.channelRead(ctx, complete);
        }
    }

    private static byte[] decodeBase64(String text) throws MalformedPacketException {
        try {
            // Socket.IO's Java client breaks lines, as Base64 in mails does.
            return Base64.getDecoder().decode(text.replace("\n", ""));
        } catch (IllegalArgumentException e) {
            throw new MalformedPacketException();
        }
    }

    private static JsonNode parseAuth(String json) throws MalformedPacketException {
        if (json.isEmpty()) {
            return JSON.createObjectNode();
        }
        try (var parser = JSON.getFactory().createParser(json)) {
            var tokens = 0;
            while (parser.nextToken() != null) {
                tokens++;
            }
            require(tokens <= MAX_AUTH_TOKENS);
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new MalformedPacketException();
        }
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

    private static void require(boolean condition) throws MalformedPacketException {
        if (!condition) {
            throw new MalformedPacketException();
        }
    }
}
