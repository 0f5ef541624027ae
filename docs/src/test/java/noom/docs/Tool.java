package noom.docs;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program of this machine, such as curl or git. A test that needs one which this machine does not have is skipped, but
 * with {@code CI=true} it fails.
 */
final class Tool {
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");

    private Tool() {}

    /** The words of a command, without quotes and without the settings before it. */
    static List<String> words(String command) {
        return WORD.matcher(command.replaceFirst("^(?:[A-Z_]+=\\S+ )+", ""))
                .results()
                .map(word -> word.group().replaceAll("['\"]", ""))
                .toList();
    }

    /** Runs it and returns what it wrote on standard output. */
    static String run(Path folder, List<String> command) throws IOException {
        var process = start(folder, command, ProcessBuilder.Redirect.DISCARD);
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    /** Starts it, and lets it run. */
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

    /** The first of these programs that is on the PATH. */
    static Path find(String... names) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of(names)
                        .flatMap(name -> Stream.of(name, name + ".exe"))
                        .map(name -> Path.of(folder, name)))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .orElseGet(() -> missing(names[0]));
    }

    private static <T> T missing(String name) {
        var reason = "No %s: install it and put it on the PATH.".formatted(name);
        return "true".equals(System.getenv("CI")) ? fail(reason) : abort(reason);
    }
}
