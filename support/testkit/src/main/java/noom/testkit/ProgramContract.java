package noom.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import noom.runtime.NetworkAddresses;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Asks of a step's program, run as a process: it prints where it listens, and who comes and leaves; it refuses wrong
 * settings with one line, stops within two seconds, and starts again on the same ports. The methods to override describe
 * a program with one port.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProgramContract {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Path FIRST_UNPRIVILEGED_PORT = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    private static final String IN_THIS_NETWORK = "In this network: ";
    private static final Duration MOST_TO_STOP = Duration.ofSeconds(2);

    /** The settings that name a port, each with the line on standard output that ends with the port, in its order. */
    protected Map<String, String> listeningLines() {
        return Map.of("PORT", "Listening on http://localhost:");
    }

    /** Settings and values with which the program must not start. */
    protected Map<String, String> wrongSettings() {
        return Map.of("PORT", "abc");
    }

    /** Valid settings besides the ports, each with what the page then contains. */
    protected Map<Setting, String> settingsInThePage() {
        return Map.of();
    }

    /** What the page contains when the program listens on these ports. */
    protected List<String> portsInThePage(Ports ports) {
        return List.of();
    }

    /** Opens connections that stay open while the program stops. Each is closed at the end of the test. */
    protected List<AutoCloseable> connectClients(Ports ports) throws Exception {
        return List.of(halfARequest(ports.of("PORT")));
    }

    /** Uses the program once, as a client does, and fails if that does not work. */
    protected void use(Ports ports) throws Exception {
        assertEquals(200, home(ports).statusCode());
    }

    /** What the program says on standard output while it is used once. */
    protected List<String> linesOfUse() {
        return List.of();
    }

    /** A setting and its value. */
    public record Setting(String name, String value) {}

    /** The ports that a program listens on, by setting. */
    public record Ports(Map<String, Integer> bySetting) {
        /** The port of one setting, such as {@code SOCKET_PORT}. */
        public int of(String setting) {
            return bySetting.get(setting);
        }

        /** Settings with which another program listens on the same ports. */
        public Map<String, String> asSettings() {
            var settings = new HashMap<String, String>();
            bySetting.forEach((name, port) -> settings.put(name, String.valueOf(port)));
            return settings;
        }
    }

    @Test
    void itPrintsWhereItListensWhoComesAndWhoLeavesAndTheNetworkReachesIt() throws Exception {
        var settings = freePorts();
        settingsInThePage().keySet().forEach(setting -> settings.put(setting.name(), setting.value()));
        try (var program = ProgramProcess.start(settings)) {
            var ports = awaitPorts(program);

            var page = home(ports).body();
            Stream.concat(settingsInThePage().values().stream(), portsInThePage(ports).stream())
                    .forEach(part -> assertTrue(page.contains(part), () -> part + " in " + page));
            assertPrints(linesOfStart(ports), program);
            use(ports);
            assertPrints(
                    Stream.concat(linesOfStart(ports).stream(), linesOfUse().stream())
                            .toList(),
                    program);
            assertOthersInTheNetworkReachIt(ports);
            assertEquals(List.of(), program.errors());
        }
    }

    private static void assertOthersInTheNetworkReachIt(Ports ports) throws Exception {
        var join = get(URI.create("http://localhost:" + ports.of("PORT") + "/join"));
        assertEquals(200, join.statusCode());
        for (var line : networkLines(ports)) {
            var address = line.substring(IN_THIS_NETWORK.length());
            assertTrue(join.body().contains(">" + address + "<"), join::body);
            assertEquals(200, get(URI.create(address)).statusCode(), line);
        }
    }

    private static void assertPrints(List<String> lines, ProgramProcess program) {
        Waits.waitFor("the lines " + lines).until(() -> program.output().size() >= lines.size());
        assertEquals(lines, program.output());
    }

    @ParameterizedTest
    @MethodSource("portSettings")
    @Tag("hardening")
    void aPortInUseIsRefusedByOneLine(String setting) throws Exception {
        try (var other = new ServerSocket(0);
                var program = ProgramProcess.start(freePortsAnd(setting, String.valueOf(other.getLocalPort())))) {
            assertEquals(1, program.exitCode());

            var line = "%s %d cannot be opened: another program has it. Stop that program, or set %s to another port."
                    .formatted(setting, other.getLocalPort(), setting);
            assertAll(
                    () -> assertEquals(List.of(line), program.errors()),
                    () -> assertEquals(List.of(), program.output()));
        }
    }

    @ParameterizedTest
    @MethodSource("portSettings")
    @Tag("hardening")
    @EnabledOnOs(value = OS.LINUX, disabledReason = "Other systems reserve no ports, or have no setpriv")
    void aPortThatIsNotPermittedIsRefusedByOneLine(String setting) throws Exception {
        assumeTrue(firstUnprivilegedPort() > 1, "This system reserves no ports.");
        try (var program = ProgramProcess.startUnprivileged(freePortsAnd(setting, "1"))) {
            assertEquals(1, program.exitCode());

            var line = "%s 1 cannot be opened: this user may not open it. Set %s to another port, 1024 or higher."
                    .formatted(setting, setting);
            assertAll(
                    () -> assertEquals(List.of(line), program.errors()),
                    () -> assertEquals(List.of(), program.output()));
        }
    }

    @ParameterizedTest
    @MethodSource("settingsThatAreWrong")
    @Tag("hardening")
    void aWrongSettingIsRefusedByOneLine(String setting, String value) throws Exception {
        try (var program = ProgramProcess.start(freePortsAnd(setting, value))) {
            assertEquals(1, program.exitCode());

            assertAll(
                    () -> assertEquals(1, program.errors().size(), () -> "one line: " + program.errors()),
                    () -> assertTrue(
                            program.errors().get(0).startsWith(setting + " is \"" + value + "\""),
                            program.errors()::toString),
                    () -> assertEquals(List.of(), program.output()));
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
    void onSigtermItStopsWithinTwoSecondsAndStartsAgain() throws Exception {
        try (var first = ProgramProcess.start(freePorts())) {
            var ports = awaitPorts(first);
            var clients = connectClients(ports);
            try {
                use(ports);

                var begin = System.nanoTime();
                first.terminate();
                first.exitCode();
                var taken = Duration.ofNanos(System.nanoTime() - begin);
                assertTrue(taken.compareTo(MOST_TO_STOP) < 0, () -> "it took " + taken);

                afterStop(clients);
                assertStartsOn(ports);
            } finally {
                closeAll(clients);
            }
            assertEquals(List.of(), first.errors());
        }
    }

    /** Kills the program, and starts it again on the same ports. Programs whose clients come back have a test of their own. */
    protected final void killAndStartAgain() throws Exception {
        try (var first = ProgramProcess.start(freePorts())) {
            var ports = awaitPorts(first);
            var clients = connectClients(ports);
            try {
                use(ports);
                first.kill();
                first.exitCode();

                assertStartsOn(ports);
            } finally {
                closeAll(clients);
            }
        }
    }

    /** Checks what the clients of {@link #connectClients} saw when the program stopped on SIGTERM. */
    protected void afterStop(List<AutoCloseable> clients) throws Exception {}

    private void assertStartsOn(Ports ports) throws Exception {
        try (var second = ProgramProcess.start(ports.asSettings())) {
            assertEquals(ports, awaitPorts(second));
            use(ports);
            assertEquals(List.of(), second.errors());
        }
    }

    /** Settings with a free port for each port. */
    protected final Map<String, String> freePorts() {
        var settings = new HashMap<String, String>();
        listeningLines().keySet().forEach(setting -> settings.put(setting, "0"));
        return settings;
    }

    /** Waits until the program has printed its lines, and returns the ports in them. */
    protected final Ports awaitPorts(ProgramProcess program) {
        var ports = new LinkedHashMap<String, Integer>();
        listeningLines().forEach((setting, line) -> ports.put(setting, program.portAfter(line)));
        return new Ports(ports);
    }

    /** Fetches the home page. */
    protected static HttpResponse<String> home(Ports ports) throws IOException, InterruptedException {
        return get(URI.create("http://localhost:" + ports.of("PORT") + "/"));
    }

    private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    /** Opens a connection and sends the first half of an HTTP request. */
    protected static Closeable halfARequest(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes());
        return socket;
    }

    private List<String> linesOfStart(Ports ports) {
        var listening = listeningLines().entrySet().stream().map(line -> line.getValue() + ports.of(line.getKey()));
        return Stream.concat(listening, networkLines(ports).stream()).toList();
    }

    /** The addresses of this machine: other machines print other lines, or none. */
    private static List<String> networkLines(Ports ports) {
        return NetworkAddresses.find().stream()
                .map(address -> IN_THIS_NETWORK + "http://" + address + ":" + ports.of("PORT"))
                .toList();
    }

    private Map<String, String> freePortsAnd(String setting, String value) {
        var settings = freePorts();
        settings.put(setting, value);
        return settings;
    }

    private Stream<String> portSettings() {
        return listeningLines().keySet().stream();
    }

    private Stream<Arguments> settingsThatAreWrong() {
        return wrongSettings().entrySet().stream().map(setting -> Arguments.of(setting.getKey(), setting.getValue()));
    }

    private static int firstUnprivilegedPort() throws IOException {
        // Linux gives all of such a file with the first read, and nothing with the next.
        try (var file = Files.newBufferedReader(FIRST_UNPRIVILEGED_PORT)) {
            return Integer.parseInt(file.readLine());
        }
    }

    private static void closeAll(List<AutoCloseable> clients) throws Exception {
        for (var client : clients) {
            client.close();
        }
    }
}
