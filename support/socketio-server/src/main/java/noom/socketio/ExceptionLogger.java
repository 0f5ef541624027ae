package noom.socketio;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.ExceptionListenerAdapter;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * netty-socketio and Netty log what a client sent, with a stack trace, as often as the client likes, and may leave its
 * connection open without an answer: this closes it and is silent. What fails in our own handlers is logged, without
 * what the client sent.
 */
final class ExceptionLogger extends ExceptionListenerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ExceptionLogger.class);

    @Override
    public boolean exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        if (failure instanceof Error) {
            LOG.error("A handler failed.", failure);
        }
        ctx.close();
        return true;
    }

    @Override
    public void onConnectException(Exception failure, SocketIOClient client) {
        LOG.error("The handler of a connection failed.", failure);
    }

    @Override
    public void onEventException(Exception failure, List<Object> sent, SocketIOClient client) {
        LOG.error("The handler of an event failed.", failure);
    }

    @Override
    public void onDisconnectException(Exception failure, SocketIOClient client) {
        LOG.error("The handler of a disconnection failed.", failure);
    }

    @Override
    public void onAuthException(Throwable failure, SocketIOClient client) {
        LOG.error("The handler of an authentication failed.", failure);
    }

    /** The same for what fails behind the library's handler of packets, where the library does not look. */
    @Sharable
    static final class AtTheEnd extends ChannelInboundHandlerAdapter {
        private final ExceptionLogger failures;

        AtTheEnd(ExceptionLogger failures) {
            this.failures = failures;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
            failures.exceptionCaught(ctx, failure);
        }
    }
}
