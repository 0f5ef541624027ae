package noom.socketio;

/**
 * From Java 24 on the JVM prints four lines of warnings where Netty 4.1 takes memory by itself, with
 * {@code sun.misc.Unsafe} (JEP 498): this lets it take memory as everybody does, on these versions only.
 */
final class NettyMemory {
    private static final int FIRST_JAVA_THAT_WARNS = 24;

    private NettyMemory() {}

    /** Call it before anything of Netty. Whoever starts the JVM with {@code -Dio.netty.noUnsafe} has decided already. */
    static void prepare() {
        if (Runtime.version().feature() >= FIRST_JAVA_THAT_WARNS && System.getProperty("io.netty.noUnsafe") == null) {
            System.setProperty("io.netty.noUnsafe", "true");
        }
    }
}
