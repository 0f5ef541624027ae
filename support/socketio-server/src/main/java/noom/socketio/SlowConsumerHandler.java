package noom.socketio;

import com.corundumstudio.socketio.Transport;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;

/**
 * A client that does not read would have everything that is said kept for it until the memory is full: this cuts its
 * connection when more than 4,096 messages wait for it.
 *
 * <p>One for each connection, which counts what waits for its socket; a long frame of the library's is written in two
 * parts, and counts twice. What waits for a poll is counted once a second.
 */
final class SlowConsumerHandler extends ChannelOutboundHandlerAdapter {
    static final int LIMIT = 4_096;

    private int waiting;
    private final ChannelFutureListener written = done -> waiting--;

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (waiting >= LIMIT) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
            ctx.close();
            return;
        }
        waiting++;
        super.write(ctx, message, promise.unvoid().addListener(written));
    }

    static boolean polledTooSeldom(Session session) {
        return session.client.getPacketsQueue(Transport.POLLING).size() > LIMIT;
    }
}
