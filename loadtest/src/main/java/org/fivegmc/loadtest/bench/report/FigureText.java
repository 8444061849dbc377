package org.fivegmc.loadtest.bench.report;

import java.util.Locale;
import java.util.Map;
import org.fivegmc.loadtest.bench.result.Spread;

/// How figures are called and written for people. A name with a dot belongs to a peer and is
/// written like the part behind the dot.
public final class FigureText {
    /// @param label what it is
    /// @param divisor from the stored unit to the written one
    /// @param unit the written one, empty for plain numbers
    private record Style(String label, double divisor, String unit) {}

    private static final double KILO = 1e3;
    private static final double GIB = 1L << 30;

    private static final Map<String, Style> STYLES =
            Map.ofEntries(
                    style("perCpuSecond", "per CPU-second", 1, ""),
                    style("cpuMicros", "CPU per message", 1, "µs"),
                    style("rate", "per second", 1, ""),
                    style("deliveredRate", "delivered per second", 1, ""),
                    style("p50Us", "latency p50", KILO, "ms"),
                    style("p90Us", "latency p90", KILO, "ms"),
                    style("p99Us", "latency p99", KILO, "ms"),
                    style("p999Us", "latency p99.9", KILO, "ms"),
                    style("maxUs", "latency, longest", KILO, "ms"),
                    style("longestPauseMs", "longest pause of the JVM", 1, "ms"),
                    style("residentBytes", "resident memory", GIB, "GiB"),
                    style("readySeconds", "ready after the start", 1, "s"),
                    style("completePerCpuSecond", "complete per CPU-second", 1, ""),
                    style("ledgerFaults", "faults in the ledger", 1, ""),
                    style("pace", "delivered by what came back", 1, "x"),
                    style("goodput", "goodput by capacity", 1, "x"),
                    style("recoverySeconds", "itself again after", 1, "s"),
                    style("lookupP50Us", "look-up p50", KILO, "ms"),
                    style("lookupP99Us", "look-up p99", KILO, "ms"),
                    style("rateShare", "rate by that of an empty server", 1, "x"),
                    style("acceptRateShare", "accepted by what an empty server does", 1, "x"),
                    style("drainRateShare", "given out by what an empty server does", 1, "x"),
                    style("diskByPayload", "disk by bodies", 1, "x"),
                    style("diskByRequest", "disk by requests as they were sent", 1, "x"),
                    style("dataBytes", "disk", GIB, "GiB"),
                    style("residentGrowth", "memory, last stretch by first", 1, "x"),
                    style("latencyGrowth", "p99, last stretch by first", 1, "x"),
                    style("smsShare", "share that left as SMS", 1, ""),
                    style("megabytesPerSecond", "MB per second", 1, ""),
                    style("megabytesPerCpuSecond", "MB per CPU-second", 1, ""),
                    style("syncedMegabytesPerSecond", "MB per second, flushed", 1, ""),
                    style("syncSeconds", "flushing afterwards", 1, "s"),
                    style("rateShareOfIt", "octets per second of the server by its", 1, "x"),
                    style("cpuShareOfIt", "octets per CPU-second of the server by its", 1, "x"),
                    style("seconds", "measured for", 1, "s"),
                    style("cpuSeconds", "CPU time", 1, "s"),
                    style("toolCpuSeconds", "CPU time of the load tool", 1, "s"),
                    style("othersCores", "cores used by others", 1, ""),
                    style("stolenCores", "cores given to other machines", 1, ""));

    private FigureText() {}

    private static Map.Entry<String, Style> style(
            String name, String label, double divisor, String unit) {
        return Map.entry(name, new Style(label, divisor, unit));
    }

    /// What it is, for a figure of a peer with its name in front.
    static String label(String figure) {
        String peer = figure.contains(".") ? figure.substring(0, figure.indexOf('.')) + ": " : "";
        return peer + of(figure).label();
    }

    /// A value with its unit.
    static String value(String figure, double value) {
        Style style = of(figure);
        String number = number(value / style.divisor());
        return style.unit().isEmpty() ? number : number + " " + style.unit();
    }

    /// The median, and from where to where it goes when there are several rounds.
    static String spread(String figure, Spread spread) {
        Style style = of(figure);
        String median = value(figure, spread.median());
        if (spread.rounds() == 1) {
            return median;
        }
        return "%s (%s .. %s)"
                .formatted(
                        median,
                        number(spread.least() / style.divisor()),
                        number(spread.most() / style.divisor()));
    }

    /// Three digits that count, or all in front of the point.
    public static String number(double value) {
        double size = Math.abs(value);
        if (size >= 1_000) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        int decimals = size >= 100 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value).replaceAll("\\.?0+$", "");
    }

    private static Style of(String figure) {
        String bare = figure.substring(figure.indexOf('.') + 1);
        return STYLES.getOrDefault(bare, new Style(words(bare), 1, ""));
    }

    /// `receiptsLost` as `receipts lost`.
    private static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT).strip();
    }
}
