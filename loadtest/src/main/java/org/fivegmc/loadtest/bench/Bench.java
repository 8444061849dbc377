package org.fivegmc.loadtest.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fivegmc.loadtest.bench.machine.Commit;
import org.fivegmc.loadtest.bench.peer.Installation;
import org.fivegmc.loadtest.bench.report.Report;
import org.fivegmc.loadtest.bench.result.Mark;
import org.fivegmc.loadtest.bench.result.Results;
import org.fivegmc.loadtest.bench.row.Play;
import org.fivegmc.loadtest.bench.row.Row;
import org.fivegmc.loadtest.bench.row.Rows;
import org.fivegmc.loadtest.bench.row.Setting;
import org.fivegmc.loadtest.process.Checkout;

/// `./5gmc bench`: measures rows, keeps their results, and writes them up. [BenchOptions#USAGE]
/// says how it is asked.
public final class Bench {
    private static final int USAGE = 2;

    private final PrintStream out;
    private final Checkout checkout = Checkout.locate();

    private Bench(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) {
        System.exit(run(List.of(args), new PrintStream(System.out, true, UTF_8)));
    }

    /// The exit status.
    static int run(List<String> args, PrintStream out) {
        try {
            BenchOptions options = BenchOptions.parse(args);
            if (BenchOptions.installs(args)) {
                Installation.install(out::println);
            }
            return new Bench(out).run(options);
        } catch (IllegalStateException failed) {
            out.println("bench: " + failed.getMessage());
            return 1;
        } catch (IllegalArgumentException wrong) {
            out.println("bench: " + wrong.getMessage());
            out.print(BenchOptions.USAGE);
            return USAGE;
        }
    }

    private int run(BenchOptions options) {
        Results results =
                new Results(options.results().orElse(checkout.root().resolve("target/bench")));
        return switch (options.task()) {
            case HELP -> {
                out.print(BenchOptions.USAGE);
                yield 0;
            }
            case LIST -> {
                Rows.all().forEach(row -> out.println(listed(row)));
                out.printf(
                        "all together about %d min%n",
                        Rows.all().stream().mapToInt(Row::minutes).sum());
                yield 0;
            }
            case REPORT -> report(results);
            case MICRO -> micro(options, results);
            case MEASURE -> measure(options, results);
        };
    }

    private int report(Results results) {
        Path directory = checkout.root().resolve("docs/perf");
        // a page whose rounds are gone could not be written again with a new row in it
        Results kept = new Results(directory.resolve("rounds"));
        Rows.all().forEach(row -> results.copy(row.id(), kept));
        Optional<String> micro = MicroRun.read(results.directory()).map(MicroRun::section);
        int rows = Report.write(Rows.all(), kept, micro, directory);
        out.printf("%d rows in %s%n", rows, directory.resolve("results.md"));
        return 0;
    }

    private int measure(BenchOptions options, Results results) {
        Path work = options.work().orElse(checkout.root().resolve("target/bench/work"));
        Setting setting =
                new Setting(
                        checkout,
                        results,
                        work,
                        options.variant(),
                        options.peers(),
                        options.server(),
                        options.load(),
                        out);
        List<Row> rows = Rows.chosen(options.rows(), options.variant().quick());
        int failed = new Play(setting).all(rows);
        out.printf(
                "%n%d of %d rows measured, kept in %s; ./5gmc bench --report writes them up%n",
                rows.size() - failed, rows.size(), results.directory());
        return failed == 0 ? 0 : 1;
    }

    private int micro(BenchOptions options, Results results) {
        MicroRun run =
                MicroRun.measure(
                        options.micro(),
                        options.variant().quick(),
                        Commit.of(checkout.root()),
                        results.directory());
        out.print(run.section());
        return 0;
    }

    private static String listed(Row row) {
        return String.format(
                Locale.ROOT,
                "%-18s %s; %s%d round%s, about %d min%s",
                row.id(),
                row.title(),
                marks(row),
                row.rounds(),
                row.rounds() == 1 ? "" : "s",
                row.minutes(),
                row.quick() ? ", in --quick" : "");
    }

    private static String marks(Row row) {
        return row.marks().isEmpty()
                ? ""
                : row.marks().stream().map(Bench::mark).collect(Collectors.joining(", ", "", "; "));
    }

    private static String mark(Mark mark) {
        return String.format(
                Locale.ROOT,
                "%s %s %s",
                mark.figure(),
                mark.direction() == Mark.Direction.AT_LEAST ? ">=" : "<=",
                mark.value());
    }
}
