package noom.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
}
