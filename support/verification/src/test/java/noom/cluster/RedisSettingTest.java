package noom.cluster;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import noom.runtime.SettingException;
import noom.socketio.HardenedSocketIOServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The setting {@code REDIS_URL}. */
class RedisSettingTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "redis://localhost",
                "redis://localhost:6379",
                "redis://:a-secret@10.0.0.1:6379/2",
                "redis://noom:a-secret@redis.example.org",
                "rediss://redis.example.org:6380"
            })
    void anAddressOrNoneIsTaken(String value) {
        assertDoesNotThrow(() -> RedisSetting.of(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:6379",
                "http://localhost",
                "redis://",
                "redis:// ",
                "redis://:a-secret@",
                "redis://:a-secret@localhost:99999",
                "redis-sentinel://:a-secret@localhost/0#master"
            })
    void anythingElseIsRefusedWithoutPrintingAPassword(String value) {
        var message = assertThrows(SettingException.class, () -> RedisSetting.of(value))
                .getMessage();

        assertTrue(message.startsWith("REDIS_URL is not the address of a Redis. Set it to one like "), message);
        assertFalse(message.contains("a-secret"), message);
    }

    @Test
    void aRedisThatDoesNotAnswerIsNamedWithoutItsPassword() {
        var io = new HardenedSocketIOServer(0);

        var message = assertThrows(
                        SettingException.class,
                        () -> RedisSetting.of("redis://:a-secret@127.0.0.1:1")
                                .connect(io, socket -> new RemoteSocket("x", Set.of(), Map.of())))
                .getMessage();

        assertTrue(message.startsWith("REDIS_URL names 127.0.0.1:1, and no Redis lets us in there ("), message);
        assertFalse(message.contains("a-secret"), message);
    }
}
