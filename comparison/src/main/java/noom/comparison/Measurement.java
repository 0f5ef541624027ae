package noom.comparison;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Measures all contenders, each in turn, round after round, so that a bad moment of the machine meets all alike. */
final class Measurement {
    private static final int IN_FLIGHT = 8;
    private static final int RATE = 20_000;
    private static final int KILO = 1000;

    /** The first connections cost more than later ones: classes, buffers, compiled code. */
    private static final int FIRST_CLIENTS = 20;

    private final Plan plan;
    private final List<Contender> contenders;
    private final Samples samples = new Samples();
    private final long start = System.nanoTime();

    Measurement(Plan plan, List<Contender> contenders) {
        this.plan = plan;
        this.contenders = contenders;
    }

    /** Does all of it, and says on standard output how far it is. */
    Samples run() {
        for (var round = 1; round <= plan.starts(); round++) {
            for (var contender : contenders) {
                if (contender.wire != Wire.TCP) {
                    startAndIdle(contender, round);
                }
            }
        }
        for (var clients : plan.crowds()) {
            load(clients);
        }
        return samples;
    }

    /** How long a server takes to start, and what a connection costs on which nothing happens. */
    private void startAndIdle(Contender contender, int round) {
        progress("start %d of %d: %s", round, plan.starts(), contender.title);
        try (var server = Server.start(contender)) {
            samples.add(Measure.START, contender, 0, round, server.timeToStart().toMillis());
            onTheWire(server, contender, round);
            server.crowd(FIRST_CLIENTS).close();
            var before = settledMemory(server);
            try (var crowd = server.crowd(1)) {
                for (var clients : plan.crowds()) {
                    crowd.grow(clients);
                    samples.add(
                            Measure.MEMORY,
                            contender,
                            clients,
                            round,
                            (settledMemory(server) - before) / KILO / clients);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            failed(contender, "idle", e);
        }
    }

    /** A server does some of its work behind a connection's back, and is given a moment for it. */
    private double settledMemory(Server server) {
        try {
            Thread.sleep(plan.moment().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return server.memory();
    }

    /** What one client costs on the wire until it is connected, and what one message does that it hears itself. */
    private void onTheWire(Server server, Contender contender, int round) {
        try (var crowd = server.crowd(1)) {
            var connecting = crowd.first().ofConnecting();
            samples.add(Measure.CONNECT_SENT, contender, 0, round, connecting.sent());
            samples.add(Measure.CONNECT_RECEIVED, contender, 0, round, connecting.received());
            samples.add(Measure.CONNECT_ROUND_TRIPS, contender, 0, round, connecting.roundTrips());
            var before = crowd.first().cost();
            arrived(crowd.saturate(1, Duration.ZERO));
            var message = crowd.first().cost().minus(before);
            samples.add(Measure.MESSAGE_SENT, contender, 0, round, message.sent());
            samples.add(Measure.MESSAGE_RECEIVED, contender, 0, round, message.received());
        }
    }

    private void load(int clients) {
        var servers = new ConcurrentHashMap<Contender, Server>();
        try {
            progress("%,d clients, starting all", clients);
            contenders.parallelStream().forEach(contender -> servers.put(contender, Server.start(contender)));
            for (var contender : contenders) {
                progress("%,d clients, warming up: %s", clients, contender.title);
                warmUp(servers.get(contender), contender, clients);
            }
            for (var round = 1; round <= plan.rounds(); round++) {
                for (var contender : contenders) {
                    turn(servers, contender, clients, round);
                }
            }
        } finally {
            servers.values().parallelStream().forEach(Server::close);
        }
    }

    private void warmUp(Server server, Contender contender, int clients) {
        try (var crowd = server.crowd(clients)) {
            var half = plan.warmUp().dividedBy(2);
            samples.arrived(crowd.saturate(IN_FLIGHT, half).deliveries());
            samples.arrived(crowd.saturate(1, half).deliveries());
        } catch (UncheckedIOException e) {
            failed(contender, "warm-up", e);
        }
    }

    private void turn(Map<Contender, Server> servers, Contender contender, int clients, int round) {
        var server = servers.get(contender);
        try (var crowd = server.crowd(clients)) {
            samples.add(
                    Measure.CONNECT,
                    contender,
                    clients,
                    round,
                    crowd.timeToConnect().toNanos() / 1e6);

            var cpuBefore = server.cpu();
            var many = arrived(crowd.saturate(IN_FLIGHT, plan.one()));
            var cpu = server.cpu().minus(cpuBefore);
            samples.add(Measure.SATURATION, contender, clients, round, many.perSecond());
            samples.add(Measure.CPU, contender, clients, round, cpu.toNanos() / 1e3 / many.deliveries());
            samples.add(Measure.SERVER_CORES, contender, clients, round, cores(cpu, many));
            samples.add(Measure.LOAD_CORES, contender, clients, round, cores(many.loadCpu(), many));

            var single = arrived(crowd.saturate(1, plan.one()));
            samples.add(Measure.ONE_IN_FLIGHT, contender, clients, round, single.perSecond());

            var steady = arrived(crowd.atRate(RATE, plan.one()));
            samples.add(
                    Measure.P50, contender, clients, round, steady.latencies().percentile(0.50));
            samples.add(
                    Measure.P99, contender, clients, round, steady.latencies().percentile(0.99));

            progress(
                    "%,d clients, round %d of %d: %s, %,.0f deliveries/s",
                    clients, round, plan.rounds(), contender.title, many.perSecond());
        } catch (UncheckedIOException e) {
            failed(contender, "%,d clients, round %d".formatted(clients, round), e);
        }
    }

    private Crowd.Result arrived(Crowd.Result result) {
        samples.arrived(result.deliveries());
        return result;
    }

    private static double cores(Duration cpu, Crowd.Result result) {
        return (double) cpu.toNanos() / result.time().toNanos();
    }

    private void failed(Contender contender, String when, Exception e) {
        samples.failed("%s, %s: %s".formatted(contender.title, when, e.getMessage()));
        progress("FAILED: %s, %s: %s", contender.title, when, e.getMessage());
    }

    private void progress(String format, Object... values) {
        var seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        System.out.println("%2d:%02d  ".formatted(seconds / 60, seconds % 60) + format.formatted(values));
    }
}
