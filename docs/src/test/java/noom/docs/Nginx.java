package noom.docs;

import static org.awaitility.Awaitility.await;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A real nginx in front of a step, as docs/one-port.md says: with the files of docs/nginx, started by the page's own
 * commands in a folder with a copy of them. Only the ports are others, free ones. Closing it ends it, not the step.
 */
final class Nginx implements AutoCloseable {
    private static final Project PROJECT = Project.ours();
    private static final String PAGE = "docs/one-port.md";
    private static final String FILES = "docs/nginx/";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final Running step;
    private final URI address;
    private Process process;

    private Nginx(Path folder, Running step, URI address) {
        this.folder = folder;
        this.step = step;
        this.address = address;
    }

    /**
     * Starts it, and waits until it listens.
     *
     * @param address {@code http}, or {@code https} with a certificate made for this run, and a port of {@link #freePort}
     * @param change what else to change in the files
     */
    static Nginx before(Path folder, Running step, URI address, UnaryOperator<String> change)
            throws IOException, InterruptedException {
        var nginx = new Nginx(folder, step, address);
        nginx.copyFiles(change);
        if (address.getScheme().equals("https")) {
            nginx.makeCertificate();
        }
        nginx.start(address.getScheme() + ".conf");
        return nginx;
    }

    /** Skips the test where there is no nginx, or nothing that makes a certificate. */
    static void need(Path folder) throws IOException {
        Tool.run(folder, List.of("nginx", "-v"));
        Tool.run(folder, List.of("openssl", "version"));
    }

    /**
     * A port below those that a system gives out by itself, so that nobody has it a moment later: nginx cannot take
     * any free one and say which.
     */
    static int freePort() {
        while (true) {
            var port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (var free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (IOException taken) {
                // Another one, then.
            }
        }
    }

    private void copyFiles(UnaryOperator<String> change) throws IOException, InterruptedException {
        var ports = Map.of(
                ":3000", ":" + URI.create(step.address()).getPort(),
                ":3001", ":" + step.socketPort(),
                " 8080", " " + address.getPort());
        for (var file : PROJECT.files(FILES)) {
            var text = change.apply(PROJECT.text(file));
            for (var other : ports.entrySet()) {
                text = text.replaceAll(other.getKey() + "\\b", other.getValue());
            }
            Project.of(folder).with(file, text);
        }
    }

    /** A self-signed one, with the page's command. */
    private void makeCertificate() throws IOException {
        Files.createDirectories(folder.resolve(FILES + "target"));
        Tool.run(folder, command("openssl", ""));
    }

    private void start(String configuration) throws IOException {
        var errors = folder.resolve("errors.txt");
        process = Tool.start(folder, command("nginx", configuration), ProcessBuilder.Redirect.to(errors.toFile()));
        try {
            await().atMost(PATIENCE).until(() -> isOpen(address.getPort()) || !process.isAlive());
        } catch (ConditionTimeoutException e) {
            close();
            throw e;
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("nginx did not start: " + Files.readString(errors));
        }
    }

    /** The one that the page shows. */
    private static List<String> command(String program, String word) {
        return PROJECT.page(PAGE).fences().stream()
                .filter(fence -> fence.language().equals("sh"))
                .flatMap(fence -> fence.code().stream())
                .filter(line -> line.startsWith(program + " ") && line.contains(word))
                .findFirst()
                .map(Tool::words)
                .orElseThrow(() -> new IllegalStateException("%s shows no %s %s".formatted(PAGE, program, word)));
    }

    private static boolean isOpen(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Where everything is, without a slash at the end. */
    URI address() {
        return address;
    }

    /** Trusts the certificate of this run, and no other. */
    X509TrustManager trust() throws IOException, GeneralSecurityException {
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        if (address.getScheme().equals("https")) {
            try (var file = new FileInputStream(
                    folder.resolve(FILES + "target/certificate.pem").toFile())) {
                trusted.setCertificateEntry(
                        "noom", CertificateFactory.getInstance("X.509").generateCertificate(file));
            }
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    /** Ends its workers as well. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
