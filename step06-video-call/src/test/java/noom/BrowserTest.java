package noom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import noom.testkit.Browser;
import noom.testkit.FakeCamera;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
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
    @Tag("hardening")
    void aCallComesAboutWhenOneSideIsNotToldThatTheChannelIsOpen() {
        for (var deaf : List.of(ann, bob)) {
            come(ann);
            come(bob);
            deaf.script("""
                    const { addEventListener } = EventTarget.prototype;
                    RTCDataChannel.prototype.addEventListener = function (event, listener) {
                      addEventListener.call(this, event === "open" ? "never" : event, listener);
                    };
                    """);
            join(ann, "java");
            ann.awaitText("#call-state", "You are in java, and wait for somebody."::equals);
            join(bob, "java");
            awaitCall(ann, bob);
            deaf.type("#message", "Hello" + Keys.ENTER);
            (deaf == ann ? bob : ann).awaitTexts("#messages li", (deaf == ann ? "Ann" : "Bob") + ": Hello");
            leave(bob);
            ann.awaitText("#call-state", "Bob left. You are in java, and wait for somebody."::equals);
        }
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

    private static long packetsOnTheWire(Browser.Window window, String text) {
        return (long) window.script("""
                return [...document.querySelectorAll("#wire li")]
                    .filter((packet) => packet.textContent.includes(arguments[0]))
                    .length;
                """, text);
    }
}
