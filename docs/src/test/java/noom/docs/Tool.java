package noom.docs;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Runs programs of this machine, such as curl or git. If a program is missing, the test is skipped; with
 * {@code CI=true} it fails.
 */
final class Tool {
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");

    private Tool() {}

    /** Splits a command into words, without quotes and without the environment variables before it. */
    static List<String> words(String command) {
        return WORD.matcher(command.replaceFirst("^(?:[A-Z_]+=\\S+ )+", ""))
                .results()
                .map(word -> word.group().replaceAll("['\"]", ""))
                .toList();
    }

    /** Runs a command, and returns its standard output. */
    static String run(Path folder, List<String> command) throws IOException {
        var process = start(folder, command, ProcessBuilder.Redirect.DISCARD);
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    /** Starts a command, and does not wait for its end. */
    static Process start(Path folder, List<String> command, ProcessBuilder.Redirect errors) throws IOException {
        try {
            return new ProcessBuilder(new ArrayList<>(command))
                    .directory(folder.toFile())
                    .redirectError(errors)
                    .start();
        } catch (IOException e) {
            return missing(command.get(0));
        }
    }

    private static <T> T missing(String name) {
        var reason = "No %s: install it and put it on the PATH.".formatted(name);
        return "true".equals(System.getenv("CI")) ? fail(reason) : abort(reason);
    }
}
