package noom.docs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import noom.testkit.PollingPackets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that each Node server, {@code docs/node/stepNN/server.js}, answers HTTP requests as its step does. */
class NodeTest {
    /** Requests: method, path, and number of visits in the cookie. */
    private static final List<String> REQUESTS = List.of(
            "GET / 0",
            "GET / 41",
            "GET / -1",
            "GET / 9999999999",
            "POST / 0",
            "GET /no/such/page 0",
            "POST /no/such/page 0",
            "GET /public/no.js 0",
            "GET /public/%2e%2e/views/home.pug 0",
            "GET /public/js/app.js 0",
            "GET /public/css/noom.css 0",
            "GET /public/css/mvp.css 0");

    @ParameterizedTest
    @MethodSource
    void everyNodeServerAnswersAsItsStepDoes(String step) throws Exception {
        Fault.assertNone(faults(Project.repository(), step));
    }

    static Stream<String> everyNodeServerAnswersAsItsStepDoes() {
        return Project.repository().steps().stream()
                .filter(step -> Project.repository().has(nodeFolder(step)));
    }

    private static String nodeFolder(String step) {
        return "docs/node/" + Project.shortName(step);
    }

    static List<Fault> faults(Project project, String step) throws Exception {
        var faults = new ArrayList<Fault>();
        try (var java = RunningProgram.start(project, step, Map.of());
                var node = RunningProgram.start(project, nodeFolder(step), Map.of())) {
            for (var request : REQUESTS) {
                var javaAnswer = answer(java.address(), request);
                var nodeAnswer = answer(node.address(), request);
                if (!javaAnswer.equals(nodeAnswer)) {
                    var message = "%s: %s, but %s: %s".formatted(request, nodeAnswer, step, javaAnswer);
                    faults.add(new Fault(nodeFolder(step) + "/server.js", message));
                }
            }
        }
        return faults;
    }

    /** The parts of a response that must be the same. Type and body are empty unless the status is 200. */
    private record Answer(int status, String type, String location, String cookie, String body) {}

    private static Answer answer(String address, String request) throws IOException, InterruptedException {
        var words = request.split(" ");
        var response =
                PollingPackets.send(words[0], URI.create(address + words[1]), "", "Cookie", "visits=" + words[2]);
        var isFound = response.statusCode() == 200;
        return new Answer(
                response.statusCode(),
                isFound ? header(response, "Content-Type").replaceFirst(";.*", "") : "",
                header(response, "Location"),
                header(response, "Set-Cookie"),
                isFound ? response.body().replaceAll("(data-socket-port=\")\\d+", "$1") : "");
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void findsAServerThatAnswersDifferently(@TempDir Path folder) throws Exception {
        var java = """
                package noom;
                import com.sun.net.httpserver.HttpServer;
                import java.net.InetSocketAddress;
                public class Noom {
                    public static void main(String[] args) throws Exception {
                        var server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
                        server.createContext("/", request -> {
                            request.sendResponseHeaders(404, -1);
                            request.close();
                        });
                        server.start();
                        System.out.println("Listening on http://localhost:" + server.getAddress().getPort());
                    }
                }
                """;
        var node = """
                const server = require("node:http").createServer((request, answer) => {
                  answer.statusCode = request.url === "/public/no.js" ? 200 : 404;
                  answer.end();
                });
                server.listen(0, () => console.log(`Listening on http://localhost:${server.address().port}`));
                """;
        var project = new Project(folder)
                .with("step01-x/src/main/java/noom/Noom.java", java)
                .with("docs/node/step01/server.js", node);

        Fault.assertFaults(
                faults(project, "step01-x"),
                "docs/node/step01/server.js: GET /public/no.js 0:"
                        + " Answer[status=200, type=, location=, cookie=, body=],"
                        + " but step01-x: Answer[status=404, type=, location=, cookie=, body=]");
    }
}
