package noom.comparison;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Measures the contenders in turn, round by round, so that a slow moment of the machine affects all of them. */
final class Measurement {
    private static final int IN_FLIGHT = 8;
    private static final int CROWD_IN_FLIGHT = 4;
    private static final long CROWD_NANOS = Duration.ofMillis(500).toNanos();
    private static final int DELIVERIES_PER_SECOND = 20_000;
    private static final int KILO = 1000;

    /** Connected before the memory is read, because the first connections load classes and allocate shared buffers. */
    private static final int WARM_UP_CLIENTS = 20;

    private final Plan plan;
    private final List<Contender> contenders;
    private final Samples samples = new Samples();
    private final long start = System.nanoTime();

    Measurement(Plan plan, List<Contender> contenders) {
        this.plan = plan;
        this.contenders = contenders;
    }

    /** Runs all measurements and reports the progress on standard output. A failure ends one measurement only. */
    Samples run() {
        for (var round = 1; round <= plan.starts(); round++) {
            for (var contender : contenders) {
                if (contender.isChat()) {
                    measureStartAndMemory(contender, round);
                }
            }
        }
        for (var clients : plan.clientCounts()) {
            measureUnderLoad(clients);
        }
        contenders.forEach(this::measureCrowd);
        return samples;
    }

    /** Measures the start of a server, and the memory of idle connections. */
    private void measureStartAndMemory(Contender contender, int round) {
        progress("start %d of %d: %s", round, plan.starts(), contender.title);
        try (var server = ServerProcess.start(contender)) {
            if (contender.hasPage()) {
                samples.add(
                        Metric.START, contender, 0, round, server.timeToStart().toMillis());
            }
            measureTraffic(server, contender, round);
            server.connectClients(WARM_UP_CLIENTS).close();
            var before = settledMemory(server);
            try (var generator = server.connectClients(1)) {
                for (var clients : plan.idleCounts()) {
                    generator.grow(clients);
                    samples.add(
                            Metric.MEMORY,
                            contender,
                            clients,
                            round,
                            (settledMemory(server) - before) / KILO / clients);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            fail(contender, "idle", e);
        }
    }

    /** Reads the memory after a pause for background work. */
    private double settledMemory(ServerProcess server) {
        try {
            Thread.sleep(plan.settleTime().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return server.memory();
    }

    /** Measures the traffic of one client that connects, sends one message and receives it. */
    private void measureTraffic(ServerProcess server, Contender contender, int round) {
        try (var generator = server.connectClients(1)) {
            var connecting = generator.first().connectTraffic();
            samples.add(Metric.CONNECT_SENT, contender, 0, round, connecting.sent());
            samples.add(Metric.CONNECT_RECEIVED, contender, 0, round, connecting.received());
            samples.add(Metric.CONNECT_ROUND_TRIPS, contender, 0, round, connecting.roundTrips());
            var before = generator.first().traffic();
            counted(generator.saturate(1, Duration.ZERO));
            var message = generator.first().traffic().minus(before);
            samples.add(Metric.MESSAGE_SENT, contender, 0, round, message.sent());
            samples.add(Metric.MESSAGE_RECEIVED, contender, 0, round, message.received());
        }
    }

    private void measureUnderLoad(int clients) {
        var servers = new ConcurrentHashMap<Contender, ServerProcess>();
        try {
            progress("%,d clients, starting all", clients);
            contenders.parallelStream().forEach(contender -> servers.put(contender, ServerProcess.start(contender)));
            for (var contender : contenders) {
                progress("%,d clients, warming up: %s", clients, contender.title);
                warmUp(servers.get(contender), contender, clients);
            }
            for (var round = 1; round <= plan.rounds(); round++) {
                for (var contender : contenders) {
                    measureOnce(servers, contender, clients, round);
                }
            }
        } finally {
            servers.values().parallelStream().forEach(ServerProcess::close);
        }
    }

    private void warmUp(ServerProcess server, Contender contender, int clients) {
        try (var generator = server.connectClients(clients)) {
            var half = plan.warmUp().dividedBy(2);
            samples.addDeliveries(generator.saturate(IN_FLIGHT, half).deliveries());
            samples.addDeliveries(generator.saturate(1, half).deliveries());
        } catch (UncheckedIOException e) {
            fail(contender, "warm-up", e);
        }
    }

    private void measureOnce(Map<Contender, ServerProcess> servers, Contender contender, int clients, int round) {
        var server = servers.get(contender);
        try (var generator = server.connectClients(clients)) {
            samples.add(
                    Metric.CONNECT,
                    contender,
                    clients,
                    round,
                    generator.timeToConnect().toNanos() / 1e6);

            var cpuBefore = server.cpu();
            var saturated = counted(generator.saturate(IN_FLIGHT, plan.sampleTime()));
            var cpu = server.cpu().minus(cpuBefore);
            samples.add(Metric.SATURATION, contender, clients, round, saturated.perSecond());
            samples.add(Metric.CPU, contender, clients, round, cpu.toNanos() / 1e3 / saturated.deliveries());
            samples.add(Metric.SERVER_CORES, contender, clients, round, cores(cpu, saturated));
            samples.add(Metric.LOAD_CORES, contender, clients, round, cores(saturated.loadCpu(), saturated));

            cpuBefore = server.cpu();
            var single = counted(generator.saturate(1, plan.sampleTime()));
            cpu = server.cpu().minus(cpuBefore);
            samples.add(Metric.CPU_ONE, contender, clients, round, cpu.toNanos() / 1e3 / single.deliveries());
            samples.add(Metric.ONE_IN_FLIGHT, contender, clients, round, single.perSecond());

            var steady = counted(generator.atRate(DELIVERIES_PER_SECOND, plan.sampleTime()));
            samples.add(Metric.P50, contender, clients, round, steady.latency(50));
            samples.add(Metric.P99, contender, clients, round, steady.latency(99));

            progress(
                    "%,d clients, round %d of %d: %s, %,.0f deliveries/s",
                    clients, round, plan.rounds(), contender.title, saturated.perSecond());
        } catch (UncheckedIOException e) {
            fail(contender, "%,d clients, round %d".formatted(clients, round), e);
        }
    }

    /** Tries larger crowds until one is too large, and then the middle between the last two. */
    private void measureCrowd(Contender contender) {
        try (var server = ServerProcess.start(contender)) {
            var largest = 0;
            for (var clients : plan.crowds()) {
                if (!reachesAll(server, clients)) {
                    var middle = (largest + clients) / 2;
                    largest = reachesAll(server, middle) ? middle : largest;
                    break;
                }
                largest = clients;
            }
            samples.add(Metric.CROWD, contender, 0, 1, largest);
            progress("largest crowd: %s, %,d clients", contender.title, largest);
        } catch (UncheckedIOException e) {
            fail(contender, "largest crowd", e);
        }
    }

    private boolean reachesAll(ServerProcess server, int clients) {
        try (var generator = server.connectClients(clients)) {
            counted(generator.saturate(CROWD_IN_FLIGHT, plan.sampleTime()));
            var result = counted(generator.saturateWithCompletions(CROWD_IN_FLIGHT, plan.sampleTime()));
            return result.completions().getValueAtPercentile(95) <= CROWD_NANOS;
        }
    }

    private LoadGenerator.Result counted(LoadGenerator.Result result) {
        samples.addDeliveries(result.deliveries());
        return result;
    }

    private static double cores(Duration cpu, LoadGenerator.Result result) {
        return (double) cpu.toNanos() / result.time().toNanos();
    }

    private void fail(Contender contender, String when, Exception e) {
        samples.addFailure("%s, %s: %s".formatted(contender.title, when, e.getMessage()));
        progress("FAILED: %s, %s: %s", contender.title, when, e.getMessage());
    }

    private void progress(String format, Object... values) {
        var seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        System.out.println("%2d:%02d  ".formatted(seconds / 60, seconds % 60) + format.formatted(values));
    }
}
