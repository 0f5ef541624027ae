package noom;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A piece of network between a client and a server that a test can cut, as when a cable is pulled. */
final class Tunnel implements AutoCloseable {
    private final int target;
    private final ServerSocket entrance;
    private final List<Socket> ends = new CopyOnWriteArrayList<>();

    private Tunnel(int target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        inTheBackground(this::accept);
    }

    /** A tunnel to this port of this machine. */
    static Tunnel to(int port) {
        try {
            return new Tunnel(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port that clients connect to. */
    int port() {
        return entrance.getLocalPort();
    }

    /** Ends all connections without a good-bye (TCP RST). New ones can be made. */
    void cut() {
        for (var end : ends) {
            try {
                end.setSoLinger(true, 0);
                end.close();
            } catch (IOException e) {
                // It is gone already.
            }
        }
        ends.clear();
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private void accept() throws IOException {
        while (true) {
            var client = entrance.accept();
            var server = new Socket(InetAddress.getLoopbackAddress(), target);
            ends.addAll(List.of(client, server));
            inTheBackground(() -> pass(client, server));
            inTheBackground(() -> pass(server, client));
        }
    }

    private static void pass(Socket from, Socket to) throws IOException {
        from.getInputStream().transferTo(to.getOutputStream());
        to.shutdownOutput();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void inTheBackground(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The tunnel was cut or closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
