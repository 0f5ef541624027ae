package noom.docs;

import java.io.IOException;
import java.util.Map;
import noom.testkit.ClusterContract;
import noom.testkit.RedisServer;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Step 7 beside its Node server, on one Redis: both are one chat, in both directions. */
@ParameterizedClass
@CsvSource({
    "step07-two-servers, docs/node/step07",
    "docs/node/step07, step07-two-servers",
    "docs/node/step07, docs/node/step07",
})
class NodeClusterTest extends ClusterContract {
    private static RedisServer redis;
    private static RunningProgram first;
    private static RunningProgram second;

    @Parameter(0)
    private String firstProgram;

    @Parameter(1)
    private String secondProgram;

    @BeforeParameterizedClassInvocation
    static void start(String firstProgram, String secondProgram) {
        redis = RedisServer.start();
        var settings = Map.of("REDIS_URL", redis.url());
        first = RunningProgram.start(Project.repository(), firstProgram, settings);
        second = RunningProgram.start(Project.repository(), secondProgram, settings);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        if (second != null) {
            first.close();
            second.close();
            redis.close();
        }
    }

    @Override
    protected int first() {
        return port(first);
    }

    @Override
    protected int second() {
        return port(second);
    }

    private static int port(RunningProgram program) {
        try {
            return program.socketPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
