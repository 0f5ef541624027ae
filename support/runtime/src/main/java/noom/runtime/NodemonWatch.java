package noom.runtime;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ends a program that was started by {@code npm run dev} when its nodemon or npm ends. A killed nodemon, as by the stop
 * button of an editor, ends the shell between itself and Maven, and leaves the program behind with its ports.
 */
final class NodemonWatch {
    private NodemonWatch() {}

    static void start() {
        if (System.getenv("npm_lifecycle_event") != null) {
            nodeProcesses().forEach(node -> node.onExit().thenRunAsync(() -> System.exit(0)));
        }
    }

    /** nodemon and npm: the parents that run in Node. */
    private static Stream<ProcessHandle> nodeProcesses() {
        return Stream.iterate(
                        ProcessHandle.current().parent(),
                        Optional::isPresent,
                        process -> process.flatMap(ProcessHandle::parent))
                .flatMap(Optional::stream)
                .filter(process -> process.info().command().orElse("").matches(".*\\bnode(\\.exe)?"));
    }
}
