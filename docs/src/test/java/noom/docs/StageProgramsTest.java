package noom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import noom.testkit.Browser;
import noom.testkit.Waits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every stage is a program: it compiles, it starts, and a browser opens its page without an error in the console. */
@Order(1)
class StageProgramsTest {
    private static final String IS_CONNECTED =
            "return document.getElementById('connection')?.innerText.startsWith('Connected') ?? true";

    private static Browser browser;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.start("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    static Stream<Stages> everyStageStartsAndItsPageOpens() {
        return Stages.all(Project.repository()).stream();
    }

    @Timeout(180)
    @ParameterizedTest
    @MethodSource
    void everyStageStartsAndItsPageOpens(Stages stages, @TempDir Path folder) throws IOException {
        var before = stages.begin(folder.resolve("0"));
        for (var stage : stages.list()) {
            // A folder of its own, because a program is compiled once a folder.
            var program = new Project(folder.resolve(String.valueOf(stage.number())));
            for (var file : before.files(stages.step())) {
                program.with(file, before.text(file));
            }
            assertTrue(stages.apply(stage, program), stage.patch());
            opens(program, stages.step(), stage.patch());
            before = program;
        }
    }

    private static void opens(Project program, String step, String patch) {
        try (var running = RunningProgram.start(program, step, Map.of())) {
            var window = browser.open(running.address() + "/");
            try {
                assertEquals("complete", window.script("return document.readyState"), patch);
                // A page with a line on its connection has a chat to connect to.
                Waits.waitFor("the connection of " + patch)
                        .until(() -> window.script(IS_CONNECTED), Boolean.TRUE::equals);
                assertEquals(List.of(), errors(window, running.address()), patch);
            } finally {
                // Before the program ends: the page would report that.
                window.close();
            }
        }
    }

    /** What a page reports that its server has sent. Only the very first page says nothing about its icon. */
    private static List<String> errors(Browser.Window window, String address) {
        return window.console().stream()
                .filter(message -> message.startsWith(address))
                .filter(message -> !message.contains("/favicon.ico"))
                .toList();
    }
}
