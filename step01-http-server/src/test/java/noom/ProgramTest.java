package noom;

import noom.testkit.ProgramContract;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The program as a process: its settings, its start and its stop. */
@Order(2)
class ProgramTest extends ProgramContract {
    @Test
    void afterAKillItStartsAgainOnTheSamePorts() throws Exception {
        killAndStartAgain();
    }
}
