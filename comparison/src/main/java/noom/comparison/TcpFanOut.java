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
 * Sends every message to every client over plain TCP, from one thread. It is the upper limit for the measured chats: it
 * costs one system call per message and client, or one per batch of messages and client.
 */
public final class TcpFanOut {
    private static final ByteBuffer GREETING = ByteBuffer.wrap(new byte[] {'!'});
    private static final int BUFFER = 64 * 1024;

    private final boolean batches;
    private final int messageSize = Protocol.TCP.encodeReceived(LoadGenerator.message(0)).length;
    private final Selector selector = Selector.open();
    private final List<SocketChannel> clients = new ArrayList<>();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(BUFFER);

    private TcpFanOut(boolean batches) throws IOException {
        this.batches = batches;
    }

    /** @param args {@code message} or {@code batch}: the unit of one write */
    public static void main(String[] args) throws IOException {
        new TcpFanOut(args[0].equals("batch")).run();
    }

    private void run() throws IOException {
        var listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        System.out.println("Listening on tcp://localhost:" + listener.socket().getLocalPort());
        while (true) {
            selector.select();
            for (var key : selector.selectedKeys()) {
                if (key.isAcceptable()) {
                    accept(listener);
                } else {
                    receive((SocketChannel) key.channel());
                }
            }
            selector.selectedKeys().clear();
        }
    }

    private void accept(ServerSocketChannel listener) throws IOException {
        var client = listener.accept();
        client.configureBlocking(false);
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        client.register(selector, SelectionKey.OP_READ);
        clients.add(client);
        client.write(GREETING.duplicate());
    }

    private void receive(SocketChannel sender) throws IOException {
        incoming.clear();
        if (sender.read(incoming) < 0) {
            clients.remove(sender);
            sender.close();
            return;
        }
        incoming.flip();
        while (incoming.hasRemaining()) {
            var size = batches ? incoming.remaining() : messageSize;
            broadcast(incoming.slice(incoming.position(), size));
            incoming.position(incoming.position() + size);
        }
    }

    /** Writes without waiting: the load generator keeps few messages in flight, so they fit into the socket buffers. */
    private void broadcast(ByteBuffer messages) throws IOException {
        for (var client : clients) {
            if (client.write(messages.duplicate()) < messages.remaining()) {
                throw new IOException("A client does not read.");
            }
        }
    }
}
