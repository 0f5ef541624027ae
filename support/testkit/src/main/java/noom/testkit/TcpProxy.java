package noom.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A piece of network between a client and a server that a test can cut, as when a cable is pulled, and that may know no
 * WebSocket, as some firewalls and proxies do not.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int LONGEST_HEAD = 8192;

    private final int target;
    private final boolean refusesUpgrades;
    private final ServerSocket entrance;
    private final List<Socket> ends = new CopyOnWriteArrayList<>();
    private boolean isHeld;

    private TcpProxy(int target, boolean refusesUpgrades) throws IOException {
        this.target = target;
        this.refusesUpgrades = refusesUpgrades;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        inTheBackground(this::accept);
    }

    /** A tunnel to this port of this machine. */
    public static TcpProxy to(int port) {
        return create(port, false);
    }

    /** A tunnel that answers every wish for a WebSocket with 403. */
    public static TcpProxy withoutUpgradesTo(int port) {
        return create(port, true);
    }

    private static TcpProxy create(int port, boolean refusesUpgrades) {
        try {
            return new TcpProxy(port, refusesUpgrades);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port that clients connect to. */
    public int port() {
        return entrance.getLocalPort();
    }

    /** Lets nothing pass until it is released. Nothing is lost. */
    public synchronized void hold() {
        isHeld = true;
    }

    public synchronized void release() {
        isHeld = false;
        notifyAll();
    }

    private synchronized void waitUntilReleased() throws InterruptedIOException {
        try {
            while (isHeld) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    /** Ends all connections without a good-bye (TCP RST). New ones can be made. */
    public void cut() {
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
            ends.add(client);
            inTheBackground(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        var in = new BufferedInputStream(client.getInputStream());
        if (refusesUpgrades && asksForAnUpgrade(in)) {
            client.getOutputStream().write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".getBytes());
            client.close();
            return;
        }
        var server = new Socket(InetAddress.getLoopbackAddress(), target);
        ends.add(server);
        inTheBackground(() -> pass(server.getInputStream(), client));
        pass(in, server);
    }

    /** Looks at the head of a connection's first request, and leaves it there to be passed on. */
    private static boolean asksForAnUpgrade(BufferedInputStream in) throws IOException {
        in.mark(LONGEST_HEAD);
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        in.reset();
        return head.toString().toLowerCase(Locale.ROOT).contains("\r\nupgrade: websocket\r\n");
    }

    private void pass(InputStream from, Socket to) throws IOException {
        var bytes = new byte[8192];
        for (var count = from.read(bytes); count >= 0; count = from.read(bytes)) {
            waitUntilReleased();
            to.getOutputStream().write(bytes, 0, count);
        }
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
