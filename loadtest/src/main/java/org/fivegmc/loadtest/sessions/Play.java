package org.fivegmc.loadtest.sessions;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.fivegmc.loadtest.report.CpuTime;
import org.fivegmc.loadtest.report.FlatResult;
import org.fivegmc.loadtest.report.Memory;

/// A scenario from its begin to its figures. Thread: one.
abstract class Play {
    static final long SECOND = 1_000_000;

    /// How long what is under way may take to arrive at the end, and users to register.
    private static final long SETTLE = 30 * SECOND;

    private static final long LINE = SECOND;

    final SessionOptions options;
    final PrintStream out;
    final Loop loop;
    final Tally tally = new Tally();
    private final FlatResult result = new FlatResult();
    private long nextLine;

    Play(SessionOptions options, PrintStream out, Loop loop) {
        this.options = options;
        this.out = out;
        this.loop = loop;
    }

    /// Everything up to where messages can be sent.
    abstract void prepare() throws IOException;

    /// Messages are sent from now on.
    abstract void begin(long now) throws IOException;

    /// Microseconds until something is to be done.
    abstract long turn(long now) throws IOException;

    /// Nothing new is begun.
    abstract void end();

    /// What was opened is closed.
    abstract void leave() throws IOException;

    final int run() throws IOException {
        result.put("tool", "sessions").put("scenario", options.scenario().word());
        prepare();
        begin(loop.now());
        during(options.warmup() * SECOND);
        measure();
        end();
        boolean settled = until(() -> tally.missing() == 0, SETTLE);
        leave();
        result.put("missing", tally.missing())
                .put("duplicates", tally.duplicates)
                .put("altered", tally.altered)
                .put("strangers", tally.strangers)
                .put("refused", tally.refused)
                .put("failed", tally.failed)
                .put("connectionsLost", tally.connectionsLost)
                .put("clean", settled && tally.isClean() ? "yes" : "no");
        out.println();
        result.values().forEach((name, value) -> out.printf("%-28s %s%n", name, value));
        if (options.json().isPresent()) {
            result.write(options.json().get());
        }
        return settled && tally.isClean() ? 0 : 1;
    }

    private void measure() throws IOException {
        tally.resetLatencies();
        long from = loop.now();
        long accepted = tally.accepted;
        long delivered = tally.delivered;
        long octets = tally.octets;
        long setUp = tally.setUp;
        double cpu = CpuTime.seconds(options.pids());
        double own = CpuTime.own();
        during(options.seconds() * SECOND);
        double seconds = (loop.now() - from) / (double) SECOND;
        double used = CpuTime.seconds(options.pids()) - cpu;
        result.put("accepted", tally.accepted - accepted)
                .put("delivered", tally.delivered - delivered)
                .put("octets", tally.octets - octets)
                .put("setUp", tally.setUp - setUp)
                .put("seconds", seconds)
                .put("rate", (tally.accepted - accepted) / seconds)
                .put("deliveredRate", (tally.delivered - delivered) / seconds)
                .put("megabytesPerSecond", (tally.octets - octets) / 1e6 / seconds)
                .put("setUpRate", (tally.setUp - setUp) / seconds)
                .put("toolCpuSeconds", CpuTime.own() - own);
        if (used > 0) {
            result.put("cpuSeconds", used)
                    .put("perCpuSecond", (tally.delivered - delivered) / used)
                    .put("megabytesPerCpuSecond", (tally.octets - octets) / 1e6 / used)
                    .put("setUpPerCpuSecond", (tally.setUp - setUp) / used);
        }
        put("", tally.answer);
        put("delivery", tally.delivery);
        memory("residentBytes");
    }

    private void put(String of, Histogram micros) {
        if (micros.getTotalCount() > 0) {
            String p = of.isEmpty() ? "p" : of + "P";
            result.put(p + "50Us", micros.getValueAtPercentile(50))
                    .put(p + "99Us", micros.getValueAtPercentile(99))
                    .put(p + "999Us", micros.getValueAtPercentile(99.9))
                    .put((of.isEmpty() ? "m" : of + "M") + "axUs", micros.getMaxValue());
        }
    }

    /// Keeps the resident memory of the processes that are measured.
    final void memory(String name) {
        long sum = options.pids().stream().mapToLong(pid -> Memory.resident(pid).orElse(0)).sum();
        if (sum > 0) {
            result.put(name, sum);
        }
    }

    final void during(long micros) throws IOException {
        long end = loop.now() + micros;
        until(() -> loop.now() >= end, micros);
    }

    /// Goes on until something is so; false when it takes too long.
    final boolean until(BooleanSupplier done, long patience) throws IOException {
        long end = loop.now() + patience;
        while (!done.getAsBoolean()) {
            long now = loop.now();
            if (now >= end) {
                return done.getAsBoolean();
            }
            loop.turn(Math.min(turn(now), end - now));
            line(now);
        }
        return true;
    }

    private void line(long now) {
        if (now >= nextLine) {
            nextLine = now + LINE;
            out.printf(
                    Locale.ROOT,
                    "%4d s  %,d accepted  %,d delivered  %,d chats set up%n",
                    now / SECOND,
                    tally.accepted,
                    tally.delivered,
                    tally.setUp);
        }
    }
}
