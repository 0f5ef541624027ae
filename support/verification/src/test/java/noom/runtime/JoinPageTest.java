package noom.runtime;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import io.javalin.Javalin;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import noom.testkit.Browser;
import noom.testkit.RawConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page that is projected before a class. */
class JoinPageTest {
    private static volatile List<String> hosts;

    private static Javalin pages;
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        pages = Javalin.create(config -> {
                    JavalinDefaults.configure(config);
                    JoinPage.configure(config, () -> hosts);
                    WebAssets.serveFiles(config);
                })
                .start(0);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (pages != null) {
            pages.stop();
        }
    }

    @BeforeEach
    void inANetwork() {
        hosts = List.of("192.168.100.112");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void aCameraReadsTheAddress(String scheme) throws Exception {
        var window = browser.open(address("localhost") + "/join");
        window.preferColorScheme(scheme);

        assertEquals(List.of(address("192.168.100.112")), codesIn(window, "join-" + scheme));
        assertEquals(address("192.168.100.112"), window.text(".address"));
    }

    @Test
    void aCameraReadsEachOfSeveralAddresses() throws Exception {
        hosts = List.of("192.168.0.12", "10.0.0.7");
        var window = browser.open(address("localhost") + "/join");
        window.resize(1280, 800);

        assertEquals(List.of(address("10.0.0.7"), address("192.168.0.12")), codesIn(window, "join-two"));
        window.awaitTexts(".address", address("192.168.0.12"), address("10.0.0.7"));
    }

    @Test
    void withoutANetworkItSaysSo() {
        hosts = List.of();
        var window = browser.open(address("localhost") + "/join");

        assertEquals("Only this computer can open Noom", window.text("h1"));
        assertEquals(address("localhost"), window.text(".address"));
    }

    @Test
    void behindAProxyThePortIsTheProxys() throws Exception {
        assertAll(
                () -> assertTrue(join("Host: chat.example.org:8080").contains(">http://192.168.100.112:8080<")),
                () -> assertTrue(join("Host: chat.example.org").contains(">http://192.168.100.112<")),
                () -> assertFalse(join("Host: chat.example.org").contains("example")));
    }

    @Test
    void everySizeShowsAddressAndCodeWithoutScrollingSideways() {
        var all = List.of("192.168.100.112", "192.168.100.113", "192.168.100.114");
        for (var count : List.of(1, 3)) {
            hosts = all.subList(0, count);
            var window = browser.open(address("localhost") + "/join");
            for (var size : List.of(List.of(320, 440), List.of(375, 740), List.of(640, 400), List.of(1280, 800))) {
                window.resize(size.get(0), size.get(1));

                assertEquals(
                        true,
                        window.script("return document.documentElement.scrollWidth <= innerWidth"),
                        () -> count + " at " + size);
                window.screenshot("join-%d-%d".formatted(count, size.get(0)));
            }
        }
    }

    private static String address(String host) {
        return "http://" + host + ":" + pages.port();
    }

    private static String join(String host) throws Exception {
        try (var connection = new RawConnection(pages.port())) {
            connection.send("GET /join HTTP/1.1\r\n" + host + "\r\nConnection: close\r\n\r\n");
            return connection.readText().split("\r\n\r\n", 2)[1];
        }
    }

    /** The texts of the QR codes that are in view, in alphabetical order. */
    private static List<String> codesIn(Browser.Window window, String picture) throws Exception {
        window.screenshot(picture);
        var image = ImageIO.read(Path.of("target", "images", picture + ".png").toFile());
        var width = image.getWidth();
        var height = image.getHeight();
        var pixels = new RGBLuminanceSource(width, height, image.getRGB(0, 0, width, height, null, 0, width));
        var codes = new QRCodeMultiReader().decodeMultiple(new BinaryBitmap(new HybridBinarizer(pixels)));
        return Stream.of(codes).map(code -> code.getText()).sorted().toList();
    }
}
