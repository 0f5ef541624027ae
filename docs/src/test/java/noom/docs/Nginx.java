package noom.docs;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import noom.testkit.RawConnection;
import noom.testkit.Waits;

/**
 * Runs nginx in front of a step, or of three servers, with the files of docs/nginx and the commands of the pages. Only the
 * ports differ from the page. Closing it stops nginx and kills the servers.
 */
final class Nginx implements AutoCloseable {
    private static final Project REPOSITORY = Project.repository();
    private static final String FILES = "docs/nginx/";

    /** The ports of the pages in the files. The chat of each server has the next one. */
    private static final List<Integer> PORTS = List.of(3000, 4000, 8000);

    private final Path folder;
    private final List<RunningProgram> servers;
    private final URI address;
    private Process process;

    private Nginx(Path folder, List<RunningProgram> servers, URI address) {
        this.folder = folder;
        this.servers = servers;
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
        var nginx = new Nginx(folder, List.of(program), URI.create(address));
        try {
            nginx.copyFiles(change);
            if (address.startsWith("https")) {
                nginx.createCertificate();
            }
            nginx.startProcess("docs/one-port.md", nginx.address.getScheme() + ".conf");
            return nginx;
        } catch (Throwable e) {
            nginx.close();
            throw e;
        }
    }

    /**
     * Starts nginx in front of three servers, with changed files of docs/nginx, and waits until it listens.
     *
     * @param address the servers' {@code SOCKET_URL}, from {@link #freeAddress()}
     */
    static Nginx startInFrontOf(List<RunningProgram> servers, String address, Path folder, UnaryOperator<String> change)
            throws IOException {
        Files.createDirectories(folder.resolve(FILES + "target"));
        var nginx = new Nginx(folder, servers, URI.create(address));
        nginx.copyFiles(change);
        nginx.startProcess("docs/nginx/README.md", "three-servers.conf");
        return nginx;
    }

    /** Returns an address for nginx. */
    static String freeAddress() {
        return "http://localhost:" + freePort();
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
        var ports = new HashMap<>(Map.of(" 8080", " " + address.getPort()));
        for (var i = 0; i < servers.size(); i++) {
            ports.put(":" + PORTS.get(i), ":" + servers.get(i).pagesPort());
            ports.put(":" + (PORTS.get(i) + 1), ":" + servers.get(i).socketPort());
        }
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
        Tool.run(folder, command("docs/one-port.md", "openssl", ""));
    }

    private void startProcess(String page, String configuration) throws IOException {
        var errors = folder.resolve("errors.txt");
        var command = command(page, "nginx", configuration);
        process = Tool.start(folder, command, ProcessBuilder.Redirect.to(errors.toFile()));
        Waits.waitFor("nginx to listen").until(() -> isListening() || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException("nginx did not start: " + Files.readString(errors));
        }
    }

    /** Finds a command in the page. */
    private static List<String> command(String page, String program, String word) {
        return REPOSITORY.page(page).fences().stream()
                .filter(fence -> fence.language().equals("sh"))
                .flatMap(fence -> fence.code().stream())
                .filter(line -> line.startsWith(program + " ") && line.contains(word))
                .findFirst()
                .map(Tool::words)
                .orElseThrow(() -> new IllegalStateException("%s has no %s %s".formatted(page, program, word)));
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
        return servers.get(0);
    }

    /** Starts {@code bash docs/nginx/drain} for one of the servers. */
    Process drain(RunningProgram server) throws IOException {
        var ports = List.of(String.valueOf(server.pagesPort()), String.valueOf(server.socketPort()));
        var command = Stream.concat(Stream.of("bash", FILES + "drain"), ports.stream());
        return new ProcessBuilder(command.toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("drain.txt").toFile())
                .start();
    }

    /** What the drain has printed so far. */
    String drainOutput() throws IOException {
        return Files.readString(folder.resolve("drain.txt"));
    }

    /** The file of docs/nginx as it stands now. */
    String file(String name) throws IOException {
        return Files.readString(folder.resolve(FILES + name));
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

    /** Sends SIGTERM to nginx, which stops its workers too, and kills the servers. */
    @Override
    public void close() {
        servers.forEach(RunningProgram::close);
        if (process != null) {
            process.destroy();
            process.onExit()
                    .orTimeout(Waits.TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }
}
