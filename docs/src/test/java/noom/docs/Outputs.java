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
 * The ways to print what a page shows: words as they stand after {@code output of:}, and what is done for them. A page
 * that shows something new adds a way here. A program is named by its folder, such as {@code step01-http-server} or
 * {@code docs/node/step01}.
 */
final class Outputs implements AutoCloseable {
    /** Prints it, line by line. What is shown tells how much there is to wait for. */
    interface Way {
        List<String> print(MatchResult words, List<String> shown) throws Exception;
    }

    private final Map<Pattern, Way> ways = new LinkedHashMap<>();
    private final Map<String, Running> running = new HashMap<>();
    private final Project project;
    private OnTheWire onTheWire;

    Outputs(Project project) {
        this.project = project;
        way("(\\S+) starts", this::start);
        way("(\\S+) starts with (\\w+)=(\\S+)", this::startInVain);
        way("(\\S+) starts where another program has the port", this::startOnABusyPort);
        way("(\\S+) answers (curl .+)", this::curl);
        way("(git .+)", (words, shown) -> run(words.group(1)));
        way("(\\S+) answers a handshake", this::handshake);
        way("(\\S+) answers a text frame, (.+)", this::textFrame);
        way("(\\S+) answers a close frame, (\\d+)", this::closeFrame);
        way("(\\S+) by websocket", (words, shown) -> Packets.byWebSocket(socketPort(words)));
        way("(\\S+) by polling first", (words, shown) -> Packets.byPollingFirst(socketPort(words)));
        way("(\\S+) in conversation", this::conversation);
        way("(\\S+) with callers", this::callers);
        way("(\\S+) against (\\S+)", this::script);
        way("(\\S+) and (\\S+) in lines of code", this::linesOfCode);
        way(
                "(\\S+) and (\\S+) on the wire, in bytes",
                (words, shown) -> onTheWire(words).sums());
        way(
                "(\\S+) and (\\S+) on the wire, one by one",
                (words, shown) -> onTheWire(words).lines());
    }

    private void way(String words, Way way) {
        ways.put(Pattern.compile(words), way);
    }

    /** What is printed for these words; nothing if there is no way. */
    Optional<List<String>> of(String words, List<String> shown) throws Exception {
        for (var way : ways.entrySet()) {
            var matcher = way.getKey().matcher(words);
            if (matcher.matches()) {
                return Optional.of(way.getValue().print(matcher.toMatchResult(), shown));
            }
        }
        return Optional.empty();
    }

    private List<String> start(MatchResult words, List<String> shown) throws Exception {
        var program = running(words.group(1));
        program.awaitOutput(shown.stream().filter(line -> !line.equals("…")).count());
        return program.output();
    }

    private List<String> startInVain(MatchResult words, List<String> shown) throws Exception {
        try (var program = Running.start(project, words.group(1), Map.of(words.group(2), words.group(3)))) {
            return program.errorsToTheEnd();
        }
    }

    private List<String> startOnABusyPort(MatchResult words, List<String> shown) throws Exception {
        try (var other = new ServerSocket(0);
                var program =
                        Running.start(project, words.group(1), Map.of("PORT", String.valueOf(other.getLocalPort())))) {
            return program.errorsToTheEnd();
        }
    }

    private List<String> curl(MatchResult words, List<String> shown) throws IOException {
        var port = URI.create(running(words.group(1)).address()).getPort();
        var command = words.group(2).replace("localhost:3000", "localhost:" + port);
        if (command.contains("localhost:3001")) {
            command = command.replace("localhost:3001", "localhost:" + socketPort(words));
        }
        return headOfAnUpgrade(run(command));
    }

    /** What follows the head of an answer 101 are frames: every ten seconds a ping, which is no text. */
    private static List<String> headOfAnUpgrade(List<String> answer) {
        var head = answer.indexOf("") + 1;
        return head > 0 && answer.get(0).startsWith("HTTP/1.1 101 ") ? answer.subList(0, head) : answer;
    }

    private List<String> run(String command) throws IOException {
        return Tool.run(project.root(), Tool.words(command)).lines().toList();
    }

    /** The heads of both sides, line by line. */
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

    /** The bytes of one frame, and of the frame that answers it. */
    private List<String> frames(MatchResult words, int firstByte, byte[] payload) throws IOException {
        try (var client = new RawConnection(socketPort(words)).webSocket("/")) {
            client.sendFrame(firstByte, payload);
            var sent = dump(">", RawConnection.frame(firstByte, payload));
            return Stream.concat(sent, dump("<", client.readFrame().bytes())).toList();
        }
    }

    /** Sixteen bytes a line, in hexadecimal and as ASCII. */
    private static Stream<String> dump(String direction, byte[] bytes) {
        return IntStream.iterate(0, from -> from < bytes.length, from -> from + 16)
                .mapToObj(from -> Arrays.copyOfRange(bytes, from, Math.min(from + 16, bytes.length)))
                .map(part -> "%s %-47s  %s"
                        .formatted(
                                direction,
                                HexFormat.ofDelimiter(" ").formatHex(part),
                                new String(part, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".")));
    }

    private List<String> conversation(MatchResult words, List<String> shown) throws IOException {
        var lines = shown.stream().filter(line -> !line.equals("…")).toList();
        return Conversation.of(socketPort(words), lines);
    }

    /** On a program of its own: step 6 tells nobody when those of before are gone. */
    private List<String> callers(MatchResult words, List<String> shown) throws IOException {
        try (var program = Running.start(project, words.group(1), Map.of())) {
            var lines = shown.stream().filter(line -> !line.equals("…")).toList();
            return Conversation.ofCallers(program.socketPort(), lines);
        }
    }

    /** Runs a script of ours on the chat of a program. */
    private List<String> script(MatchResult words, List<String> shown) throws IOException {
        var port = running(words.group(2)).socketPort();
        Conversation.awaitEverybodyGone(port);
        var command = List.of("node", words.group(1), "http://localhost:" + port);
        return Tool.run(project.root(), command).lines().toList();
    }

    private List<String> linesOfCode(MatchResult words, List<String> shown) {
        return new LinesOfCode(project).table(words.group(1), words.group(2));
    }

    /** A heartbeat takes its time, so one connection each is enough for all that is shown of it. */
    private OnTheWire onTheWire(MatchResult words) throws IOException {
        if (onTheWire == null) {
            try (var another = Running.start(project, words.group(2), Map.of())) {
                onTheWire = OnTheWire.of(
                        running(words.group(1)).socketPort(),
                        running(words.group(2)).socketPort(),
                        another.socketPort());
            }
        }
        return onTheWire;
    }

    private int socketPort(MatchResult words) throws IOException {
        return running(words.group(1)).socketPort();
    }

    /** A program is started once for all that it is asked. */
    private Running running(String program) throws IOException {
        if (!running.containsKey(program)) {
            running.put(program, Running.start(project, program, Map.of()));
        }
        return running.get(program);
    }

    @Override
    public void close() {
        running.values().forEach(Running::close);
    }
}
