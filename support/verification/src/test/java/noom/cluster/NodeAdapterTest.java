package noom.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import noom.socketio.HardenedSocketIOServer;
import noom.testkit.RedisServer;
import noom.testkit.Waits;
import noom.testkit.WebSocketPackets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our server and one with Socket.IO's own Redis adapter on the same Redis: each does what the other asks. */
class NodeAdapterTest {
    private static RedisServer redis;
    private static HardenedSocketIOServer io;
    private static Cluster cluster;
    private static Process node;
    private static Writer commands;
    private static final List<String> ANSWERS = new CopyOnWriteArrayList<>();
    private static final List<String> HEARD = new CopyOnWriteArrayList<>();
    private static int nodePort;

    private WebSocketPackets ann;
    private WebSocketPackets bob;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisServer.start();
        io = new HardenedSocketIOServer(0);
        cluster = RedisSetting.of(redis.url())
                .connect(
                        io,
                        socket -> new RemoteSocket(
                                socket.get("id"), socket.getAllRooms(), Map.of("nickname", socket.get("nickname"))));
        io.addConnectListener(socket -> {
            socket.set("id", "java-" + io.getAllClients().size());
            socket.set("nickname", "Java");
            socket.joinRooms(new TreeSet<>(List.of(socket.get("id"), "java", "both")));
            socket.sendEvent("ready");
        });
        cluster.onServerSideEmit("hello", sent -> HEARD.add(sent.toString()));
        io.start();
        cluster.start();
        startNode();
    }

    private static void startNode() throws IOException {
        var builder = new ProcessBuilder("node", "-").redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.command("node", "-e", new String(script(), StandardCharsets.UTF_8));
        builder.environment().put("REDIS_URL", redis.url());
        node = builder.start();
        commands = new OutputStreamWriter(node.getOutputStream(), StandardCharsets.UTF_8);
        var reader = new Thread(() -> read(node.inputReader()));
        reader.setDaemon(true);
        reader.start();
        nodePort = Integer.parseInt(awaitAnswer("port "));
    }

    private static byte[] script() throws IOException {
        try (var script = NodeAdapterTest.class.getResourceAsStream("/cluster/server.js")) {
            return script.readAllBytes();
        }
    }

    private static void read(BufferedReader output) {
        try {
            output.lines().forEach(ANSWERS::add);
        } catch (UncheckedIOException ended) {
            // The process has ended.
        }
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.destroyForcibly();
            io.stop();
            cluster.close();
            redis.close();
        }
    }

    @BeforeEach
    void oneIsHereAndOneThere() {
        ann = WebSocketPackets.join(io.port());
        ann.awaitPacket("42[\"ready\"]");
        bob = WebSocketPackets.join(nodePort);
        Waits.waitFor("Bob in his rooms")
                .until(() -> onEventLoop(() -> cluster.fetchSockets("node")).size() == 1);
    }

    @AfterEach
    void bothLeave() {
        ann.close();
        bob.close();
        Waits.waitFor("nobody")
                .until(() -> onEventLoop(() -> cluster.fetchSockets()).isEmpty());
    }

    @Test
    void whatNodeSendsArrivesHere() {
        node("emit", "java", "text", 42, Map.of("a", List.of(1, 2)));
        ann.awaitPacket("42[\"said\",\"text\",42,{\"a\":[1,2]}]");
        node("bytes", "java");
        ann.awaitPacket("451-[\"said\",{\"_placeholder\":true,\"num\":0}]");
        node("emit", "both", "to both");
        ann.awaitPacket("42[\"said\",\"to both\"]");
        bob.awaitPacket("42[\"said\",\"to both\"]");
        node("except", "both", "java");
        bob.awaitPacket("42[\"said\",\"not to all\"]");
        node("emit", "java", "the end");
        assertEquals("42[\"said\",\"the end\"]", ann.awaitPacket("42["));
    }

    @Test
    void whatIsSentHereArrivesAtNodesSockets() {
        io.execute(() -> io.getRoomOperations("node").sendEvent("said", "text", 42, Map.of("a", List.of(1, 2))));
        bob.awaitPacket("42[\"said\",\"text\",42,{\"a\":[1,2]}]");
        io.execute(() -> io.getRoomOperations("node").sendEvent("said", (Object) new byte[] {1, 2, 3}));
        bob.awaitPacket("451-[\"said\",{\"_placeholder\":true,\"num\":0}]");
        io.execute(() -> io.getRoomOperations("node", "both").sendEvent("said", "once"));
        bob.awaitPacket("42[\"said\",\"once\"]");
        ann.awaitPacket("42[\"said\",\"once\"]");
        io.execute(() -> io.getBroadcastOperations().sendEvent("said", "to all"));
        assertEquals("42[\"said\",\"to all\"]", bob.awaitPacket("42["));
    }

    @Test
    void nodeFetchesAndCountsOurSockets() {
        assertEquals(
                "[{\"id\":\"java-1\",\"rooms\":[\"both\",\"java\",\"java-1\"],\"data\":{\"nickname\":\"Java\"}}]",
                node("fetch", "both"));
        assertEquals("[\"both\",\"java\",\"java-1\",\"node\"]", node("rooms"));
        assertEquals("[]", node("fetch", "nowhere"));
    }

    @Test
    void nodesSocketsAreFetchedAndCountedHere() {
        var sockets = onEventLoop(() -> cluster.fetchSockets("both"));

        assertEquals(
                List.of("Java", "Node"),
                sockets.stream().map(one -> one.data().get("nickname")).sorted().toList());
        assertEquals(2, onEventLoop(() -> cluster.countSockets(List.of("java", "node"))));
        assertEquals(1, onEventLoop(() -> cluster.countSockets(List.of("node"))));
        assertEquals(0, onEventLoop(() -> cluster.countSockets(List.of("nowhere"))));
        assertEquals(
                List.of("both", "java", "java-1", "node"),
                onEventLoop(cluster::allRooms).stream()
                        .filter(room -> !room.matches("[\\w-]{20}"))
                        .sorted()
                        .toList());
    }

    @Test
    void nodeLetsOurSocketsJoinAndLeave() {
        node("join", "java", "new");
        awaitCount("new", 1);
        node("leave", "both", "new");
        awaitCount("new", 0);
    }

    @Test
    void nodesSocketsJoinAndLeaveFromHere() {
        io.execute(() -> cluster.socketsJoin("new"));
        awaitCount("new", 2);
        io.execute(() -> cluster.socketsLeave("node", "new"));
        awaitCount("new", 1);
        io.execute(() -> cluster.socketsLeave("java", "new"));
        awaitCount("new", 0);
    }

    @Test
    void nodeDisconnectsOurSocketsAndTheOtherWayRound() {
        node("disconnect", "java");
        ann.awaitPacket("41");
        io.execute(() -> cluster.disconnectSockets("node"));
        bob.awaitPacket("41");
    }

    @Test
    void nodeAsksOurSocketsForAcknowledgements() throws IOException {
        send("ask", "both");
        answer(ann, "\"of Ann\"");
        answer(bob, "\"of Bob\"");
        assertEquals("[\"of Ann\",\"of Bob\"]", awaitAnswer("ask "));
    }

    @Test
    void nodesSocketsAreAskedForAcknowledgementsFromHere() {
        var answers = new CompletableFuture<List<JsonNode>>();
        io.execute(() ->
                cluster.emitWithAck("both", Duration.ofSeconds(2), "ask", 7).thenAccept(answers::complete));
        answer(ann, "\"of Ann\"");
        answer(bob, "{\"of\":\"Bob\"}");

        assertEquals(
                List.of("\"of Ann\"", "{\"of\":\"Bob\"}"),
                answers.join().stream().map(JsonNode::toString).sorted().toList());
    }

    @Test
    void aSocketThatIsSilentIsMissingAmongTheAcknowledgements() {
        var answers = new CompletableFuture<List<JsonNode>>();
        io.execute(() ->
                cluster.emitWithAck("both", Duration.ofSeconds(1), "ask", 7).thenAccept(answers::complete));
        answer(bob, "1");

        assertEquals("[1]", answers.join().toString());
    }

    @Test
    void serversSpeakToEachOther() {
        node("serverSide", "from Node", 1);
        Waits.waitFor("Node's hello").until(() -> HEARD.contains("[\"from Node\", 1]"));

        io.execute(() -> cluster.serverSideEmit("hello", "from Java", 2));
        assertEquals("[\"from Java\",2]", awaitAnswer("hello "));
        assertEquals(1, HEARD.stream().filter("[\"from Java\", 2]"::equals).count(), "this server's own is heard once");
    }

    private static void answer(WebSocketPackets client, String json) {
        var question = client.awaitPacket("42");
        client.send("43" + question.replaceAll("^42(\\d+)\\[\"ask\",7]$", "$1") + "[" + json + "]");
    }

    private static void awaitCount(String room, int count) {
        Waits.waitFor(count + " in " + room)
                .until(() -> onEventLoop(() -> cluster.countSockets(List.of(room))) == count);
    }

    private static <T> T onEventLoop(Supplier<CompletableFuture<T>> question) {
        var answer = new CompletableFuture<T>();
        io.execute(() -> question.get().thenAccept(answer::complete));
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static String node(String command, Object... arguments) {
        try {
            send(command, arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return awaitAnswer(command + " ");
    }

    private static void send(String command, Object... arguments) throws IOException {
        var line = new ArrayList<>(List.of(arguments));
        line.add(0, command);
        commands.write(new ObjectMapper().writeValueAsString(line) + "\n");
        commands.flush();
    }

    private static String awaitAnswer(String beginning) {
        Waits.waitFor("Node's " + beginning).until(() -> ANSWERS.stream().anyMatch(line -> line.startsWith(beginning)));
        var answer = ANSWERS.stream()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow();
        ANSWERS.remove(answer);
        return answer.substring(beginning.length());
    }
}
