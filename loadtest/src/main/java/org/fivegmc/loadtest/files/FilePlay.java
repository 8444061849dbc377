package org.fivegmc.loadtest.files;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.fivegmc.loadtest.report.CpuTime;
import org.fivegmc.loadtest.report.FlatResult;

/// A scenario from its begin to its figures. What is measured lasts until the last file that was
/// begun in it is complete. The connections are those of the warm-up.
final class FilePlay {
    /// Uploads that are fetched when all is over.
    private static final int MOST_KEPT = 64;

    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final long LINE_NANOS = 1_000_000_000L;
    private static final long SYNC_SECONDS = 300;
    private static final double NANOS = 1e9;
    private static final double MEGA = 1e6;

    private final FileOptions options;
    private final PrintStream out;
    private final FileOctets octets;
    private final Tally tally = new Tally();
    private final FlatResult result = new FlatResult();
    private final List<Worker> workers = new ArrayList<>();
    private final List<Stored> stored = new ArrayList<>();
    private final Queue<Stored> kept = new ConcurrentLinkedQueue<>();
    private final AtomicInteger keptCount = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong turns = new AtomicLong();
    private long nextLine = System.nanoTime();

    /// A file at the server.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Stored(String path, byte[] sha256) {}

    FilePlay(FileOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.octets = new FileOctets(options.size());
        String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        for (int n = 0; n < options.connections(); n++) {
            FileKeeper keeper =
                    options.plain()
                            ? new PlainKeeper(options, octets, run)
                            : new ContentKeeper(options, octets, run, n);
            workers.add(new Worker(options, octets, keeper, tally));
        }
    }

    int run() throws IOException, InterruptedException {
        result.put("tool", "files").put("scenario", options.scenario().word());
        try {
            boolean upload = options.scenario() == FileOptions.Scenario.UPLOAD;
            if (!upload) {
                publish();
            }
            Worker.Errand errand = upload ? this::upload : this::download;
            phase(options.warmup(), errand);
            if (options.sync().isPresent()) {
                flush(options.sync().get());
            }
            measure(errand);
            fetchKept();
        } finally {
            workers.forEach(Worker::close);
        }
        result.put("checked", tally.checked.sum())
                .put("altered", tally.altered.sum())
                .put("refused", tally.refused.sum())
                .put("connectionsLost", tally.connectionsLost.sum());
        boolean clean = tally.isClean() && tally.files.sum() > 0;
        result.put("clean", clean ? "yes" : "no");
        out.println();
        result.values().forEach((name, value) -> out.printf("%-28s %s%n", name, value));
        options.json().ifPresent(result::write);
        return clean ? 0 : 1;
    }

    private void publish() throws IOException {
        for (int n = 0; n < options.files(); n++) {
            boolean done =
                    workers.getFirst()
                            .once(worker -> {
                                long number = numbers.getAndIncrement();
                                stored.add(new Stored(worker.store(number), octets.sha256(number)));
                            });
            if (!done) {
                throw new IOException("the files to be downloaded can not be stored");
            }
        }
        out.printf(Locale.ROOT, "%,d files stored%n", stored.size());
    }

    private void upload(Worker worker) throws IOException, FileKeeper.RefusedException {
        long number = numbers.getAndIncrement();
        String path = worker.store(number);
        if (number % options.check() == 0 && keptCount.getAndIncrement() < MOST_KEPT) {
            kept.add(new Stored(path, octets.sha256(number)));
        }
    }

    private void download(Worker worker) throws IOException, FileKeeper.RefusedException {
        long turn = turns.getAndIncrement();
        Stored file = stored.get((int) (turn % stored.size()));
        worker.fetch(
                file.path(),
                turn % options.check() == 0 ? Optional.of(file.sha256()) : Optional.empty());
    }

    private void fetchKept() {
        for (Stored file : kept) {
            workers.getFirst()
                    .once(worker -> worker.fetch(file.path(), Optional.of(file.sha256())));
        }
    }

    private void measure(Worker.Errand errand) throws IOException, InterruptedException {
        tally.latencies();
        long files = tally.files.sum();
        long begun = tally.octets.sum();
        double cpu = CpuTime.seconds(options.pids());
        double own = CpuTime.own();
        double seconds = phase(options.seconds(), errand);
        double used = CpuTime.seconds(options.pids()) - cpu;
        double megabytes = (tally.octets.sum() - begun) / MEGA;
        files = tally.files.sum() - files;
        result.put("files", files)
                .put("megabytes", megabytes)
                .put("seconds", seconds)
                .put("rate", files / seconds)
                .put("megabytesPerSecond", megabytes / seconds)
                .put("toolCpuSeconds", CpuTime.own() - own);
        if (used > 0) {
            result.put("cpuSeconds", used)
                    .put("perCpuSecond", files / used)
                    .put("megabytesPerCpuSecond", megabytes / used);
        }
        Histogram micros = tally.latencies();
        if (micros.getTotalCount() > 0) {
            result.put("p50Us", micros.getValueAtPercentile(50))
                    .put("p99Us", micros.getValueAtPercentile(99))
                    .put("p999Us", micros.getValueAtPercentile(99.9))
                    .put("maxUs", micros.getMaxValue());
        }
        if (options.sync().isPresent()) {
            double flushed = flush(options.sync().get());
            result.put("syncSeconds", flushed)
                    .put("syncedMegabytesPerSecond", megabytes / (seconds + flushed));
        }
    }

    /// All connections at work for so long.
    ///
    /// @return seconds until the last file was complete
    private double phase(int seconds, Worker.Errand errand) throws InterruptedException {
        long from = System.nanoTime();
        long end = from + TimeUnit.SECONDS.toNanos(seconds);
        List<Thread> threads = new ArrayList<>();
        for (Worker worker : workers) {
            threads.add(
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> worker.repeat(errand, () -> goesOn(end))));
        }
        for (Thread thread : threads) {
            while (!thread.join(GLANCE)) {
                long now = System.nanoTime();
                workers.forEach(worker -> worker.freeIfStuck(now));
                line(now);
            }
        }
        return (System.nanoTime() - from) / NANOS;
    }

    private boolean goesOn(long end) {
        boolean full =
                options.scenario() == FileOptions.Scenario.UPLOAD
                        && numbers.get() * octets.size() >= options.most();
        return !full && System.nanoTime() < end;
    }

    /// @return seconds it took
    private static double flush(Path directory) throws IOException, InterruptedException {
        long from = System.nanoTime();
        Process sync = new ProcessBuilder("sync", "-f", directory.toString()).inheritIO().start();
        if (!sync.waitFor(SYNC_SECONDS, TimeUnit.SECONDS)) {
            sync.destroyForcibly();
            throw new IOException("the disk was not flushed within " + SYNC_SECONDS + " s");
        }
        if (sync.exitValue() != 0) {
            throw new IOException("sync failed with " + sync.exitValue());
        }
        return (System.nanoTime() - from) / NANOS;
    }

    private void line(long now) {
        if (now - nextLine >= 0) {
            nextLine = now + LINE_NANOS;
            out.printf(
                    Locale.ROOT,
                    "%,d files  %,.0f MB%n",
                    tally.files.sum(),
                    tally.octets.sum() / MEGA);
        }
    }
}
