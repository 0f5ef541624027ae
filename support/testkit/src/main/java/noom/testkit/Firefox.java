package noom.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.openqa.selenium.bidi.Command;
import org.openqa.selenium.bidi.Connection;
import org.openqa.selenium.bidi.Event;
import org.openqa.selenium.remote.http.ClientConfig;
import org.openqa.selenium.remote.http.HttpClient;

/**
 * Drives a real Firefox by WebDriver BiDi (W3C), which Firefox speaks itself: no geckodriver is needed. Its camera and
 * microphone are fake. It starts in two seconds: once a test class.
 */
public final class Firefox implements AutoCloseable {
    private static final String LISTENING = "WebDriver BiDi listening on ";

    /** What Firefox says of each WebSocket that was open on a page when a person left it. */
    private static final String LEFT_PAGE = " was interrupted while the page was loading.";

    private static final Event<Map<String, Object>> LOG_ENTRY = new Event<>("log.entryAdded", Function.identity());

    /** A call finds a path on this machine alone. Nothing leaves it: all names are its own, and updates are off. */
    private static final String PREFERENCES = """
            user_pref("media.navigator.streams.fake", true);
            user_pref("media.navigator.permission.disabled", true);
            user_pref("media.peerconnection.ice.obfuscate_host_addresses", false);
            user_pref("media.peerconnection.ice.loopback", true);
            user_pref("ui.prefersReducedMotion", 1);
            user_pref("network.dns.native-is-localhost", true);
            user_pref("services.settings.server", "data:,");
            user_pref("media.gmp-manager.updateEnabled", false);
            user_pref("app.update.disabledForTesting", true);
            """;

    /** Without it a released Firefox takes no other {@code services.settings.server}. */
    private static final Map<String, String> ENVIRONMENT = Map.of("MOZ_REMOTE_SETTINGS_DEVTOOLS", "1");

    private final Path profile;
    private final ProgramProcess program;
    private final HttpClient client;
    private final Connection connection;

    private Firefox(Path profile, ProgramProcess program) {
        this.profile = profile;
        this.program = program;
        var url = awaitAddress() + "/session";
        this.client = HttpClient.Factory.createDefault()
                .createClient(ClientConfig.defaultConfig().baseUri(URI.create(url)));
        this.connection = new Connection(client, url);
        send("session.new", Map.of("capabilities", Map.of()));
        send("session.subscribe", Map.of("events", List.of(LOG_ENTRY.getMethod())));
    }

    /**
     * Starts the Firefox that is installed; nothing is downloaded. Without it the tests are skipped; with
     * {@code CI=true} they fail.
     */
    public static Firefox start() {
        var firefox = Browser.find("firefox-esr", "firefox");
        if (firefox.isEmpty()) {
            return Browser.skip("No Firefox: install Firefox on the PATH.");
        }
        try {
            var profile = Files.createTempDirectory("noom-firefox");
            Files.writeString(profile.resolve("user.js"), PREFERENCES);
            var command = List.of(
                    firefox.get().toString(),
                    "--headless",
                    "--remote-debugging-port=0",
                    "--no-remote",
                    "--profile",
                    profile.toString());
            return connect(profile, ProgramProcess.run(command, ENVIRONMENT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Firefox connect(Path profile, ProgramProcess program) {
        try {
            return new Firefox(profile, program);
        } catch (RuntimeException e) {
            program.close();
            throw e;
        }
    }

    /** Opens a new window of 1000 × 800 CSS pixels on this address. All windows share the cookies. */
    public FirefoxWindow open(String url) {
        var context = (String)
                send("browsingContext.create", Map.of("type", "window")).get("context");
        var window = new FirefoxWindow(this, context);
        window.resize(1000, 800);
        window.go(url);
        return window;
    }

    @Override
    public void close() {
        try {
            send("browser.close", Map.of());
            program.exitCode();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            program.close();
            connection.close();
            client.close();
            delete(profile);
        }
    }

    Map<String, Object> send(String method, Map<String, Object> parameters) {
        return connection.sendAndWait(new Command<>(method, parameters, Map.class), Waits.TIMEOUT);
    }

    /** Passes on what the console of one window shows, as {@code error: ReferenceError: x is not defined}. */
    void onLogEntry(String context, Consumer<String> listener) {
        connection.addListener(context, LOG_ENTRY, entry -> {
            var source = (Map<?, ?>) entry.get("source");
            var text = String.valueOf(entry.get("text"));
            if (context.equals(source.get("context")) && !text.endsWith(LEFT_PAGE)) {
                listener.accept(entry.get("level") + ": " + text);
            }
        });
    }

    private String awaitAddress() {
        return Waits.waitFor("Firefox to listen")
                .pollInterval(Duration.ofMillis(20))
                .until(this::address, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> address() {
        return program.errors().stream()
                .filter(line -> line.startsWith(LISTENING))
                .map(line -> line.substring(LISTENING.length()))
                .findFirst();
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
