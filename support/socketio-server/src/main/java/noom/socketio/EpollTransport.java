package noom.socketio;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors.NativeIoException;
import java.net.BindException;

/**
 * Says whether Netty can use Linux's epoll directly. Java's own sockets take up to twice the time for a delivery. From
 * Java 24 on the JVM warns when a library loads native code (JEP 472), so there it must have been started with
 * {@code --enable-native-access=ALL-UNNAMED}.
 */
final class EpollTransport {
    private static final int FIRST_JAVA_WITH_WARNING = 24;

    private EpollTransport() {}

    /** False on other systems, and with {@code -Dio.netty.transport.noNative=true}: Netty uses Java's sockets then. */
    static boolean isAvailable() {
        return isNativeAccessEnabled() && Epoll.isAvailable();
    }

    /** Turns a failure to bind a port into a {@link BindException}, and leaves other failures as they are. */
    static Throwable asJavaException(Throwable failure) {
        // When two programs start at once, both may bind the port, and one of them fails to listen.
        if (failure instanceof NativeIoException && failure.getMessage().matches("(bind|listen)\\b.*")) {
            return new BindException(failure.getMessage()).initCause(failure);
        }
        return failure;
    }

    private static boolean isNativeAccessEnabled() {
        if (Runtime.version().feature() < FIRST_JAVA_WITH_WARNING) {
            return true;
        }
        try {
            // A method of Java 22.
            var isAllowed = Module.class.getMethod("isNativeAccessEnabled");
            return (boolean) isAllowed.invoke(Epoll.class.getModule());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
