package noom.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ICE servers are a JSON list; other values are refused. */
class IceServersSettingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"urls\":\"stun:stun.example.org\"}]",
                "[{\"urls\":[\"turn:turn.example.org:3478\",\"turns:turn.example.org\"],\"username\":\"u\",\"credential\":\"c\"}]",
            })
    void aListOfServersIsTaken(String value) {
        assertEquals(value, IceServersSetting.of(value));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void anUnsetListIsEmpty(String value) {
        assertEquals("[]", IceServersSetting.of(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stun:stun.example.org",
                "{}",
                "[1]",
                "[{}]",
                "[{\"urls\": []}]",
                "[{\"urls\": \"http://example.org\"}]",
                "[{\"urls\": \"stun:stun.example.org\"}",
            })
    void anInvalidListIsRefusedByNameAndValue(String value) {
        var refusal = assertThrows(SettingException.class, () -> IceServersSetting.of(value));

        assertTrue(
                refusal.getMessage().startsWith("ICE_SERVERS is \"" + value + "\", which is not a list of servers."));
    }
}
