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

/**
 * A step behind a real nginx, as docs/one-port.md says: with the files of docs/nginx, started by the page's own
 * commands in a folder with a copy of them. Only the ports are others, free ones.
 */
final class OnePort implements AutoCloseable {
    private static final Project PROJECT = Project.ours();
    private static final String PAGE = "docs/one-port.md";
    private static final String FILES = "docs/nginx/";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final URI address;
    private final Running step;
    private Process nginx;

    private OnePort(Path folder, URI address, Running step) {
        this.folder = folder;
        this.address = address;
        this.step = step;
    }

    /**
     * Starts both, and waits until nginx listens.
     *
     * @param scheme {@code http}, or {@code https} with a certificate made for this run
     * @param socketUrl of the setting {@code SOCKET_URL}: with port 8080, as the page has it
     * @param change what else to change in the files
     */
    static OnePort before(Path folder, String step, String scheme, String socketUrl, UnaryOperator<String> change)
            throws Exception {
        var port = freePort();
        var onePort = new OnePort(
                folder,
                URI.create("%s://localhost:%d".formatted(scheme, port)),
                Running.start(PROJECT, step, Map.of("SOCKET_URL", socketUrl.replace("8080", String.valueOf(port)))));
        try {
            onePort.copyFiles(change);
            if (scheme.equals("https")) {
                onePort.makeCertificate();
            }
            onePort.startNginx(scheme + ".conf");
        } catch (Exception | Error failure) {
            onePort.close();
            throw failure;
        }
        return onePort;
    }

    /**
     * A port below those that a system gives out by itself, so that nobody has it a moment later: nginx cannot take
     * any free one and say which.
     */
    private static int freePort() {
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

    private void startNginx(String configuration) throws IOException {
        var errors = folder.resolve("errors.txt");
        nginx = Tool.start(folder, command("nginx", configuration), ProcessBuilder.Redirect.to(errors.toFile()));
        await().atMost(PATIENCE).until(() -> isOpen(address.getPort()) || !nginx.isAlive());
        if (!nginx.isAlive()) {
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
                .map(Shell::words)
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

    /** Where the chat is without nginx. */
    int socketPort() throws IOException, InterruptedException {
        return step.socketPort();
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

    /** Ends nginx, which ends its workers, and the step. */
    @Override
    public void close() {
        step.close();
        if (nginx != null) {
            nginx.destroy();
            nginx.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        }
    }
}
