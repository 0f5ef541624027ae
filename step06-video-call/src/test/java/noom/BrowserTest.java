package noom;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import noom.testkit.Browser;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What two people see, hear and do in a call. */
@Order(1)
class BrowserTest extends CallInABrowser {
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
        come(bob);
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
        bob.awaitText("#their-caption", "The other, microphone off"::equals);
        awaitStandstill(bob, "totalAudioEnergy");
        ann.click("#microphone");
        bob.awaitText("#their-caption", "The other"::equals);
        awaitGrowth(bob, "totalAudioEnergy");

        ann.click("#camera");
        bob.awaitText("#their-caption", "The other, camera off"::equals);
        awaitStandstill(bob, "framesDecoded");
        awaitGrowth(ann, "framesDecoded");
        ann.click("#camera");
        bob.awaitText("#their-caption", "The other"::equals);
        awaitGrowth(bob, "framesDecoded");

        takeBack(ann, "audio");
        bob.awaitText("#their-caption", "The other, microphone off"::equals);
        ann.awaitTexts("#messages li", "Microphone: It is gone, or not allowed any more.");
    }

    @Test
    void aThirdPersonIsToldThatTheRoomIsFull() {
        callEachOther();

        var eve = browser.open("about:blank");
        try {
            come(eve);
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

        takeBack(ann, "video");
        bob.awaitText("#their-caption", "The other, camera off"::equals);
        ann.awaitTexts("#messages li", "Camera: It is gone, or not allowed any more.");

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

        showConnectionState(ann, "disconnected");

        ann.awaitText("#call-state", "The connection broke. Trying again…"::equals);
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
    void withoutDevicesThePageSaysWhyAndPlaysAfterAClick() {
        come(bob);
        ann.script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'))");
        // Neither a key nor a click: the browser keeps the sound of such a page back.
        ann.script(
                "document.getElementById('room').value = 'java'; document.getElementById('room-form').requestSubmit()");
        ann.awaitTexts("#messages li", "Microphone: There is none.", "Camera: There is none.");
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
        bob.awaitTexts("#messages li", "Camera: You, or the browser's settings, did not allow it.");
        ann.awaitText("#call-state", "You are in a call."::equals);

        ann.awaitText("#their-caption", "The other, camera off"::equals);
        ann.awaitText(
                "#messages li:last-child",
                "The browser keeps the other's sound back. Click on this page to hear it."::equals);
        assertEquals(true, ann.script("return document.getElementById('their-sound').paused"));
        ann.click("h1");
        await().until(() -> ann.script("return document.getElementById('their-sound').paused")
                .equals(false));
        awaitGrowth(ann, "totalAudioEnergy");
        bob.awaitText("#their-caption", "The other, camera off, microphone off"::equals);

        bob.script("delete navigator.mediaDevices.getUserMedia");
        bob.script("document.getElementById('cameras').dispatchEvent(new Event('change'))");
        awaitGrowth(ann, "framesDecoded");
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
