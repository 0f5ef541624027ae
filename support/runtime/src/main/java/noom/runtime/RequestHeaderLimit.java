package noom.runtime;

import io.javalin.config.JavalinConfig;
import java.io.IOException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Allows 16 KiB of request headers, as Node does. A browser sends the cookies of all programs on {@code localhost} to each
 * port there, and these may be more than Jetty's 8 KiB. Above the limit a sentence says what to do.
 */
final class RequestHeaderLimit extends ErrorHandler {
    private static final int MAX_SIZE = 16 * 1024;
    private static final String TOO_LARGE =
            "Your browser sent more than 16 KiB of cookies and other headers. Delete the cookies of this host, then reload.";

    private RequestHeaderLimit() {}

    static void configure(JavalinConfig config) {
        config.jetty.modifyHttpConfiguration(http -> http.setRequestHeaderSize(MAX_SIZE));
        config.jetty.modifyServer(server -> server.setErrorHandler(new RequestHeaderLimit()));
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int code, String message, Throwable cause, Callback callback)
            throws IOException {
        if (code == HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
            Content.Sink.write(response, true, TOO_LARGE, callback);
        } else {
            super.generateResponse(request, response, code, message, cause, callback);
        }
    }
}
