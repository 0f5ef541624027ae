package noom.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;

/** A page may connect to its own host, on any port; a program, which sends no Origin, may connect too. */
class OriginPolicyTest {
    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000, localhost:3001",
        "https://chat.example.org, chat.example.org",
        "http://CHAT.example.org, chat.EXAMPLE.org:3001",
        "http://127.0.0.1:3000, 127.0.0.1:3001",
        "http://[::1]:3000, [::1]:3001",
    })
    void aPageOfTheSameHostMayConnect(String origin, String host) {
        assertTrue(OriginPolicy.allows(origin, host));
    }

    @ParameterizedTest
    @NullAndEmptySource
    void aProgramMayConnect(String origin) {
        assertTrue(OriginPolicy.allows(origin, "localhost:3001"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, localhost:3001",
        "http://localhost.evil.example, localhost:3001",
        "http://localhost@evil.example, localhost:3001",
        "http://localhost/, localhost:3001",
        "http://127.0.0.1:3000, localhost:3001",
        "null, localhost:3001",
        "localhost, localhost:3001",
        "http://, localhost:3001",
        "http://localhost, ''",
        "http://localhost, ",
        "http://localhost, a b",
    })
    void anotherPageMayNot(String origin, String host) {
        assertFalse(OriginPolicy.allows(origin, host));
    }
}
