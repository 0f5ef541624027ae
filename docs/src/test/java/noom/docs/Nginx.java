package noom.docs;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import noom.testkit.RawConnection;
import noom.testkit.Waits;

/**
 * Runs nginx in front of a step, with the files of docs/nginx and the commands of docs/one-port.md. Only the ports differ
 * from the page. Closing it stops nginx and the step.
 */
final class Nginx implements AutoCloseable {
    private static final Project REPOSITORY = Project.repository();
    private static final String PAGE = "docs/one-port.md";
    private static final String FILES = "docs/nginx/";

    private final Path folder;
    private final RunningProgram step;
    private final URI address;
    private Process process;

    private Nginx(Path folder, RunningProgram step, URI address) {
        this.folder = folder;
        this.step = step;
        this.address = address;
    }

    /**
     * Starts the step and nginx, and waits until nginx listens. Without nginx or openssl, the test is skipped.
     *
     * @param folder a new folder for the copies of the files
     * @param site {@code http://localhost}, or {@code https://localhost} with a new certificate
     */
    static Nginx start(Path folder, String step, String site) throws IOException, InterruptedException {
        return start(folder, step, site, UnaryOperator.identity());
    }

    /** Starts the step and nginx, with changed files of docs/nginx. */
    static Nginx start(Path folder, String step, String site, UnaryOperator<String> change)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Tool.run(folder, List.of("nginx", "-v"));
        Tool.run(folder, List.of("openssl", "version"));
        var address = site + ":" + freePort();
        var socketUrl = step.startsWith("step02") ? address.replaceFirst("http", "ws") + "/chat" : address;
        var program = RunningProgram.start(REPOSITORY, step, Map.of("SOCKET_URL", socketUrl));
        var nginx = new Nginx(folder, program, URI.create(address));
        try {
            nginx.copyFiles(change);
            if (address.startsWith("https")) {
                nginx.createCertificate();
            }
            nginx.startProcess();
            return nginx;
        } catch (Throwable e) {
            nginx.close();
            throw e;
        }
    }

    /**
     * Returns a port below the range from which the system takes free ports, so that no other program takes it before nginx
     * does. nginx itself cannot listen on any free port and report it.
     */
    private static int freePort() {
        while (true) {
            var port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (var free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (IOException portInUse) {
                // Tries another one.
            }
        }
    }

    private void copyFiles(UnaryOperator<String> change) throws IOException {
        var ports = Map.of(
                ":3000", ":" + URI.create(step.address()).getPort(),
                ":3001", ":" + step.socketPort(),
                " 8080", " " + address.getPort());
        for (var file : REPOSITORY.files(FILES)) {
            var text = change.apply(REPOSITORY.text(file));
            for (var port : ports.entrySet()) {
                text = text.replaceAll(port.getKey() + "\\b", port.getValue());
            }
            new Project(folder).with(file, text);
        }
    }

    private void createCertificate() throws IOException {
        Files.createDirectories(folder.resolve(FILES + "target"));
        Tool.run(folder, command("openssl", ""));
    }

    private void startProcess() throws IOException {
        var errors = folder.resolve("errors.txt");
        var command = command("nginx", address.getScheme() + ".conf");
        process = Tool.start(folder, command, ProcessBuilder.Redirect.to(errors.toFile()));
        Waits.waitFor("nginx to listen").until(() -> isListening() || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException("nginx did not start: " + Files.readString(errors));
        }
    }

    /** Finds a command in the page. */
    private static List<String> command(String program, String word) {
        return REPOSITORY.page(PAGE).fences().stream()
                .filter(fence -> fence.language().equals("sh"))
                .flatMap(fence -> fence.code().stream())
                .filter(line -> line.startsWith(program + " ") && line.contains(word))
                .findFirst()
                .map(Tool::words)
                .orElseThrow(() -> new IllegalStateException("%s has no %s %s".formatted(PAGE, program, word)));
    }

    private boolean isListening() {
        try {
            new RawConnection(address.getPort()).close();
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** The address of pages and chat, without a slash at the end. */
    URI address() {
        return address;
    }

    RunningProgram step() {
        return step;
    }

    /** Returns a TLS context that trusts only the certificate of this nginx. */
    SSLContext tls() throws IOException, GeneralSecurityException {
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        if (address.getScheme().equals("https")) {
            try (var file = Files.newInputStream(folder.resolve(FILES + "target/certificate.pem"))) {
                var certificate = CertificateFactory.getInstance("X.509").generateCertificate(file);
                trusted.setCertificateEntry("noom", certificate);
            }
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, factory.getTrustManagers(), null);
        return tls;
    }

    /** Sends SIGTERM to nginx, which stops its workers too, and kills the step. */
    @Override
    public void close() {
        step.close();
        if (process != null) {
            process.destroy();
            process.onExit()
                    .orTimeout(Waits.TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }
}
