package noom.socketio.protocol;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.handler.AuthorizeHandler;
import com.corundumstudio.socketio.handler.ClientsBox;
import com.corundumstudio.socketio.scheduler.CancelableScheduler;
import com.corundumstudio.socketio.transport.WebSocketTransport;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import noom.socketio.session.Session;

/** Hands binary messages on as bytes. netty-socketio parses them as text. */
@Sharable
public final class BinaryWebSocketTransport extends WebSocketTransport {
    public BinaryWebSocketTransport(
            AuthorizeHandler authorizeHandler,
            Configuration configuration,
            CancelableScheduler scheduler,
            ClientsBox clients) {
        super(false, authorizeHandler, configuration, scheduler, clients);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof BinaryWebSocketFrame binary) {
            var bytes = ByteBufUtil.getBytes(binary.content());
            binary.release();
            var session = ctx.channel().attr(Session.OF_WEB_SOCKET).get();
            if (session != null) {
                ctx.pipeline().fireChannelRead(new BinaryFrame(session, bytes));
            }
        } else {
            super.channelRead(ctx, message);
        }
    }
}
