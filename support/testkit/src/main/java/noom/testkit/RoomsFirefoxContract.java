package noom.testkit;

import org.openqa.selenium.Keys;

/** The same in a room, which shows its members. */
public abstract class RoomsFirefoxContract extends FirefoxContract {
    @Override
    final void enter() {
        ann.type("#room", "java" + Keys.ENTER);
        bob.awaitTexts("#open-rooms button", "java");
        bob.click("#open-rooms button");
        ann.awaitTexts("#my-rooms .member", "Ann (you)", "밥");
        bob.awaitTexts("#my-rooms .member", "Ann", "밥 (you)");
    }
}
