package noom.socketio;

/**
 * Lets Netty allocate memory without {@code sun.misc.Unsafe} from Java 24 on. There the JVM prints four lines of
 * warnings about it (JEP 498).
 */
final class NettyMemory {
    private static final int FIRST_JAVA_WITH_WARNING = 24;

    private NettyMemory() {}

    /** To be called before any class of Netty is loaded. A property {@code io.netty.noUnsafe} that is set stays. */
    static void configure() {
        if (Runtime.version().feature() >= FIRST_JAVA_WITH_WARNING && System.getProperty("io.netty.noUnsafe") == null) {
            System.setProperty("io.netty.noUnsafe", "true");
        }
    }
}
