package noom.comparison;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The limit: a server without a protocol. It sends what anybody sends to everybody, from one thread, with one system
 * call for each message and client, or with one for all the messages that came at once.
 */
public final class TcpFanOut {
    private static final ByteBuffer GREETING = ByteBuffer.wrap(new byte[] {'!'});
    private static final int BUFFER = 64 * 1024;

    private final boolean batches;
    private final int messageSize = Wire.TCP.heard(Crowd.text(0)).length;
    private final Selector selector = Selector.open();
    private final List<SocketChannel> clients = new ArrayList<>();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(BUFFER);

    private TcpFanOut(boolean batches) throws IOException {
        this.batches = batches;
    }

    /** @param args {@code message} or {@code batch}: what is written at once */
    public static void main(String[] args) throws IOException {
        new TcpFanOut(args[0].equals("batch")).run();
    }

    private void run() throws IOException {
        var entrance = ServerSocketChannel.open();
        entrance.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        entrance.configureBlocking(false);
        entrance.register(selector, SelectionKey.OP_ACCEPT);
        System.out.println("Listening on tcp://localhost:" + entrance.socket().getLocalPort());
        while (true) {
            selector.select();
            for (var key : selector.selectedKeys()) {
                if (key.isAcceptable()) {
                    accept(entrance);
                } else {
                    receive((SocketChannel) key.channel());
                }
            }
            selector.selectedKeys().clear();
        }
    }

    private void accept(ServerSocketChannel entrance) throws IOException {
        var client = entrance.accept();
        client.configureBlocking(false);
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        client.register(selector, SelectionKey.OP_READ);
        clients.add(client);
        client.write(GREETING.duplicate());
    }

    private void receive(SocketChannel speaker) throws IOException {
        incoming.clear();
        if (speaker.read(incoming) < 0) {
            clients.remove(speaker);
            speaker.close();
            return;
        }
        incoming.flip();
        while (incoming.hasRemaining()) {
            var size = batches ? incoming.remaining() : messageSize;
            toAll(incoming.slice(incoming.position(), size));
            incoming.position(incoming.position() + size);
        }
    }

    /** Whoever says so little at once as the load program does fits into every socket's buffer. */
    private void toAll(ByteBuffer messages) throws IOException {
        for (var client : clients) {
            if (client.write(messages.duplicate()) < messages.remaining()) {
                throw new IOException("A client does not read.");
            }
        }
    }
}
