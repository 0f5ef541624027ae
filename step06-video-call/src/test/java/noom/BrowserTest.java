package noom;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.time.Duration;
import java.util.List;
import noom.testkit.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.openqa.selenium.Keys;

/** What two people see, hear and do in a call. Their cameras and microphones are the browser's own fake ones. */
@Order(1)
@Isolated("Who has no time to encode a picture sends none.")
class BrowserTest {
    /** In a second the fake microphone has an energy of 0.001 and more, and a decoder's silence one of 0.000000001. */
    private static final double NOISE = 1e-6;

    private static Browser browser;
    private static SignalingServer server;
    private static Javalin pages;

    private static Browser.Window ann;
    private static Browser.Window bob;

    @BeforeAll
    static void start() {
        // The second of the fake cameras measures depths, which no call can show: one changes to the third.
        browser = Browser.start("--use-fake-device-for-media-stream=device-count=3", "--use-fake-ui-for-media-stream");
        server = SignalingServer.start(0);
        pages = Pages.create(server.port(), "", "[]").start(0);
        ann = browser.open("about:blank");
        bob = browser.open("about:blank");
    }

    @AfterAll
    static void stop() {
        if (pages != null) {
            pages.stop();
            server.stop();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void twoComeAnew() {
        come(ann, pages);
        come(bob, pages);
    }

    @AfterEach
    void nothingWentWrongOnThePages() {
        for (var window : List.of(ann, bob)) {
            assertEquals(List.of(), window.console());
            leave(window);
        }
    }

    @Test
    void bothSeePicturesAndChatDirectlyOnAPhoneToo() {
        callEachOther();

        assertEquals(true, ann.script("return document.getElementById('my-video').muted"));
        ann.type("#message", "Hello, 밥" + Keys.ENTER);
        bob.awaitTexts("#messages li", "The other: Hello, 밥");
        bob.type("#message", "<b>Hi</b>" + Keys.ENTER);
        ann.awaitTexts("#messages li", "You: Hello, 밥", "The other: <b>Hi</b>");
        ann.screenshot("step06");
        assertEquals(0L, packetsOnTheWire(ann, "Hello"), "the server never sees it");

        ann.resize(360, 740);
        assertTrue((boolean) ann.script("return document.documentElement.scrollWidth <= innerWidth"));
        ann.screenshot("step06-phone");
        bob.type("#message", "Look at me" + Keys.ENTER);
        ann.awaitText("#messages li:last-child", "The other: Look at me"::equals);
        assertEquals(0L, ann.script("return scrollY"), "a line that comes must not push the pictures away");
    }

    @Test
    void muteStopsTheSoundAndTheCameraButtonThePicture() {
        ann.click("#camera");
        join(ann, "java");
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
        join(bob, "java");
        bob.awaitText("#their-caption", "The other, camera off"::equals);
        awaitGrowth(bob, "totalAudioEnergy");
        ann.click("#camera");
        bob.awaitText("#their-caption", "The other"::equals);
        awaitCall(ann, bob);

        ann.click("#microphone");
        ann.awaitText("#microphone", "Unmute"::equals);
        awaitStandstill(bob, "totalAudioEnergy");
        ann.click("#microphone");
        awaitGrowth(bob, "totalAudioEnergy");

        ann.click("#camera");
        bob.awaitText("#their-caption", "The other, camera off"::equals);
        awaitStandstill(bob, "framesDecoded");
        awaitGrowth(ann, "framesDecoded");
        ann.click("#camera");
        bob.awaitText("#their-caption", "The other"::equals);
        awaitGrowth(bob, "framesDecoded");
    }

    @Test
    void aThirdPersonIsToldThatTheRoomIsFull() {
        callEachOther();

        var eve = browser.open("about:blank");
        try {
            come(eve, pages);
            join(eve, "java");
            eve.awaitText("#call-state", "The room java is full. Choose another."::equals);
            awaitGrowth(ann, "framesDecoded");

            leave(bob);
            ann.awaitText("#call-state", "The other left. You are in java, and wait for somebody."::equals);
            assertEquals(true, ann.script("return document.getElementById('their-video').srcObject === null"));

            join(eve, "java");
            awaitCall(ann, eve);
            ann.click("#hang-up");
            ann.script("""
                    return import("/public/js/socket.js").then(({ socket }) =>
                        socket.listeners("bye").forEach((lateBye) => lateBye("java")));
                    """);
            ann.awaitText("#call-state", "You are in no call."::equals);
            eve.awaitText("#call-state", "The other left. You are in java, and wait for somebody."::equals);
            join(ann, "java");
            awaitCall(ann, eve);
            assertEquals(List.of(), eve.console());
        } finally {
            eve.close();
        }
    }

    @Test
    void anotherCameraNeedsNoOfferButABrokenPathDoes() {
        callEachOther();
        var before = (String) inPage(ann, "peer.localDescription.sdp");

        inPage(ann, "myStream.getVideoTracks()[0].stop()");
        ann.script("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))");
        bob.awaitText("#their-caption", "The other, camera off"::equals);

        assertEquals(3L, ann.script("return document.getElementById('cameras').options.length"));
        ann.script(
                "const cameras = document.getElementById('cameras'); cameras.selectedIndex = 2; cameras.dispatchEvent(new Event('change'))");

        await().until(() -> inPage(
                        ann,
                        "myStream.getVideoTracks()[0].getSettings().deviceId === document.getElementById('cameras').value")
                .equals(true));
        bob.awaitText("#their-caption", "The other"::equals);
        awaitGrowth(bob, "framesDecoded");
        assertEquals(before, inPage(ann, "peer.localDescription.sdp"));

        showConnectionState(ann, "failed");

        await().atMost(Duration.ofSeconds(10))
                .until(() -> !ufrag((String) inPage(ann, "peer.remoteDescription.sdp"))
                        .equals(ufrag((String) inPage(bob, "peer.remoteDescription.sdp"))));
        await().until(() ->
                !ufrag((String) inPage(bob, "peer.remoteDescription.sdp")).equals(ufrag(before)));
        showConnectionState(ann, "connected");
        awaitCall(ann, bob);

        join(ann, "java");
        ann.awaitText("#call-state", "You are in a call."::equals);
        assertEquals(2L, ann.script("return document.getElementById('cameras').selectedIndex"));
        assertEquals(
                ann.script("return document.getElementById('cameras').value"),
                inPage(ann, "myStream.getVideoTracks()[0].getSettings().deviceId"));
    }

    @Test
    void theCallSurvivesARestartOfTheServer() {
        inACallWhoseServerGoesAndComesBack(
                () -> {
                    for (var window : List.of(ann, bob)) {
                        inPage(window, "(window.before = peer).connectionState");
                    }
                    awaitCall(ann, bob);
                    ann.type("#message", "Still there?" + Keys.ENTER);
                    bob.awaitTexts("#messages li", "The other: Still there?");
                },
                () -> {
                    for (var window : List.of(ann, bob)) {
                        await().until(() -> inPage(window, "peer !== null && peer !== window.before")
                                .equals(true));
                    }
                    awaitCall(ann, bob);
                });
    }

    @Test
    void hangingUpWhileTheServerIsAwayEndsTheCall() {
        inACallWhoseServerGoesAndComesBack(
                () -> {
                    ann.click("#hang-up");
                    bob.awaitText("#call-state", "The other left. You are in java, and wait for somebody."::equals);
                },
                () -> {
                    awaitServer(ann);
                    bob.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
                    ann.awaitText("#call-state", "You are in no call."::equals);
                    ann.awaitTexts("#messages li");
                });
    }

    @Test
    void withoutCameraThePageSaysWhyAndShowsTheOther() {
        ann.script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'))");
        join(ann, "java");
        ann.awaitTexts("#messages li", "Microphone: There is none.", "Camera: There is none.");
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
        join(bob, "java");
        ann.awaitText("#call-state", "You are in a call."::equals);

        awaitGrowth(ann, "framesDecoded");
        bob.awaitText("#their-caption", "The other, camera off"::equals);
    }

    @Test
    void pressingEnterTwiceJoinsOnce() {
        join(ann, "java" + Keys.ENTER);
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);

        assertEquals(1L, packetsOnTheWire(ann, "join_room"));
    }

    @Test
    void withBlockedCamerasThePageSaysWhatToDo() {
        ann.script("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })");
        join(ann, "java");

        ann.awaitTexts(
                "#messages li",
                "Microphone: browsers give it only to pages on localhost or over https.",
                "Camera: browsers give it only to pages on localhost or over https.");
    }

    @Test
    void leavingThePageReleasesCameraAndMicrophone() {
        join(ann, "java");
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);

        inPage(ann, "(window.tracks = myStream.getTracks()).length");
        ann.script("dispatchEvent(new Event('pagehide'))");

        assertEquals(List.of("ended", "ended"), ann.script("return tracks.map((track) => track.readyState)"));
        ann.awaitText("#call-state", "You are in no call."::equals);
    }

    private static void come(Browser.Window window, Javalin pages) {
        window.resize(1000, 990);
        window.go("http://localhost:" + pages.port() + "/");
        awaitServer(window);
    }

    private static void awaitServer(Browser.Window window) {
        window.awaitText("#connection", "Connected by websocket"::equals);
    }

    /** Leaves the call for an empty page, and with it the browser's process: the next call begins in a new one. */
    private static void leave(Browser.Window window) {
        window.go("about:blank");
    }

    private static void inACallWhoseServerGoesAndComesBack(Runnable whileItIsAway, Runnable whenItIsBack) {
        var otherChat = SignalingServer.start(0);
        var otherPages = Pages.create(otherChat.port(), "", "[]").start(0);
        try {
            come(ann, otherPages);
            come(bob, otherPages);
            callEachOther();
            otherChat.stop();
            try {
                for (var window : List.of(ann, bob)) {
                    window.awaitText("#connection", text -> text.endsWith("reconnecting…"));
                    window.awaitConsole("ERR_CONNECTION_REFUSED");
                }
                whileItIsAway.run();
            } finally {
                otherChat = SignalingServer.start(otherChat.port());
            }
            whenItIsBack.run();
        } finally {
            for (var window : List.of(ann, bob)) {
                leave(window);
                // Another attempt may have failed before the server was back.
                window.console().forEach(entry -> assertTrue(entry.contains("ERR_CONNECTION_REFUSED"), entry));
            }
            otherPages.stop();
            otherChat.stop();
        }
    }

    private static void callEachOther() {
        join(ann, "java");
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
        join(bob, "java");
        awaitCall(ann, bob);
    }

    private static void join(Browser.Window window, String room) {
        window.script("document.getElementById('room').value = ''");
        window.type("#room", room + Keys.ENTER);
    }

    private static void awaitCall(Browser.Window... windows) {
        for (var window : windows) {
            window.awaitText("#call-state", "You are in a call."::equals);
            awaitGrowth(window, "framesDecoded");
            assertTrue((long) window.script("return document.getElementById('their-video').videoWidth") > 0);
        }
    }

    private static void awaitGrowth(Browser.Window window, String statistic) {
        var before = statistic(window, statistic);
        await(statistic + " to grow")
                .atMost(Duration.ofSeconds(15))
                .until(() -> statistic(window, statistic) > before + NOISE);
    }

    /** Waits for a second and a half in which it did not grow. */
    private static void awaitStandstill(Browser.Window window, String statistic) {
        var last = new double[] {statistic(window, statistic)};
        await(statistic + " to stand still")
                .atMost(Duration.ofSeconds(15))
                .during(Duration.ofMillis(1500))
                .until(() -> {
                    var now = statistic(window, statistic);
                    var stands = now - last[0] < NOISE;
                    last[0] = now;
                    return stands;
                });
    }

    /** A figure of what this window receives from the other (W3C WebRTC Statistics, inbound-rtp). */
    private static double statistic(Browser.Window window, String name) {
        var value = inPage(window, """
                peer.getStats().then((report) => {
                  let sum = 0;
                  report.forEach((entry) => (sum += entry.type === "inbound-rtp" ? entry["%s"] || 0 : 0));
                  return sum;
                })""".formatted(name));
        return ((Number) value).doubleValue();
    }

    /** The value of an expression in which {@code peer} and {@code myStream} are those of the page's modules. */
    private static Object inPage(Browser.Window window, String expression) {
        return window.script("""
                return Promise.all([import("/public/js/call.js"), import("/public/js/media.js")])
                    .then(([{ peer }, { myStream }]) => %s);
                """.formatted(expression));
    }

    /** Tells the page a state of its connection, as the browser does when a path breaks and when it is mended. */
    private static void showConnectionState(Browser.Window window, String state) {
        inPage(window, """
                (Object.defineProperty(peer, "connectionState", { value: "%s", configurable: true }),
                peer.dispatchEvent(new Event("connectionstatechange")),
                delete peer.connectionState)""".formatted(state));
    }

    private static long packetsOnTheWire(Browser.Window window, String text) {
        return (long) window.script("""
                return [...document.querySelectorAll("#wire li")]
                    .filter((packet) => packet.textContent.includes(arguments[0]))
                    .length;
                """, text);
    }

    private static String ufrag(String sdp) {
        return sdp.replaceFirst("(?s).*?a=ice-ufrag:(\\S+).*", "$1");
    }
}
