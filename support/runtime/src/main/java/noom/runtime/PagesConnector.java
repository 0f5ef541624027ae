package noom.runtime;

import io.javalin.config.JavalinConfig;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The listening socket of Javalin's Jetty. When accepting fails, as with too many open files, it logs one line and tries again
 * soon. Jetty logs a stack trace every second then. When the program has started, it prints the addresses for others in the
 * network.
 */
final class PagesConnector extends ServerConnector {
    private static final long RETRY_MILLIS = 100;

    private final AcceptFailureLog log = new AcceptFailureLog();

    private PagesConnector(Server server, HttpConfiguration http) {
        super(server, new HttpConnectionFactory(http));
    }

    static void configure(JavalinConfig config) {
        config.jetty.addConnector((server, http) -> {
            var connector = new PagesConnector(server, http);
            connector.setHost(config.jetty.host);
            connector.setPort(config.jetty.port);
            return connector;
        });
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Launcher.afterStart(this::printNetworkAddresses);
    }

    private void printNetworkAddresses() {
        for (var address : NetworkAddresses.find()) {
            System.out.println("In this network: http://%s:%d".formatted(address, getLocalPort()));
        }
    }

    /** @return whether to try again */
    @Override
    protected boolean handleAcceptFailure(Throwable failure) {
        if (!isRunning() || Thread.currentThread().isInterrupted()) {
            return false;
        }
        log.log(failure);
        try {
            Thread.sleep(RETRY_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
