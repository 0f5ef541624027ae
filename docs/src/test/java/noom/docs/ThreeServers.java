package noom.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import noom.testkit.RedisServer;
import noom.testkit.Waits;

/** Three servers of step 7 on one Redis, with nginx in front of them. Closing it stops all. */
record ThreeServers(RedisServer redis, List<RunningProgram> servers, List<Integer> socketPorts, Nginx nginx)
        implements AutoCloseable {
    private static final String STEP = "step07-two-servers";

    /** Starts all, and waits until nginx listens. Without Redis or nginx, the test is skipped. */
    static ThreeServers start(Path folder) throws IOException {
        Tool.run(folder, List.of("nginx", "-v"));
        var address = Nginx.freeAddress();
        var redis = RedisServer.start();
        var settings = Map.of("REDIS_URL", redis.url(), "SOCKET_URL", address);
        var servers = Stream.generate(() -> RunningProgram.start(Project.repository(), STEP, settings))
                .limit(3)
                .toList();
        try {
            var socketPorts = new ArrayList<Integer>();
            for (var server : servers) {
                socketPorts.add(server.socketPort());
            }
            var nginx = Nginx.startInFrontOf(servers, address, folder, UnaryOperator.identity());
            return new ThreeServers(redis, servers, socketPorts, nginx);
        } catch (Throwable e) {
            servers.forEach(RunningProgram::close);
            redis.close();
            throw e;
        }
    }

    /** The port of pages and chat. */
    int port() {
        return nginx.address().getPort();
    }

    /** How many have connected to each server so far. */
    List<Long> connections() {
        return servers.stream()
                .map(server -> server.output().stream()
                        .filter(line -> line.contains(" connected, "))
                        .count())
                .toList();
    }

    /** Waits until a server has got a connection since then, and returns it. */
    RunningProgram connectedSince(List<Long> before) {
        Waits.waitFor("a connection").until(() -> !connections().equals(before));
        var now = connections();
        return servers.stream()
                .filter(server -> now.get(servers.indexOf(server)) > before.get(servers.indexOf(server)))
                .findFirst()
                .orElseThrow();
    }

    /** Starts a new server on the ports of one that has ended. It is the caller's. */
    RunningProgram startAgain(RunningProgram ended) {
        var settings = Map.of(
                "PORT",
                String.valueOf(ended.pagesPort()),
                "SOCKET_PORT",
                String.valueOf(socketPorts.get(servers.indexOf(ended))),
                "REDIS_URL",
                redis.url(),
                "SOCKET_URL",
                nginx.address().toString());
        return RunningProgram.start(Project.repository(), STEP, settings);
    }

    @Override
    public void close() {
        nginx.close();
        redis.close();
    }
}
