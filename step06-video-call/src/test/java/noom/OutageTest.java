package noom;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import noom.testkit.Browser;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What two people in a call see and do while the server is away, and when it is back. */
@Order(1)
@Tag("hardening")
class OutageTest extends CallInABrowser {
    @Test
    void theCallSurvivesARestartOfTheServer() {
        inACallWhoseServerGoesAndComesBack(
                () -> {
                    for (var window : List.of(ann, bob)) {
                        inPage(window, "(window.before = peer).connectionState");
                    }
                    awaitCall(ann, bob);
                    ann.type("#message", "Still there?" + Keys.ENTER);
                    bob.awaitTexts("#messages li", "Ann: Still there?");
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
                    bob.awaitText("#call-state", "Ann left. You are in java, and wait for somebody."::equals);
                },
                () -> {
                    awaitServer(ann);
                    bob.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
                    ann.awaitText("#call-state", "You are in no call."::equals);
                    ann.awaitTexts("#messages li");
                });
    }

    @Test
    void aPathThatIsNotMendedGetsANewCall() {
        come(bob);
        for (var window : List.of(ann, bob)) {
            window.script("""
                    const { createDataChannel } = RTCPeerConnection.prototype;
                    RTCPeerConnection.prototype.createDataChannel = function (label) {
                      return (this.channel = createDataChannel.call(this, label));
                    };
                    """);
        }
        join(ann, "java");
        ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
        join(bob, "java");
        awaitCall(ann, bob);
        // Ann makes the offers. After her new call it is Bob. At last both see the failure.
        for (var failing : List.of(List.of(ann), List.of(ann), List.of(ann, bob))) {
            for (var window : List.of(ann, bob)) {
                inPage(window, "(window.before = peer).connectionState");
            }
            failing.forEach(OutageTest::failForGood);
            for (var window : List.of(ann, bob)) {
                await().until(() -> inPage(window, "peer !== null && peer !== window.before")
                        .equals(true));
            }
            awaitCall(ann, bob);
        }
    }

    /** Tells the page that its path broke for good, as the browser does. Firefox closes the data channel, too. */
    private static void failForGood(Browser.Window window) {
        inPage(window, """
                (Object.defineProperty(peer, "connectionState", { value: "failed" }),
                peer.dispatchEvent(new Event("connectionstatechange")),
                peer.channel?.dispatchEvent(new Event("close")))""");
    }

    private void inACallWhoseServerGoesAndComesBack(Runnable whileItIsAway, Runnable whenItIsBack) {
        callEachOther();
        server.stop();
        try {
            for (var window : List.of(ann, bob)) {
                window.awaitText("#connection", text -> text.endsWith("reconnecting…"));
                window.awaitConsole("ERR_CONNECTION_REFUSED");
            }
            whileItIsAway.run();
        } finally {
            server = SignalingServer.start(server.port());
        }
        whenItIsBack.run();
        for (var window : List.of(ann, bob)) {
            // Another attempt may have failed before the server was back.
            window.console().forEach(entry -> assertTrue(entry.contains("ERR_CONNECTION_REFUSED"), entry));
        }
    }
}
