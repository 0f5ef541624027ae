package noom.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole comparison in small: every server, 10 clients, one second. The figures mean nothing. */
class SmokeTest {
    @TempDir
    static Path folder;

    private static Samples samples;

    @BeforeAll
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    static void measure() throws Exception {
        Steps.compile();
        samples = new Measurement(Plan.SMOKE, measured()).run();
        new Report(Plan.SMOKE, Environment.read(), samples, true).write(folder);
    }

    @Test
    void everyMessageArrivesEverywhere() {
        assertEquals(List.of(), samples.failures());
        assertTrue(samples.deliveries() > 0);
    }

    @Test
    void everyServerHasEveryFigure() {
        for (var contender : measured()) {
            for (var metric : List.of(Metric.SATURATION, Metric.ONE_IN_FLIGHT, Metric.P99, Metric.CONNECT)) {
                var spread = samples.spread(metric, contender, 10).orElseThrow();
                assertTrue(spread.median() > 0, contender + " " + metric);
            }
        }
        for (var chat : withPages()) {
            assertTrue(samples.spread(Metric.START, chat, 0).orElseThrow().median() > 0);
        }
    }

    @Test
    void socketIoNeedsOneMoreRoundTrip() {
        for (var chat : chats()) {
            var expected = chat.protocol == Protocol.SOCKET_IO ? 3 : 2;
            assertEquals(
                    expected,
                    samples.spread(Metric.CONNECT_ROUND_TRIPS, chat, 0)
                            .orElseThrow()
                            .median());
        }
    }

    @Test
    void theResultsNameTheMachineAndEveryServer() throws Exception {
        var page = Files.readString(folder.resolve("results.md"));

        assertTrue(page.contains(System.getProperty("java.runtime.version")));
        for (var contender : Contender.all()) {
            assertTrue(page.contains("| " + contender.title + " | "), contender.title);
        }
    }

    @Test
    void theRawFiguresAreWrittenAsCsv() throws Exception {
        var lines = Files.readAllLines(folder.resolve("results.csv"));

        assertEquals("metric,unit,server,clients,round,value", lines.get(0));
        assertEquals(samples.all().size(), lines.size() - 1);
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("SATURATION,1/s,\"Node ws\",10,1,")));
    }

    @Test
    void theChartsAreSvg() throws Exception {
        for (var metric : Charts.DRAWN) {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            var file = folder.resolve(Charts.fileName(metric)).toFile();
            assertEquals(
                    "svg",
                    factory.newDocumentBuilder()
                            .parse(file)
                            .getDocumentElement()
                            .getTagName());
        }
    }

    private static List<Contender> chats() {
        return measured().stream().filter(Contender::isChat).toList();
    }

    private static List<Contender> withPages() {
        return measured().stream().filter(Contender::hasPage).toList();
    }

    /** Without Java-WebSocket alone: it loses the wake-up of a write now and then, and a client waits for ever. */
    private static List<Contender> measured() {
        return Contender.all().stream()
                .filter(contender -> contender != Contender.JAVA_WEBSOCKET)
                .toList();
    }
}
