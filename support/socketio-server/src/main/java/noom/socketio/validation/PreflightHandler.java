package noom.socketio.validation;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import noom.runtime.OriginPolicy;

/**
 * Answers the preflight of a page that {@link OriginPolicy} allows (Fetch standard, "CORS-preflight request"), so that the
 * page may send headers of its own ({@code extraHeaders}). netty-socketio answers it as a handshake. Other pages are
 * refused by {@link RequestValidator}.
 */
@Sharable
public final class PreflightHandler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof FullHttpRequest request && isPreflight(request) && isAllowed(request)) {
            request.release();
            ctx.writeAndFlush(response(request)).addListener(ChannelFutureListener.CLOSE);
        } else {
            super.channelRead(ctx, message);
        }
    }

    private static boolean isPreflight(FullHttpRequest request) {
        return request.decoderResult().isSuccess()
                && request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaderNames.ORIGIN)
                && request.headers().contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    private static boolean isAllowed(FullHttpRequest request) {
        var headers = request.headers();
        return OriginPolicy.allows(headers.get(HttpHeaderNames.ORIGIN), headers.get(HttpHeaderNames.HOST));
    }

    private static DefaultFullHttpResponse response(FullHttpRequest request) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT);
        response.headers()
                .set(
                        HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN,
                        request.headers().get(HttpHeaderNames.ORIGIN))
                .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
                .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST")
                .set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        var requested = request.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
        if (requested != null) {
            response.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, requested);
        }
        return response;
    }
}
