package noom.cluster;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Two connections to Redis, one that publishes and one that listens: a connection that listens takes no other commands.
 * Both reconnect by themselves, every half second. Commands fail at once while Redis is away: what is sent late would
 * be told of people who have left.
 */
final class RedisConnection implements RedisConnectionStateListener {
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final Duration RECONNECT_DELAY = Duration.ofMillis(500);
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(1);

    /** For connecting and subscribing: a start may be slow, and must be complete. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

    private static final int CONNECTIONS = 2;

    /** Claims a key, and publishes if it was free. Redis runs a script as one step. */
    private static final String PUBLISH_ONCE = """
            if not redis.call('SET', KEYS[1], '1', 'NX', 'EX', ARGV[1]) then
              return 0
            end
            for i = 2, #ARGV, 2 do
              redis.call('PUBLISH', ARGV[i], ARGV[i + 1])
            end
            return 1
            """;

    private final ClientResources resources;
    private final RedisClient client;
    private RedisAsyncCommands<String, byte[]> commands;
    private StatefulRedisPubSubConnection<String, byte[]> subscriptions;

    /** Those of the two that are open, and who is told when that changes. Lettuce's threads: both under this lock. */
    private final Set<RedisChannelHandler<?, ?>> open = new HashSet<>();

    private Consumer<Boolean> stateListener = isOpen -> {};

    private RedisConnection(RedisURI address) {
        resources = DefaultClientResources.builder()
                .reconnectDelay(Delay.constant(RECONNECT_DELAY))
                .build();
        client = RedisClient.create(resources, address);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                // Not repeated after a reconnection: Redis may have done it, and it would come late.
                .replayFilter(command -> true)
                .timeoutOptions(TimeoutOptions.enabled())
                .build());
        client.addListener(this);
    }

    /** @throws RedisConnectionException if Redis does not answer, or does not let us in */
    static RedisConnection open(RedisURI address) {
        address.setTimeout(START_TIMEOUT);
        var connection = new RedisConnection(address);
        try {
            var commands = connection.client.connect(CODEC);
            commands.setTimeout(COMMAND_TIMEOUT);
            connection.commands = commands.async();
            connection.subscriptions = connection.client.connectPubSub(CODEC);
            return connection;
        } catch (RedisConnectionException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Subscribes, also again after each reconnection.
     *
     * @param pattern a channel's beginning and a star
     * @param listener gets each message and its channel, in Redis' order, on Lettuce's thread
     */
    void subscribe(String pattern, List<String> channels, BiConsumer<String, byte[]> listener) {
        subscriptions.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, byte[] message) {
                listener.accept(channel, message);
            }

            @Override
            public void message(String matched, String channel, byte[] message) {
                listener.accept(channel, message);
            }
        });
        subscriptions.sync().psubscribe(pattern);
        subscriptions.sync().subscribe(channels.toArray(String[]::new));
    }

    /** Publishes in the order of the calls. While Redis is away it does nothing: the state listener knows. */
    void publish(String channel, byte[] message) {
        commands.publish(channel, message);
    }

    /** One message and its channel. */
    record Publication(String channel, byte[] message) {}

    /**
     * Publishes all messages, or none of them if the key is taken.
     *
     * @return whether the key was free
     */
    CompletionStage<Boolean> publishOnce(String key, Duration lifetime, List<Publication> publications) {
        var arguments = new byte[1 + 2 * publications.size()][];
        arguments[0] = String.valueOf(lifetime.toSeconds()).getBytes();
        for (var i = 0; i < publications.size(); i++) {
            arguments[1 + 2 * i] = publications.get(i).channel().getBytes(StandardCharsets.UTF_8);
            arguments[2 + 2 * i] = publications.get(i).message();
        }
        return commands.<Long>eval(PUBLISH_ONCE, ScriptOutputType.INTEGER, new String[] {key}, arguments)
                .thenApply(isNew -> isNew == 1);
    }

    /** How many servers listen to a channel. */
    CompletionStage<Integer> subscribers(String channel) {
        return commands.pubsubNumsub(channel)
                .thenApply(counts -> counts.get(channel).intValue());
    }

    /** Tells from now on when Redis goes away and is back. */
    synchronized void onStateChange(Consumer<Boolean> listener) {
        stateListener = listener;
    }

    @Override
    public synchronized void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
        if (open.add(connection) && open.size() == CONNECTIONS) {
            stateListener.accept(true);
        }
    }

    @Override
    public synchronized void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
        if (open.remove(connection) && open.size() == CONNECTIONS - 1) {
            stateListener.accept(false);
        }
    }

    void close() {
        onStateChange(isOpen -> {});
        client.shutdown(0, 200, TimeUnit.MILLISECONDS);
        resources.shutdown(0, 200, TimeUnit.MILLISECONDS);
    }
}
