package noom.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Many TCP connections that send nothing. Closing it closes them all. */
public final class ConnectionCrowd implements Closeable {
    /** Long enough for the system to try a second time, a second later. */
    private static final int CONNECT_TIMEOUT_MILLIS = 1500;

    private final List<Socket> sockets = new ArrayList<>();

    private ConnectionCrowd() {}

    /** Connects as often as told, or until the system's queue of a server that does not accept is full. */
    public static ConnectionCrowd connect(int port, int count) throws IOException {
        var crowd = new ConnectionCrowd();
        for (var i = 0; i < count && crowd.connect(port); i++) {
            // The call connects one.
        }
        return crowd;
    }

    private boolean connect(int port) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
            sockets.add(socket);
            return true;
        } catch (IOException queueIsFull) {
            socket.close();
            return false;
        }
    }

    /** How many are connected. */
    public int size() {
        return sockets.size();
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }
}
