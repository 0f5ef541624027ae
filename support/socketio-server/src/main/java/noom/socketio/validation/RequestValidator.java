package noom.socketio.validation;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import noom.runtime.OriginPolicy;
import noom.socketio.session.Session;
import noom.socketio.session.SessionReaper;
import noom.socketio.session.SessionRegistry;

/**
 * Passes on only requests that the Engine.IO protocol (version 4) allows, from pages that {@link OriginPolicy} allows,
 * and refuses the others as Node's server does. netty-socketio opens a session for almost any request and leaks some,
 * leaves other requests without an answer, and lets a second WebSocket take over a session.
 *
 * <p>One for each connection, and for its first request only: the library closes a connection after the first answer.
 */
public final class RequestValidator extends ChannelInboundHandlerAdapter {
    /** The headers of a request, in bytes. */
    public static final int MAX_HEADER_SIZE = 16 * 1024;

    private static final String PATH = "/socket.io/";

    private final SessionRegistry sessions;
    private final SessionReaper reaper;
    private boolean hasRequest;

    public RequestValidator(SessionRegistry sessions, SessionReaper reaper) {
        this.sessions = sessions;
        this.reaper = reaper;
    }

    private static final class Refused extends Exception {
        private final HttpResponseStatus status;

        private Refused(HttpResponseStatus status, int code, String reason) {
            super("{\"code\":%d,\"message\":\"%s\"}".formatted(code, reason), null, false, false);
            this.status = status;
        }

        private Refused(int code, String reason) {
            this(HttpResponseStatus.BAD_REQUEST, code, reason);
        }
    }

    /** A WebSocket for a session that has one. */
    private static final class AlreadyUpgraded extends Exception {
        private AlreadyUpgraded() {
            super(null, null, false, false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (!(message instanceof FullHttpRequest request)) {
            super.channelRead(ctx, message);
        } else if (hasRequest) {
            request.release();
        } else {
            hasRequest = true;
            try {
                check(ctx, request);
                super.channelRead(ctx, request);
            } catch (Refused refused) {
                ReferenceCountUtil.safeRelease(request);
                refuse(ctx, request, refused);
            } catch (AlreadyUpgraded second) {
                SecondWebSocket.close(ctx, request);
                request.release();
            }
        }
    }

    private void check(ChannelHandlerContext ctx, FullHttpRequest request) throws Refused, AlreadyUpgraded {
        if (request.decoderResult().cause() instanceof TooLongHttpHeaderException) {
            throw new Refused(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    3,
                    "The headers have at most %d bytes. Delete cookies of this host.".formatted(MAX_HEADER_SIZE));
        }
        if (request.decoderResult().isFailure()) {
            throw new Refused(3, "Bad request");
        }
        if (!request.uri().split("\\?", 2)[0].equals(PATH)) {
            throw new Refused(HttpResponseStatus.NOT_FOUND, 3, "Not found");
        }
        var query = new QueryStringDecoder(request.uri());
        if (!isOriginAllowed(request)) {
            throw new Refused(HttpResponseStatus.FORBIDDEN, 4, "Forbidden");
        }
        for (var obsolete : List.of("j", "b64", "disconnect")) {
            if (parameter(query, obsolete) != null) {
                throw new Refused(3, "Bad request");
            }
        }
        var webSocket = "websocket".equals(parameter(query, "transport"));
        if (!webSocket && !"polling".equals(parameter(query, "transport"))) {
            throw new Refused(0, "Transport unknown");
        }
        if (webSocket && !isWebSocketUpgrade(request)) {
            throw new Refused(3, "Bad request");
        }
        if (parameter(query, "sid") == null) {
            checkHandshake(request, query);
        } else {
            checkSession(ctx, request, session(parameter(query, "sid")), webSocket);
        }
    }

    private static void checkHandshake(FullHttpRequest request, QueryStringDecoder query) throws Refused {
        if (!request.method().equals(HttpMethod.GET)) {
            throw new Refused(2, "Bad handshake method");
        }
        if (!"4".equals(parameter(query, "EIO"))) {
            throw new Refused(5, "Unsupported protocol version");
        }
    }

    private void checkSession(ChannelHandlerContext ctx, FullHttpRequest request, Session session, boolean webSocket)
            throws Refused, AlreadyUpgraded {
        if (webSocket && !session.isPolling()) {
            throw new AlreadyUpgraded();
        }
        if (!session.isPolling() || webSocket && session.webSocket() != null) {
            throw new Refused(3, "Bad request");
        }
        if (webSocket) {
            session.upgrade(ctx.channel());
        } else if (request.method().equals(HttpMethod.GET)) {
            if (reaper.endIfSilent(session)) {
                throw new Refused(1, "Session ID unknown");
            }
            if (session.isPollWaiting()) {
                // A second poll. The library would never answer the first, and Node ends the session.
                sessions.end(session);
                throw new Refused(3, "Bad request");
            }
            session.poll(ctx.channel());
        } else if (!request.method().equals(HttpMethod.POST)) {
            throw new Refused(3, "Bad request");
        }
    }

    private Session session(String id) throws Refused {
        try {
            var session = sessions.get(UUID.fromString(id));
            if (session != null) {
                return session;
            }
        } catch (IllegalArgumentException e) {
            // No UUID, and so no session has it.
        }
        throw new Refused(1, "Session ID unknown");
    }

    private static boolean isWebSocketUpgrade(FullHttpRequest request) {
        var headers = request.headers();
        return request.method().equals(HttpMethod.GET)
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)
                && headers.contains(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13", false);
    }

    private static boolean isOriginAllowed(FullHttpRequest request) {
        var headers = request.headers();
        return headers.getAll(HttpHeaderNames.ORIGIN).size() <= 1
                && OriginPolicy.allows(headers.get(HttpHeaderNames.ORIGIN), headers.get(HttpHeaderNames.HOST));
    }

    private static String parameter(QueryStringDecoder query, String name) throws Refused {
        try {
            var values = query.parameters().get(name);
            return values == null ? null : values.get(0);
        } catch (IllegalArgumentException e) {
            throw new Refused(3, "Bad request");
        }
    }

    private static void refuse(ChannelHandlerContext ctx, FullHttpRequest request, Refused refused) {
        var body = Unpooled.copiedBuffer(refused.getMessage(), StandardCharsets.UTF_8);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, refused.status, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        // Lets our own page read the answer.
        var origin = request.headers().get(HttpHeaderNames.ORIGIN);
        if (origin != null && isOriginAllowed(request)) {
            response.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
