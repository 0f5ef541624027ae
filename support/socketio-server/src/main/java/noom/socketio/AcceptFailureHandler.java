package noom.socketio;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import noom.runtime.AcceptFailureLog;

/**
 * Logs one line when accepting fails, as with too many open files, and accepts again soon. Netty logs a stack trace
 * for each failure. It stands in the pipeline of the listening socket.
 */
final class AcceptFailureHandler extends ChannelInboundHandlerAdapter {
    private static final long RETRY_MILLIS = 100;

    private final AcceptFailureLog log = new AcceptFailureLog();

    @Override
    public void exceptionCaught(ChannelHandlerContext listening, Throwable failure) {
        var config = listening.channel().config();
        if (config.isAutoRead()) {
            config.setAutoRead(false);
            listening.executor().schedule(() -> config.setAutoRead(true), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
        log.log(failure);
    }
}
