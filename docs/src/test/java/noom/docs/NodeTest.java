package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each Node server beside a step, {@code docs/node/stepNN/server.js}, answers over HTTP as the step does. */
class NodeTest {
    /** Not the standard one, which asks each server for HTTP/2: where ws listens, that is taken for a bad handshake. */
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A method, a path, and the visits in the cookie. */
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
        Fault.none(faults(Project.ours(), step));
    }

    static Stream<String> everyNodeServerAnswersAsItsStepDoes() {
        return Project.ours().steps().stream().filter(step -> Project.ours().has(server(step)));
    }

    private static String server(String step) {
        return "docs/node/%s/server.js".formatted(step.substring(0, "stepNN".length()));
    }

    static List<Fault> faults(Project project, String step) throws Exception {
        return differences(project, step, server(step)).stream()
                .map(what -> new Fault(server(step), 1, what))
                .toList();
    }

    private static List<String> differences(Project project, String step, String server) throws Exception {
        var differences = new ArrayList<String>();
        try (var java = Running.start(project, step, Map.of());
                var node = Running.start(project, Path.of(server).getParent().toString(), Map.of())) {
            for (var request : REQUESTS) {
                var wanted = ask(java.address(), request);
                var got = ask(node.address(), request);
                if (!wanted.equals(got)) {
                    differences.add("%s: %s, but %s: %s".formatted(request, got, step, wanted));
                }
            }
        } catch (IllegalStateException failure) {
            differences.add(failure.getMessage());
        }
        return differences;
    }

    /** What both must have in common. Bodies count where there is a page or a file. */
    private record Answer(int status, String type, String location, String cookie, String body) {}

    private static Answer ask(String address, String request) throws IOException, InterruptedException {
        var words = request.split(" ");
        var answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create(address + words[1]))
                        .method(words[0], BodyPublishers.noBody())
                        .header("Cookie", "visits=" + words[2])
                        .build(),
                BodyHandlers.ofString());
        var isFound = answer.statusCode() == 200;
        return new Answer(
                answer.statusCode(),
                isFound ? header(answer, "Content-Type").replaceFirst(";.*", "") : "",
                header(answer, "Location"),
                header(answer, "Set-Cookie"),
                isFound ? answer.body().replaceAll("(data-socket-port=\")\\d+", "$1") : "");
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void aServerThatAnswersOtherwiseIsNamed(@TempDir Path folder) throws Exception {
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
        var project = Project.of(folder)
                .with("step01-x/src/main/java/noom/Noom.java", java)
                .with("docs/node/step01/server.js", node);

        assertEquals(
                List.of("docs/node/step01/server.js:1: GET /public/no.js 0:"
                        + " Answer[status=200, type=, location=, cookie=, body=],"
                        + " but step01-x: Answer[status=404, type=, location=, cookie=, body=]"),
                faults(project, "step01-x").stream().map(Fault::toString).toList());
    }
}
