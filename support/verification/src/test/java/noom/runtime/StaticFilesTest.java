package noom.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.javalin.Javalin;
import io.javalin.http.staticfiles.Location;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Files on the class path, as a step serves them: a saved change is in the next response. */
class StaticFilesTest {
    @Test
    void aChangedFileIsSentAtOnceAndAnUnchangedOneIsNot() throws Exception {
        var folder = Files.createTempDirectory(Path.of("target", "test-classes"), "files");
        var file = Files.writeString(folder.resolve("app.js"), "let a = 1;");
        var pages = Javalin.create(config -> {
                    JavalinDefaults.configure(config);
                    config.staticFiles.add(files -> {
                        files.hostedPath = "/public";
                        files.directory = "/" + folder.getFileName();
                        files.location = Location.CLASSPATH;
                    });
                })
                .start(0);
        try {
            var first = get(pages.port(), "");
            assertEquals("let a = 1;", first.body());
            assertEquals(304, get(pages.port(), etag(first)).statusCode());

            Files.writeString(file, "let a = 2;");
            var changed = get(pages.port(), etag(first));
            assertEquals(200, changed.statusCode());
            assertEquals("let a = 2;", changed.body());
        } finally {
            pages.stop();
            Files.delete(file);
            Files.delete(folder);
        }
    }

    private static String etag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    private static HttpResponse<String> get(int port, String etag) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/public/app.js"))
                .header("If-None-Match", etag)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
