package noom.testkit;

/**
 * A server that a test has started in its own process.
 *
 * @param port the port it listens on
 * @param stop stops it and frees the port
 */
public record RunningServer(int port, Runnable stop) implements AutoCloseable {
    @Override
    public void close() {
        stop.run();
    }
}
