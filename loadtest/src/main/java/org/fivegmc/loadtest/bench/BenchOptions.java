package org.fivegmc.loadtest.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.fivegmc.loadtest.bench.peer.Cpus;
import org.fivegmc.loadtest.bench.result.Variant;

/// The arguments of [Bench].
///
/// @param micro a pattern of benchmarks; empty text for all
record BenchOptions(
        Task task,
        List<String> rows,
        Variant variant,
        boolean peers,
        Cpus server,
        Cpus load,
        Optional<Path> results,
        Optional<Path> work,
        String micro) {
    static final String USAGE =
            """
            usage: ./5gmc bench [options]
              --rows A,B        these rows; default all, which takes hours: see --list
              --quick           the short selection, measured more briefly, in less than 5 minutes;
                                with --rows those rows, measured more briefly
              --rounds N        how often each row is repeated, 1 to 99; default as --list says
              --scale F         share of the users and messages of the large rows, such as 0.01
              --list            say what there is, with marks and times
              --report          take over what is stored into docs/perf/rounds, write
                                docs/perf/results.md and its plots from what is there, and
                                measure nothing
              --micro [PATTERN] run the micro-benchmarks (JMH), all or those whose name matches
              --install-peers   install Kamailio, PostgreSQL and nginx (apt, as root), then go on
              --no-peers        leave the peers out; there are no ratios then
              --server-cpus L   where the server and its peers run, as taskset takes it; default 0
              --load-cpus L     where the load tools run; default 1. `all` is no pinning
              --results DIR     where results are kept; default target/bench
              --work DIR        where the servers keep data meanwhile; it decides on which disk is
                                measured. Default target/bench/work

            A reduced run (--quick, --scale, fewer rounds) is kept beside the full one and named so.
            MC_JAVA_OPTS holds the options of the server's JVM, as for ./5gmc run.
            Exit status: 0 measured, 1 a row could not be measured, 2 wrong usage.
            """;

    private static final int MAX_ROUNDS = 99;
    private static final String ALL_CPUS = "all";

    /// What is to be done.
    enum Task {
        MEASURE,
        LIST,
        REPORT,
        MICRO,
        HELP
    }

    /// What `--install-peers` asks for in front of the task is not an option of the task.
    static boolean installs(List<String> args) {
        return args.contains("--install-peers");
    }

    /// Throws [IllegalArgumentException] with a readable message.
    static BenchOptions parse(List<String> args) {
        Reading reading = new Reading(args);
        while (reading.more()) {
            reading.option();
        }
        return reading.done();
    }

    /// Confined to one call of [#parse].
    private static final class Reading {
        private final List<String> args;
        private int at;
        private Task task = Task.MEASURE;
        private List<String> rows = List.of();
        private boolean quick;
        private double scale = 1;
        private int rounds;
        private boolean peers = true;
        private Cpus server = new Cpus("0");
        private Cpus load = new Cpus("1");
        private Optional<Path> results = Optional.empty();
        private Optional<Path> work = Optional.empty();
        private String micro = "";

        Reading(List<String> args) {
            this.args = args;
        }

        boolean more() {
            return at < args.size();
        }

        void option() {
            String name = args.get(at++);
            switch (name) {
                case "--rows" -> rows = Stream.of(value(name).split(",", -1)).toList();
                case "--quick" -> quick = true;
                case "--rounds" -> rounds = rounds(value(name));
                case "--scale" -> scale = scale(value(name));
                case "--list" -> task = Task.LIST;
                case "--report" -> task = Task.REPORT;
                case "--micro" -> micro();
                case "--install-peers" -> {}
                case "--no-peers" -> peers = false;
                case "--server-cpus" -> server = cpus(value(name));
                case "--load-cpus" -> load = cpus(value(name));
                case "--results" -> results = Optional.of(directory(value(name)));
                case "--work" -> work = Optional.of(directory(value(name)));
                case "--help", "-h" -> task = Task.HELP;
                default -> throw new IllegalArgumentException("no such option: " + name);
            }
        }

        private void micro() {
            task = Task.MICRO;
            if (more() && !args.get(at).startsWith("--")) {
                micro = args.get(at++);
            }
        }

        private String value(String name) {
            if (!more()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            return args.get(at++);
        }

        BenchOptions done() {
            Variant variant = new Variant(quick, scale, rounds);
            return new BenchOptions(task, rows, variant, peers, server, load, results, work, micro);
        }

        private static Path directory(String text) {
            return Path.of(text).toAbsolutePath().normalize();
        }

        private static Cpus cpus(String text) {
            return text.toLowerCase(Locale.ROOT).equals(ALL_CPUS) ? Cpus.ALL : new Cpus(text);
        }

        private static int rounds(String text) {
            try {
                int value = Integer.parseInt(text);
                if (value >= 1 && value <= MAX_ROUNDS) {
                    return value;
                }
            } catch (NumberFormatException _) {
                // Said below.
            }
            throw new IllegalArgumentException("--rounds must be from 1 to " + MAX_ROUNDS);
        }

        private static double scale(String text) {
            try {
                double value = Double.parseDouble(text);
                if (value > 0 && value <= 1) {
                    return value;
                }
            } catch (NumberFormatException _) {
                // Said below.
            }
            throw new IllegalArgumentException("--scale must be above 0 and at most 1");
        }
    }
}
