package noom.docs;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of this machine that runs and ends, such as curl or git. */
final class Tool {
    private Tool() {}

    /**
     * Runs it and returns what it wrote on standard output. A test that
     * needs a tool which this machine does not have is skipped, but with {@code CI=true} it fails.
     */
    static String run(Path folder, List<String> command) throws IOException {
        try {
            var process = new ProcessBuilder(new ArrayList<>(command))
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            var reason = "No %s: install it and put it on the PATH.".formatted(command.get(0));
            return "true".equals(System.getenv("CI")) ? fail(reason, e) : abort(reason);
        }
    }
}
