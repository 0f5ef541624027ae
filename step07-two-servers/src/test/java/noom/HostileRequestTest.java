package noom;

import io.javalin.Javalin;
import noom.testkit.HostileRequestContract;

/** Invalid requests, and files that are not public. */
class HostileRequestTest extends HostileRequestContract {
    @Override
    protected Javalin startPages() {
        return Pages.create(3001, "").start(0);
    }
}
