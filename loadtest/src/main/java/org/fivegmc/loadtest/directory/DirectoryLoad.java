package org.fivegmc.loadtest.directory;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.fivegmc.loadtest.http.HttpLink;
import org.fivegmc.loadtest.report.CpuTime;
import org.fivegmc.loadtest.report.FlatResult;

/// `./5gmc load directory`. See [DirectoryOptions#USAGE].
public final class DirectoryLoad {
    /// Microseconds; longer ones are taken for this long.
    private static final long MOST = 600_000_000;

    private static final int DIGITS = 3;
    private static final double NANOS = 1e9;
    private static final int FIRST = 2_000_000;

    private final DirectoryOptions options;
    private final Recorder latencies = new Recorder(1, MOST, DIGITS);
    private final LongAdder answered = new LongAdder();
    private final LongAdder wrong = new LongAdder();
    private final LongAdder connectionsLost = new LongAdder();

    private DirectoryLoad(DirectoryOptions options) {
        this.options = options;
    }

    /// Plays and says how it ended: 0 complete and clean, 1 not, 2 not understood.
    public static int run(List<String> args, PrintStream out) throws InterruptedException {
        if (args.contains("--help")) {
            out.print(DirectoryOptions.USAGE);
            return 0;
        }
        DirectoryOptions options;
        try {
            options = DirectoryOptions.parse(args);
        } catch (IllegalArgumentException bad) {
            out.println("load directory: " + bad.getMessage());
            out.print(DirectoryOptions.USAGE);
            return 2;
        }
        return new DirectoryLoad(options).play(out);
    }

    private int play(PrintStream out) throws InterruptedException {
        phase(options.warmup());
        latencies.getIntervalHistogram();
        long before = answered.sum();
        double cpu = CpuTime.seconds(options.pids());
        double own = CpuTime.own();
        double seconds = phase(options.seconds());
        double used = CpuTime.seconds(options.pids()) - cpu;
        long count = answered.sum() - before;
        Histogram micros = latencies.getIntervalHistogram();
        FlatResult result =
                new FlatResult()
                        .put("tool", "directory")
                        .put("answered", count)
                        .put("seconds", seconds)
                        .put("rate", count / seconds)
                        .put("toolCpuSeconds", CpuTime.own() - own)
                        .put("wrong", wrong.sum())
                        .put("connectionsLost", connectionsLost.sum());
        if (used > 0) {
            result.put("cpuSeconds", used).put("perCpuSecond", count / used);
        }
        if (micros.getTotalCount() > 0) {
            result.put("p50Us", micros.getValueAtPercentile(50))
                    .put("p99Us", micros.getValueAtPercentile(99))
                    .put("maxUs", micros.getMaxValue());
        }
        boolean clean =
                answered.sum() == (long) options.rate() * (options.warmup() + options.seconds())
                        && wrong.sum() + connectionsLost.sum() == 0;
        result.put("clean", clean ? "yes" : "no");
        result.values().forEach((name, value) -> out.printf("%-28s %s%n", name, value));
        options.json().ifPresent(result::write);
        return clean ? 0 : 1;
    }

    /// All connections at work for so long.
    ///
    /// @return seconds until the last question was answered
    private double phase(int seconds) throws InterruptedException {
        long from = System.nanoTime();
        long most = (long) seconds * options.rate();
        AtomicLong numbers = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int n = 0; n < options.connections(); n++) {
            int seed = n;
            threads.add(
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> ask(numbers, most, from, new SplittableRandom(seed))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return (System.nanoTime() - from) / NANOS;
    }

    private void ask(AtomicLong numbers, long most, long from, SplittableRandom random) {
        HttpLink[] link = new HttpLink[1];
        for (long n = numbers.getAndIncrement(); n < most; n = numbers.getAndIncrement()) {
            long due = from + (long) (n * NANOS / options.rate());
            for (long now = System.nanoTime(); due - now > 0; now = System.nanoTime()) {
                LockSupport.parkNanos(due - now);
            }
            try {
                ask(link, n, random.nextInt(options.chatbots()));
                latencies.recordValue(
                        Math.clamp(
                                TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due), 0, MOST));
            } catch (IOException _) {
                connectionsLost.increment();
                close(link);
            }
        }
        close(link);
    }

    private void ask(HttpLink[] link, long number, int chatbot) throws IOException {
        if (link[0] == null) {
            link[0] = HttpLink.connect(options.server());
        }
        boolean search = number % 2 == 0;
        String address = (FIRST + chatbot) + "@botplatform.rcs.local";
        link[0].send(
                "GET "
                        + (search
                                ? "/bots?start=0&num=20&q=shop+" + chatbot
                                : "/bot?hl=zh&id=sip%3A" + address.replace("@", "%40"))
                        + " HTTP/1.1\r\nHost: "
                        + options.host()
                        + "\r\nAuthorization: Bearer "
                        + options.token()
                        + "\r\n\r\n");
        HttpLink.Head head = link[0].head();
        String body = link[0].text(head.length());
        answered.increment();
        if (head.status() != 200 || !body.contains("\"sip:" + address)) {
            wrong.increment();
        }
    }

    private static void close(HttpLink[] link) {
        if (link[0] != null) {
            link[0].close();
            link[0] = null;
        }
    }
}
