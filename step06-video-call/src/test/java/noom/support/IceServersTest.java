package noom.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IceServersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"urls\":\"stun:stun.example.org\"}]",
                "[{\"urls\":[\"turn:turn.example.org:3478\",\"turns:turn.example.org\"],\"username\":\"u\",\"credential\":\"c\"}]",
            })
    void aListOfServersIsTaken(String value) {
        assertEquals(value, IceServers.of(value));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void whereNothingIsSetTheListIsEmpty(String value) {
        assertEquals("[]", IceServers.of(value));
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
    void whatIsNoneIsRefusedByNameAndValue(String value) {
        var refusal = assertThrows(Refusal.class, () -> IceServers.of(value));

        assertTrue(refusal.getMessage().startsWith("ICE_SERVERS is \"" + value + "\", which is no list of servers."));
    }
}
