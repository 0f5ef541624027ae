package noom;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import noom.testkit.Browser;
import noom.testkit.FakeCamera;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.openqa.selenium.Keys;

/** What two people see, hear and do in a call. */
@Order(1)
class BrowserTest extends CallInABrowser {
    private static final String IS_MINE_SMALL_MIRRORED_AND_IN_THE_CORNER = """
            const [mine, theirs] = ["my-tile", "their-tile"].map((id) => document.getElementById(id).getBoundingClientRect());
            return mine.height < theirs.height / 2 && mine.width < theirs.width / 2
                && 0 < theirs.right - mine.right && theirs.right - mine.right < 20
                && 0 < theirs.bottom - mine.bottom && theirs.bottom - mine.bottom < 20
                && getComputedStyle(document.getElementById("my-video")).transform.startsWith("matrix(-1");
            """;

    @Test
    void bothSeePicturesAndChatDirectlyOnAPhoneToo() {
        callEachOther();

        assertEquals(true, ann.script("return document.getElementById('my-video').muted"));
        ann.type("#message", "Hello, 밥" + Keys.ENTER);
        bob.awaitTexts("#messages li", "Ann: Hello, 밥");
        bob.type("#message", "<b>Hi</b>" + Keys.ENTER);
        ann.awaitTexts("#messages li", "You: Hello, 밥", "Bob: <b>Hi</b>");
        assertEquals(0L, packetsOnTheWire(ann, "Hello"), "the server never sees it");

        ann.awaitText("#call-state", "You are in a call with Bob."::equals);
        assertEquals(true, ann.script(IS_MINE_SMALL_MIRRORED_AND_IN_THE_CORNER));
        assertEquals(List.of(""), ann.texts("#room-form button"), "nobody joins during a call");
        ann.click("#full-screen");
        ann.awaitText("#full-screen", "Leave full screen"::equals);
        assertEquals("stage", ann.script("return document.fullscreenElement.id"));
        ann.click("#full-screen");
        ann.awaitText("#full-screen", "Full screen"::equals);

        ann.resize(375, 740);
        assertTrue((boolean) ann.script("return document.querySelector('main').scrollWidth <= innerWidth"));
        assertEquals(true, ann.script(IS_MINE_SMALL_MIRRORED_AND_IN_THE_CORNER));
        bob.type("#message", "Look at me" + Keys.ENTER);
        ann.awaitText("#messages li:last-child", "Bob: Look at me"::equals);
        assertEquals(
                0L,
                ann.script("return scrollY + document.querySelector('main').scrollTop"),
                "a line that comes must not push the pictures away");

        // No server has validated the name.
        bob.script("""
                return import("/public/js/call.js").then(({ sendToPeer }) => sendToPeer({ name: " \\u202E" + "X".repeat(30) }));
                """);
        ann.awaitText("#call-state", ("You are in a call with " + "X".repeat(20) + ".")::equals);
    }

    @Test
    void muteStopsTheSoundAndTheCameraButtonThePicture() {
        come(bob);
        ann.click("#camera");
        join(ann, "java");
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
        awaitTile(ann, "#my-tile", "Ann", "Camera off");
        assertEquals(List.of("audio"), kindsOfTracks(ann));
        join(bob, "java");
        awaitTile(bob, "#their-tile", "Ann", "Camera off");
        awaitGrowth(bob, "totalAudioEnergy");
        ann.click("#camera");
        awaitTile(bob, "#their-tile", "Ann");
        awaitTile(ann, "#my-tile", "Ann");
        awaitCall(ann, bob);

        ann.click("#microphone");
        ann.awaitText("#microphone", "Unmute"::equals);
        assertEquals(false, ann.script("return document.getElementById('microphone').hasAttribute('aria-pressed')"));
        awaitTile(bob, "#their-tile", "Ann", "Muted");
        awaitTile(ann, "#my-tile", "Ann", "Muted");
        awaitStandstill(bob, "totalAudioEnergy");
        ann.click("#microphone");
        awaitTile(bob, "#their-tile", "Ann");
        awaitGrowth(bob, "totalAudioEnergy");

        inPage(ann, "(window.camera = myStream.getVideoTracks()[0]).kind");
        ann.click("#camera");
        awaitTile(bob, "#their-tile", "Ann", "Camera off");
        assertEquals("ended", ann.script("return camera.readyState"), "its light is out");
        awaitStandstill(bob, "framesDecoded");
        awaitGrowth(ann, "framesDecoded");
        ann.click("#camera");
        awaitTile(bob, "#their-tile", "Ann");
        awaitGrowth(bob, "framesDecoded");

        takeBack(ann, "audio");
        awaitTile(bob, "#their-tile", "Ann", "Muted");
        ann.awaitText("#audio-problem", "Microphone: It is gone, or not allowed any more."::equals);
        ann.click("#try-again");
        awaitTile(bob, "#their-tile", "Ann");
        ann.awaitTexts("#audio-problem", "");
        assertEquals("call-state", focused(ann));
    }

    @Test
    void aThirdPersonIsToldThatTheRoomIsFull() {
        callEachOther();

        var eve = browser.open("about:blank");
        try {
            come(eve);
            join(eve, "java");
            eve.awaitText("#call-state", "The room java is full. Choose another."::equals);
            assertEquals(List.of(), kindsOfTracks(eve), "camera and microphone are released");
            awaitGrowth(ann, "framesDecoded");

            leave(bob);
            ann.awaitText("#call-state", "Bob left. You are in java, and wait for somebody."::equals);
            assertEquals(true, ann.script("return document.getElementById('their-video').srcObject === null"));

            join(eve, "java");
            awaitCall(ann, eve);
            ann.awaitText("#call-state", "You are in a call with Anon."::equals);
            inPage(ann, "(window.tracks = myStream.getTracks()).length");
            ann.click("#hang-up");
            assertEquals(List.of("ended", "ended"), ann.script("return tracks.map((track) => track.readyState)"));
            assertEquals(List.of(), kindsOfTracks(ann));
            assertEquals("call-state", focused(ann));
            ann.script("""
                    return import("/public/js/socket.js").then(({ socket }) =>
                        socket.listeners("bye").forEach((lateBye) => lateBye("java")));
                    """);
            ann.awaitText("#call-state", "You are in no call."::equals);
            eve.awaitText("#call-state", "Ann left. You are in java, and wait for somebody."::equals);
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

        takeBack(ann, "video");
        awaitTile(bob, "#their-tile", "Ann", "Camera off");
        ann.awaitText("#video-problem", "Camera: It is gone, or not allowed any more."::equals);

        assertEquals(3L, ann.script("return document.getElementById('cameras').options.length"));
        ann.script(
                "const cameras = document.getElementById('cameras'); cameras.selectedIndex = 2; cameras.dispatchEvent(new Event('change'))");

        await().until(() -> inPage(
                        ann,
                        "myStream.getVideoTracks()[0].getSettings().deviceId === document.getElementById('cameras').value")
                .equals(true));
        awaitTile(bob, "#their-tile", "Ann");
        ann.awaitTexts("#video-problem", "");
        awaitGrowth(bob, "framesDecoded");
        assertEquals(before, inPage(ann, "peer.localDescription.sdp"));

        showConnectionState(ann, "disconnected");

        ann.awaitText("#call-state", "The connection broke. Trying again…"::equals);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !ufrag((String) inPage(ann, "peer.remoteDescription.sdp"))
                        .equals(ufrag((String) inPage(bob, "peer.remoteDescription.sdp"))));
        await().until(() ->
                !ufrag((String) inPage(bob, "peer.remoteDescription.sdp")).equals(ufrag(before)));
        showConnectionState(ann, "connected");
        awaitCall(ann, bob);

        ann.click("#hang-up");
        join(ann, "java");
        awaitCall(ann, bob);
        assertEquals(2L, ann.script("return document.getElementById('cameras').selectedIndex"));
        assertEquals(
                ann.script("return document.getElementById('cameras').value"),
                inPage(ann, "myStream.getVideoTracks()[0].getSettings().deviceId"));
    }

    @Test
    void withoutDevicesThePageSaysWhyAndPlaysAfterAClick() {
        come(bob);
        ann.script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'))");
        // Neither a key nor a click: the browser keeps the sound of such a page back.
        ann.script(
                "document.getElementById('room').value = 'java'; document.getElementById('room-form').requestSubmit()");
        ann.awaitText("#audio-problem", "Microphone: There is none."::equals);
        ann.awaitText("#video-problem", "Camera: There is none."::equals);
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
        bob.script("""
                const { mediaDevices } = navigator;
                const microphone = mediaDevices.getUserMedia({ audio: true });
                mediaDevices.getUserMedia = async ({ audio }) => {
                  if (!audio) {
                    throw new DOMException("", "NotAllowedError");
                  }
                  return microphone;
                };
                """);
        join(bob, "java");
        bob.awaitText("#video-problem", "Camera: You, or the browser's settings, did not allow it."::equals);
        ann.awaitText("#call-state", "You are in a call with Bob."::equals);

        awaitTile(ann, "#their-tile", "Bob", "Camera off");
        ann.awaitText(
                "#messages li:last-child", "The browser keeps the sound back. Click on this page to hear it."::equals);
        assertEquals(true, ann.script("return document.getElementById('their-sound').paused"));
        ann.click("h1");
        await().until(() -> ann.script("return document.getElementById('their-sound').paused")
                .equals(false));
        awaitGrowth(ann, "totalAudioEnergy");
        awaitTile(bob, "#their-tile", "Ann", "Muted", "Camera off");

        bob.script("delete navigator.mediaDevices.getUserMedia");
        bob.click("#try-again");
        awaitGrowth(ann, "framesDecoded");
    }

    @Test
    void pressingEnterTwiceJoinsOnce() {
        join(ann, "java" + Keys.ENTER);
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);

        assertEquals(1L, packetsOnTheWire(ann, "join_room"));
    }

    @Test
    void aLinkInvitesTheOtherAndFillsInTheRoom() {
        ann.script("document.getElementById('room').focus()");
        join(ann, "java & 밥");
        ann.awaitText("#call-state", "You are in java & 밥, and wait for somebody."::equals);
        assertEquals("call-state", focused(ann));
        var link = (String) ann.script("return document.getElementById('link').value");

        ann.script("navigator.clipboard.writeText = async (text) => (window.copied = text)");
        ann.click("#copy");
        ann.awaitText("#copy-state", "Copied."::equals);
        assertEquals(link, ann.script("return copied"));
        ann.script("navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'))");
        ann.click("#copy");
        ann.awaitText("#copy-state", "Now copy the selected link."::equals);
        assertEquals("link", focused(ann));
        assertEquals(link, ann.script("return getSelection().toString()"));

        bob.go(link);
        awaitServer(bob);
        bob.type("#nickname", "You" + Keys.ENTER);
        assertEquals(
                "This nickname is taken. Choose another.",
                bob.script("return document.getElementById('nickname').validationMessage"));
        bob.awaitText("#call-state", "You are in no call."::equals);
        bob.script("document.getElementById('nickname').value = ''");
        bob.type("#nickname", "Bob" + Keys.ENTER);
        awaitCall(ann, bob);
        ann.awaitText("#call-state", "You are in a call with Bob."::equals);
        assertEquals("call-state", focused(ann), "the link is gone");
    }

    @Test
    void withBlockedCamerasThePageSaysWhatToDo() {
        ann.script("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })");
        join(ann, "java");

        for (var device : List.of("audio", "video")) {
            ann.awaitText(
                    "#" + device + "-problem",
                    text -> text.endsWith(": browsers give it only to pages on localhost or over https."));
        }
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

    /** Waits for a second in which it did not grow. */
    private static void awaitStandstill(Browser.Window window, String statistic) {
        var last = new double[] {statistic(window, statistic)};
        await(statistic + " to stand still")
                .atMost(Duration.ofSeconds(15))
                .during(Duration.ofSeconds(1))
                .until(() -> {
                    var now = statistic(window, statistic);
                    var stands = now - last[0] < NOISE;
                    last[0] = now;
                    return stands;
                });
    }

    /** With {@code -Dretake} only: a browser shows the same person on all its cameras, so this takes two. */
    @Test
    @EnabledIfSystemProperty(named = "retake", matches = ".*")
    void theDocsShowTwoPeopleInACall() {
        try (var annsBrowser = Browser.start(FakeCamera.ANN.arguments());
                var bobsBrowser = Browser.start(FakeCamera.BOB.arguments())) {
            var here = annsBrowser.open("about:blank");
            var there = bobsBrowser.open("about:blank");
            for (var window : List.of(here, there)) {
                come(window);
                window.resize(1000, 620);
                window.type("#nickname", window == here ? "Ann" : "Bob");
                join(window, "java");
                window.awaitText("#call-state", text -> text.startsWith("You are in "));
            }
            awaitCall(here, there);
            here.type("#message", "Hello, Bob!" + Keys.ENTER);
            there.awaitTexts("#messages li", "Ann: Hello, Bob!");
            there.type("#message", "Hi Ann 👋" + Keys.ENTER);
            there.click("#microphone");
            here.awaitTexts("#messages li", "You: Hello, Bob!", "Bob: Hi Ann 👋");
            awaitTile(here, "#their-tile", "Bob", "Muted");
            here.screenshot("step06");
        }
    }

    private static Object kindsOfTracks(Browser.Window window) {
        return inPage(window, "myStream.getTracks().map((track) => track.kind)");
    }

    /** Ends a track as the browser does when the device is pulled out, or the permission taken back. */
    private static void takeBack(Browser.Window window, String kind) {
        inPage(window, """
                myStream.getTracks().filter(({ kind }) => kind === "%s").forEach((track) => {
                  track.stop();
                  track.dispatchEvent(new Event("ended"));
                })""".formatted(kind));
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
