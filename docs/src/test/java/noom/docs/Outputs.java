package noom.docs;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import noom.testkit.RawConnection;

/**
 * Prints the outputs that the pages show. The words after {@code output of:} select the printer; for a new kind of output,
 * add a printer to the constructor. A program is named by its folder, such as {@code step01-http-server} or {@code
 * docs/node/step01}.
 */
final class Outputs implements AutoCloseable {
    /** Prints an output line by line. The shown lines tell a printer how many lines to wait for. */
    interface Printer {
        List<String> print(MatchResult words, List<String> shown) throws Exception;
    }

    private static final byte[] NORMAL_CLOSE = {0x03, (byte) 0xE8};

    private final Map<Pattern, Printer> printers = new LinkedHashMap<>();
    private final Map<String, RunningProgram> running = new HashMap<>();
    private final Project project;
    private WireTraffic traffic;

    Outputs(Project project) {
        this.project = project;
        add("(\\S+) starts", this::start);
        add("(\\S+) starts, and (\\w+) comes and leaves", this::visit);
        add("(\\S+) starts with (\\w+)=(\\S+)", this::startWithInvalidSetting);
        add("(\\S+) starts where another program has the port", this::startOnUsedPort);
        add("(\\S+) answers (curl .+)", this::curl);
        add("(git .+)", (words, shown) -> run(words.group(1)));
        add("(\\S+) answers a handshake", this::handshake);
        add("(\\S+) answers a text frame, (.+)", this::textFrame);
        add("(\\S+) answers a close frame, (\\d+)", this::closeFrame);
        add("(\\S+) by websocket", (words, shown) -> PacketRecorder.overWebSocket(socketPort(words)));
        add("(\\S+) by polling first", (words, shown) -> PacketRecorder.withUpgrade(socketPort(words)));
        add(
                "(\\S+) packet by packet",
                (words, shown) -> PacketRecorder.ofScript(socketPort(words), withoutEllipses(shown)));
        add(
                "(\\S+) in conversation",
                (words, shown) -> Conversation.inRooms(socketPort(words), withoutEllipses(shown)));
        add("(\\S+) with callers", this::callers);
        add("(\\S+) against (\\S+)", this::script);
        add(
                "(\\S+) and (\\S+) in lines of code",
                (words, shown) -> new LinesOfCode(project).table(words.group(1), words.group(2)));
        add(
                "(\\S+) and (\\S+) on the wire, in bytes",
                (words, shown) -> traffic(words).sums());
        add(
                "(\\S+) and (\\S+) on the wire, one by one",
                (words, shown) -> traffic(words).lines());
    }

    private void add(String words, Printer printer) {
        printers.put(Pattern.compile(words), printer);
    }

    /** Prints the output that these words select. It is empty if no printer knows them. */
    Optional<List<String>> print(String words, List<String> shown) throws Exception {
        for (var printer : printers.entrySet()) {
            var matcher = printer.getKey().matcher(words);
            if (matcher.matches()) {
                return Optional.of(printer.getValue().print(matcher.toMatchResult(), shown));
            }
        }
        return Optional.empty();
    }

    /** Starts a program of its own: one that others connect to prints more. */
    private List<String> start(MatchResult words, List<String> shown) throws Exception {
        try (var program = RunningProgram.start(project, words.group(1), Map.of())) {
            program.awaitOutput(withoutEllipses(shown).size());
            return program.output();
        }
    }

    /** Starts step 2. A client connects, takes a nickname and closes, of which the program prints the first and the last. */
    private List<String> visit(MatchResult words, List<String> shown) throws Exception {
        try (var program = RunningProgram.start(project, words.group(1), Map.of())) {
            try (var client = new RawConnection(program.socketPort()).webSocket("/")) {
                var nickname = "{\"type\":\"nickname\",\"payload\":\"%s\"}".formatted(words.group(2));
                client.sendFrame(RawConnection.TEXT, nickname);
                client.sendFrame(RawConnection.CLOSE, NORMAL_CLOSE);
                client.readCloseCode();
            }
            program.awaitOutput(4);
            return program.output();
        }
    }

    private List<String> startWithInvalidSetting(MatchResult words, List<String> shown) throws Exception {
        return errors(words.group(1), Map.of(words.group(2), words.group(3)));
    }

    private List<String> startOnUsedPort(MatchResult words, List<String> shown) throws Exception {
        try (var other = new ServerSocket(0)) {
            return errors(words.group(1), Map.of("PORT", String.valueOf(other.getLocalPort())));
        }
    }

    private List<String> errors(String folder, Map<String, String> settings) throws InterruptedException {
        try (var program = RunningProgram.start(project, folder, settings)) {
            return program.awaitErrors();
        }
    }

    private List<String> curl(MatchResult words, List<String> shown) throws IOException {
        var port = URI.create(running(words.group(1)).address()).getPort();
        var command = words.group(2).replace("localhost:3000", "localhost:" + port);
        if (command.contains("localhost:3001")) {
            command = command.replace("localhost:3001", "localhost:" + socketPort(words));
        }
        return withoutFrames(run(command));
    }

    /** Drops the frames after the head of a response 101. They are binary, for example the ping every ten seconds. */
    private static List<String> withoutFrames(List<String> response) {
        var head = response.indexOf("") + 1;
        return head > 0 && response.get(0).startsWith("HTTP/1.1 101 ") ? response.subList(0, head) : response;
    }

    private List<String> run(String command) throws IOException {
        return Tool.run(project.root(), Tool.words(command)).lines().toList();
    }

    /** Prints the heads of request and response. */
    private List<String> handshake(MatchResult words, List<String> shown) throws IOException {
        try (var client = new RawConnection(socketPort(words))) {
            var request = client.handshakeRequest("/", "").lines().map(line -> "> " + line);
            var response = client.handshake("/", "").lines().map(line -> "< " + line);
            return Stream.concat(request, response).toList();
        }
    }

    private List<String> textFrame(MatchResult words, List<String> shown) throws IOException {
        return frames(words, RawConnection.TEXT, words.group(2).getBytes(StandardCharsets.UTF_8));
    }

    private List<String> closeFrame(MatchResult words, List<String> shown) throws IOException {
        var code = ByteBuffer.allocate(Short.BYTES).putShort(Short.parseShort(words.group(2)));
        return frames(words, RawConnection.CLOSE, code.array());
    }

    /** Prints the bytes of a frame and of the server's answer. */
    private List<String> frames(MatchResult words, int firstByte, byte[] payload) throws IOException {
        try (var client = new RawConnection(socketPort(words)).webSocket("/")) {
            client.sendFrame(firstByte, payload);
            var sent = dump(">", RawConnection.frame(firstByte, payload));
            return Stream.concat(sent, dump("<", client.readFrame().bytes())).toList();
        }
    }

    /** Prints 16 bytes per line, in hexadecimal and as ASCII. */
    private static Stream<String> dump(String direction, byte[] bytes) {
        return IntStream.iterate(0, from -> from < bytes.length, from -> from + 16)
                .mapToObj(from -> Arrays.copyOfRange(bytes, from, Math.min(from + 16, bytes.length)))
                .map(part -> "%s %-47s  %s"
                        .formatted(
                                direction,
                                HexFormat.ofDelimiter(" ").formatHex(part),
                                new String(part, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".")));
    }

    /** Starts a program for each conversation: step 6 does not announce when earlier callers have left. */
    private List<String> callers(MatchResult words, List<String> shown) throws IOException {
        try (var program = RunningProgram.start(project, words.group(1), Map.of())) {
            return Conversation.inCall(program.socketPort(), withoutEllipses(shown));
        }
    }

    /** Runs a Node script against a program's chat. */
    private List<String> script(MatchResult words, List<String> shown) throws IOException {
        var port = running(words.group(2)).socketPort();
        Conversation.awaitEmptyRooms(port);
        var command = List.of("node", words.group(1), "http://localhost:" + port);
        return Tool.run(project.root(), command).lines().toList();
    }

    /** Records the traffic once for all outputs, because a heartbeat takes some seconds. */
    private WireTraffic traffic(MatchResult words) throws Exception {
        if (traffic == null) {
            try (var another = RunningProgram.start(project, words.group(2), Map.of())) {
                traffic = WireTraffic.record(
                        socketPort(words), running(words.group(2)).socketPort(), another.socketPort());
            }
        }
        return traffic;
    }

    private static List<String> withoutEllipses(List<String> shown) {
        return shown.stream().filter(line -> !line.equals("…")).toList();
    }

    private int socketPort(MatchResult words) throws IOException {
        return running(words.group(1)).socketPort();
    }

    /** Starts a program once for all its outputs. */
    private RunningProgram running(String folder) {
        return running.computeIfAbsent(folder, program -> RunningProgram.start(project, program, Map.of()));
    }

    @Override
    public void close() {
        running.values().forEach(RunningProgram::close);
    }
}
