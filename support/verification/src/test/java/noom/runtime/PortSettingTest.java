package noom.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A port is a whole number from 0 to 65535; other values name the setting in their refusal. */
class PortSettingTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "8080, 8080", "65535, 65535", "' 80 ', 80", "00080, 80"})
    void aWholeNumberIsAPort(String value, int number) {
        assertEquals(new PortSetting("PORT", number), PortSetting.of("PORT", value, 3000));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void anUnsetPortIsTheDefault(String value) {
        assertEquals(new PortSetting("PORT", 3000), PortSetting.of("PORT", value, 3000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "65536", "99999999999", "30 00", "3000.5", "0x10", "٣٠٠٠"})
    void anInvalidPortIsRefusedByNameAndValue(String value) {
        var refusal = assertThrows(SettingException.class, () -> PortSetting.of("PORT", value, 3000));

        assertEquals(
                "PORT is \"" + value
                        + "\", which is not a port. Set it to a whole number from 0 to 65535, or leave it out for 3000.",
                refusal.getMessage());
    }

    @Test
    void aPortInUseIsExplained() throws IOException {
        try (var other = new ServerSocket(0)) {
            assertExplained(
                    "another program has it. Stop that program, or set PORT to another port.",
                    () -> new ServerSocket(other.getLocalPort()));
        }
    }

    @Test
    void anAddressOfAnotherMachineIsExplained() {
        assertExplained(
                "this machine does not have its address. Mend the network, or set PORT to another port.",
                () -> new ServerSocket(0, 1, InetAddress.getByName("192.0.2.1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Permission denied", "bind(..) failed with error(-13): Permission denied", "허가 거부"})
    void aPortThatIsNotPermittedIsExplained(String message) {
        assertExplained("this user may not open it. Set PORT to another port, 1024 or higher.", () -> {
            throw new BindException(message);
        });
    }

    @Test
    void anotherRefusalOfTheSystemIsExplained() {
        assertExplained(
                "the system refuses it. Mend that, or set PORT to another port. The system says: Too many open files",
                () -> {
                    throw new SocketException("Too many open files");
                });
    }

    @Test
    void anotherExceptionIsPassedOn() {
        var bug = new IllegalStateException("a bug");

        var thrown = assertThrows(
                IllegalStateException.class,
                () -> new PortSetting("PORT", 80).open(port -> {
                    throw bug;
                }));

        assertSame(bug, thrown);
    }

    /** Servers wrap the exception, some of them twice. */
    private static void assertExplained(String explanation, Callable<?> bind) {
        var refusal = assertThrows(
                SettingException.class,
                () -> new PortSetting("PORT", 80).open(port -> {
                    try {
                        return bind.call();
                    } catch (Exception e) {
                        throw new IllegalStateException("Failed to bind", new IOException(e));
                    }
                }));

        assertEquals("PORT 80 cannot be opened: " + explanation, refusal.getMessage());
    }
}
