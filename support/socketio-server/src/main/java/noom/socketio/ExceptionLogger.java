package noom.socketio;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.ExceptionListenerAdapter;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs every exception of our own code with its stack trace, and none that a client causes: there it closes the
 * connection. netty-socketio and Netty log a client's input as often as the client likes, and may leave its connection
 * open without an answer.
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
    public void onConnectException(Exception failure, SocketIOClient socket) {
        LOG.error("A connect listener failed.", failure);
    }

    @Override
    public void onEventException(Exception failure, List<Object> arguments, SocketIOClient socket) {
        LOG.error("An event listener failed.", failure);
    }

    @Override
    public void onDisconnectException(Exception failure, SocketIOClient socket) {
        LOG.error("A disconnect listener failed.", failure);
    }

    @Override
    public void onAuthException(Throwable failure, SocketIOClient socket) {
        LOG.error("An authentication listener failed.", failure);
    }

    /** Runs code of ours that has no caller to throw to. */
    static void run(String name, Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            log(name, failure);
        }
    }

    static void log(String name, Throwable failure) {
        LOG.error("{} failed.", name, failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
    }

    /** The end of a pipeline: does the same for failures that the library's own handlers do not look at. */
    @Sharable
    static final class Tail extends ChannelInboundHandlerAdapter {
        private final ExceptionLogger logger;

        Tail(ExceptionLogger logger) {
            this.logger = logger;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
            logger.exceptionCaught(ctx, failure);
        }
    }
}
