package noom;

import noom.testkit.ProgramContract;
import org.junit.jupiter.api.Order;

/** The program as a process: its settings, its start and its stop. */
@Order(2)
class ProgramTest extends ProgramContract {}
