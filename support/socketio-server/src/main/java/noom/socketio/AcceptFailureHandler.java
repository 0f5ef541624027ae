package noom.socketio;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs one line when accepting fails, as with too many open files, and accepts again soon. Netty logs a stack trace
 * for each failure. It stands in the pipeline of the listening socket.
 */
final class AcceptFailureHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptFailureHandler.class);
    private static final long RETRY_MILLIS = 100;
    private static final long LOG_NANOS = TimeUnit.MINUTES.toNanos(1);

    private long loggedAt = System.nanoTime() - LOG_NANOS;

    @Override
    public void exceptionCaught(ChannelHandlerContext listening, Throwable failure) {
        var config = listening.channel().config();
        if (config.isAutoRead()) {
            config.setAutoRead(false);
            listening.executor().schedule(() -> config.setAutoRead(true), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
        var now = System.nanoTime();
        if (now - loggedAt >= LOG_NANOS) {
            loggedAt = now;
            LOG.error("Cannot accept connections: {}. Trying again.", failure.getMessage());
        }
    }
}
