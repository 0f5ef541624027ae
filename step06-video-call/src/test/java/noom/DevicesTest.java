package noom;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import noom.testkit.Browser;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What two people in a call see of their cameras and microphones: on, off, another one, and none at all. */
@Order(1)
class DevicesTest extends CallInABrowser {
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
    @Tag("hardening")
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
    @Tag("hardening")
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

    private static String ufrag(String sdp) {
        return sdp.replaceFirst("(?s).*?a=ice-ufrag:(\\S+).*", "$1");
    }
}
