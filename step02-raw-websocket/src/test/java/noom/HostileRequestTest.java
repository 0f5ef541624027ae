package noom;

import io.javalin.Javalin;
import noom.testkit.HostileRequestContract;
import org.junit.jupiter.api.Tag;

/** Invalid requests, and files that are not public. */
@Tag("hardening")
class HostileRequestTest extends HostileRequestContract {
    @Override
    protected Javalin startPages() {
        return Pages.create(3001, "").start(0);
    }
}
