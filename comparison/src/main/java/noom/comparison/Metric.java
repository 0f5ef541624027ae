package noom.comparison;

import java.util.Locale;

/** The quantities that are measured, with the titles and units of the report. */
enum Metric {
    CPU("Server's CPU time a delivery, 8 in flight", "µs", 2),
    SATURATION("Deliveries a second, 8 messages in flight", "1/s", 0),
    ONE_IN_FLIGHT("Deliveries a second, 1 message in flight", "1/s", 0),
    CPU_ONE("Server's CPU time a delivery, 1 in flight", "µs", 2),
    P50("Latency at 20,000 deliveries a second, median", "ms", 2),
    P99("Latency at 20,000 deliveries a second, p99", "ms", 2),
    CROWD("Largest crowd in which 95 % of messages reach all in 500 ms, 4 in flight", "clients", 0),
    CONNECT("Time until all are connected", "ms", 0),
    MEMORY("Memory an idle connection", "KB", 1),
    START("Start until the first page", "ms", 0),
    SERVER_CORES("Cores that the server used, 8 in flight", "", 2),
    LOAD_CORES("Cores that the load program used, 8 in flight", "", 2),
    CONNECT_SENT("Connecting, sent", "bytes", 0),
    CONNECT_RECEIVED("Connecting, received", "bytes", 0),
    CONNECT_ROUND_TRIPS("Connecting, round trips", "", 0),
    MESSAGE_SENT("A message of 100 characters, sent", "bytes", 0),
    MESSAGE_RECEIVED("A message of 100 characters, received", "bytes", 0);

    final String title;
    final String unit;
    private final int decimals;

    Metric(String title, String unit, int decimals) {
        this.title = title;
        this.unit = unit;
        this.decimals = decimals;
    }

    String format(double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    String titleAndUnit() {
        return unit.isEmpty() || unit.equals("1/s") ? title : title + " (" + unit + ")";
    }
}
