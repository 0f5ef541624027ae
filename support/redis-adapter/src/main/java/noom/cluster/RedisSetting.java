package noom.cluster;

import com.corundumstudio.socketio.SocketIOClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import java.util.function.Function;
import noom.runtime.SettingException;
import noom.socketio.HardenedSocketIOServer;

/**
 * The setting {@code REDIS_URL}: the Redis over which servers are one chat. A wrong address, and a Redis that does not
 * answer at the start, become one line that names the setting.
 */
public final class RedisSetting {
    private static final String SETTING = "REDIS_URL";
    private static final String HOW =
            "Set it to one like redis://localhost:6379, or leave it out for one server alone.";

    /** Null for a server that is alone. */
    private final RedisURI address;

    private RedisSetting(RedisURI address) {
        this.address = address;
    }

    /**
     * Reads the address: {@code redis://user:password@host:port}, or {@code rediss://} over TLS. Unset means one server
     * alone.
     *
     * @throws SettingException if it is invalid
     */
    public static RedisSetting read() {
        return of(System.getenv(SETTING));
    }

    /**
     * As {@link #read}, of this address.
     *
     * @param value an address, or null for one server alone
     */
    public static RedisSetting of(String value) {
        if (value == null || value.isBlank()) {
            return new RedisSetting(null);
        }
        try {
            if (!value.strip().matches("rediss?://.+")) {
                throw new IllegalArgumentException("another scheme");
            }
            return new RedisSetting(RedisURI.create(value.strip()));
        } catch (IllegalArgumentException e) {
            // The address may hold a password: it is not printed.
            throw new SettingException("%s is not the address of a Redis. %s".formatted(SETTING, HOW));
        }
    }

    /**
     * Connects a server, which is not started yet, to the others on this Redis.
     *
     * @param describe what other servers may know of a socket: no secrets, no session id
     * @throws SettingException if this Redis does not answer
     */
    public Cluster connect(HardenedSocketIOServer io, Function<SocketIOClient, RemoteSocket> describe) {
        if (address == null) {
            return new SingleServer(io, describe);
        }
        try {
            return new RedisAdapter(io, describe, RedisConnection.open(address));
        } catch (RedisConnectionException e) {
            throw new SettingException("%s names %s:%d, and no Redis lets us in there (%s). Start it first. %s"
                    .formatted(SETTING, address.getHost(), address.getPort(), reason(e), HOW));
        }
    }

    private static String reason(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }
}
