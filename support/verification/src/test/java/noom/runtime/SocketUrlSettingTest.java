package noom.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The address for browsers has the right scheme and no query; other values are refused. */
class SocketUrlSettingTest {
    @ParameterizedTest
    @CsvSource({
        "http, https://chat.example.org",
        "http, http://localhost:8080/",
        "http, HTTPS://chat.example.org/socket",
        "ws, wss://chat.example.org/chat",
        "ws, ' ws://[::1]:3001 '",
    })
    void aValidAddressIsTaken(String scheme, String value) {
        assertEquals(value.strip(), SocketUrlSetting.of(value, scheme));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void anUnsetAddressIsEmpty(String value) {
        assertEquals("", SocketUrlSetting.of(value, "http"));
    }

    @ParameterizedTest
    @CsvSource({
        "http, chat.example.org",
        "http, http://",
        "http, ftp://chat.example.org",
        "http, wss://chat.example.org",
        "http, https://chat.example.org?room=java",
        "ws, https://chat.example.org",
        "ws, ws:///chat",
        "ws, wss://two words",
    })
    void anInvalidAddressIsRefusedByNameAndValue(String scheme, String value) {
        var refusal = assertThrows(SettingException.class, () -> SocketUrlSetting.of(value, scheme));

        assertEquals(
                "SOCKET_URL is \"" + value + "\", which is not an address for the browser. Set it to one like " + scheme
                        + "s://chat.example.org, or leave it out.",
                refusal.getMessage());
    }
}
