package noom;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy that gives pages and Socket.IO one port, as in Node. It looks at the first request of a connection only, so it
 * asks for no second one ({@code Connection: close}).
 */
final class OnePort implements AutoCloseable {
    private final ServerSocket entrance;
    private final int pagesPort;
    private final int socketPort;
    private final List<Socket> ends = new CopyOnWriteArrayList<>();

    private OnePort(int pagesPort, int socketPort) throws IOException {
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.pagesPort = pagesPort;
        this.socketPort = socketPort;
        inTheBackground(this::accept);
    }

    static OnePort before(int pagesPort, int socketPort) {
        try {
            return new OnePort(pagesPort, socketPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return entrance.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (var end : ends) {
            end.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            var client = entrance.accept();
            ends.add(client);
            inTheBackground(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        var in = new BufferedInputStream(client.getInputStream());
        var head = readHead(in);
        var server = new Socket(InetAddress.getLoopbackAddress(), isForTheSocket(head) ? socketPort : pagesPort);
        ends.add(server);
        inTheBackground(() -> pass(server.getInputStream(), client));
        var once = head.replaceFirst("(?i)\r\nConnection: keep-alive\r\n", "\r\nConnection: close\r\n");
        server.getOutputStream().write(once.getBytes(StandardCharsets.ISO_8859_1));
        pass(in, server);
    }

    private static boolean isForTheSocket(String head) {
        return head.contains(" /socket.io/?");
    }

    private static String readHead(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            var next = in.read();
            if (next < 0) {
                throw new IOException("The request ended in its head.");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void pass(InputStream from, Socket to) throws IOException {
        from.transferTo(to.getOutputStream());
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
                // One of the two ends is closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
