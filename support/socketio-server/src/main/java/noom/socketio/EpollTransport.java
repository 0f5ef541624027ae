package noom.socketio;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors.NativeIoException;
import java.net.BindException;

/**
 * Through Java's own sockets a delivery costs up to twice the time that it costs through Linux's epoll: this says where
 * Netty can use epoll itself. From Java 24 on the JVM prints warnings where a library loads native code (JEP 472), so
 * there the JVM must have been started with {@code --enable-native-access=ALL-UNNAMED}.
 */
final class EpollTransport {
    private static final int FIRST_JAVA_THAT_WARNS = 24;

    private EpollTransport() {}

    /** False on other systems, and with {@code -Dio.netty.transport.noNative=true}: then Java's own sockets serve. */
    static boolean isAvailable() {
        return isQuietlyLoaded() && Epoll.isAvailable();
    }

    /** Makes of a failure to bind a port what Java's own sockets make of it; other failures stay as they are. */
    static Throwable asJavaTellsIt(Throwable failure) {
        // Where two programs begin at once, both may bind the port, and one of them cannot listen.
        if (failure instanceof NativeIoException && failure.getMessage().matches("(bind|listen)\\b.*")) {
            return new BindException(failure.getMessage()).initCause(failure);
        }
        return failure;
    }

    private static boolean isQuietlyLoaded() {
        if (Runtime.version().feature() < FIRST_JAVA_THAT_WARNS) {
            return true;
        }
        try {
            // This method came with Java 22.
            var isAllowed = Module.class.getMethod("isNativeAccessEnabled");
            return (boolean) isAllowed.invoke(Epoll.class.getModule());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
