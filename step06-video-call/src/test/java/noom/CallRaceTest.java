package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import noom.testkit.Browser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What happens in a call while its page waits for the browser, or comes late, or from the call before. This is about faults
 * and not the lesson: run it with {@code mvn -pl step06-video-call test -Dgroups=hardening}.
 */
@Tag("hardening")
class CallRaceTest extends CallInABrowser {
    /** Sends signals to the page as if the other had: {@code await receive("bye", "java")}. */
    private static final String RECEIVE = """
            const { socket } = await import("/public/js/socket.js");
            const call = await import("/public/js/call.js");
            const receive = (event, ...sent) => socket.listeners(event).forEach((handle) => handle(...sent));
            """;

    @Test
    void hangingUpAndJoiningTwentyTimesAndReloadingLeaveAGoodCall() {
        callEachOther();
        hangUpAndJoin(ann, 20, 20);
        awaitCall(ann, bob);
        hangUpAndJoin(bob, 5, 0);
        awaitCall(ann, bob);

        ann.reload();
        bob.awaitText("#call-state", "Ann left. You are in java, and wait for somebody."::equals);
        awaitServer(ann);
        join(ann, "java");
        awaitCall(ann, bob);
    }

    @Test
    void aCallThatEndsWhileItBeginsIsForgotten() {
        come(bob);
        join(ann, "java");
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
        // The end comes in each pause of the beginning, and a late answer after it.
        inModule(ann, RECEIVE + """
                const other = new RTCPeerConnection();
                const offer = await other.createOffer({ offerToReceiveVideo: true });
                for (const begin of [["welcome"], ["offer", offer, "java"]]) {
                  for (let pause = 0; pause < 20; pause++) {
                    receive(...begin);
                    for (let i = 0; i < pause; i++) {
                      await (i < 15 ? null : new Promise((done) => setTimeout(done)));
                    }
                    receive("bye", "java");
                    receive("answer", { type: "answer", sdp: offer.sdp }, "java");
                    await call.sendTracks();
                  }
                }
                """);
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
        join(bob, "java");
        awaitCall(ann, bob);
    }

    @Test
    void staleAndBrokenSignalsDoNotHarmTheCall() {
        come(bob);
        join(ann, "java");
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
        for (var window : List.of(ann, bob)) {
            inModule(window, RECEIVE + """
                    const broken = { candidate: "candidate:nonsense", sdpMid: "0" };
                    const stale = {
                      candidate: "candidate:1 1 udp 1 127.0.0.1 9 typ host ufrag stale",
                      sdpMid: "0",
                      usernameFragment: "stale",
                    };
                    for (const event of ["welcome", "offer", "answer"]) {
                      socket.on(event, () => receive("ice", broken, "java"));
                      socket.on(event, () => receive("ice", stale, "java"));
                    }
                    // When somebody leaves and joins again at once, the offer of the call before may arrive first.
                    const [handleOffer] = socket.listeners("offer");
                    socket.off("offer", handleOffer).on("offer", async (offer, room) => {
                      receive("ice", broken, room);
                      if (window.oldOffer) {
                        await handleOffer(oldOffer, room);
                        window.oldOfferGave = call.peer.signalingState;
                      }
                      window.oldOffer = offer;
                      await handleOffer(offer, room);
                    });
                    """);
        }
        join(bob, "java");
        awaitCall(ann, bob);

        inModule(ann, RECEIVE + """
                window.before = call.peer;
                receive("answer", call.peer.remoteDescription, "java");
                """);
        awaitCall(ann, bob);
        assertEquals(true, inPage(ann, "peer === window.before"));

        hangUpAndJoin(bob, 1, 0);
        awaitCall(ann, bob);
        assertEquals("stable", bob.script("return window.oldOfferGave"), "it was answered");
    }

    @Test
    void aCameraThatOpensTooLateIsClosed() {
        join(ann, "java");
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);

        inModule(ann, """
                const { myStream } = await import("/public/js/media.js");
                const [camera, hangUp] = ["camera", "hang-up"].map((id) => document.getElementById(id));
                const { mediaDevices } = navigator;
                const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
                for (const end of [() => camera.click(), () => hangUp.click()]) {
                  let opened;
                  mediaDevices.getUserMedia = (wanted) => (opened = getUserMedia(wanted));
                  camera.click();
                  camera.click();
                  end();
                  const [track] = (await opened).getTracks();
                  await new Promise((done) => setTimeout(done));
                  if (track.readyState !== "ended" || myStream.getVideoTracks().length > 0) {
                    throw new Error(`The camera is ${track.readyState}.`);
                  }
                  camera.click();
                }
                """);
    }

    /** Does so within 50 ms and less, because the devices open at once. */
    private static void hangUpAndJoin(Browser.Window window, int times, int pause) {
        inModule(window, """
                const { myStream } = await import("/public/js/media.js");
                const mine = myStream.clone();
                navigator.mediaDevices.getUserMedia = async ({ audio }) =>
                  new MediaStream(audio ? mine.clone().getAudioTracks() : mine.clone().getVideoTracks());
                const hangUp = document.getElementById("hang-up");
                const form = document.getElementById("room-form");
                document.getElementById("room").value = "java";
                const until = async (enabled) => {
                  while (hangUp.disabled === enabled) {
                    await new Promise((done) => setTimeout(done));
                  }
                };
                for (let i = 0; i < %d; i++) {
                  await until(true);
                  hangUp.click();
                  await new Promise((done) => setTimeout(done, %d));
                  form.requestSubmit();
                }
                await until(true);
                """.formatted(times, pause));
    }

    /** Runs JavaScript that may wait. */
    private static void inModule(Browser.Window window, String javascript) {
        var failure = window.asyncScript("""
                const done = arguments[0];
                (async () => { %s })().then(() => done(null), (error) => done(error.stack));
                """.formatted(javascript));
        assertNull(failure);
    }
}
