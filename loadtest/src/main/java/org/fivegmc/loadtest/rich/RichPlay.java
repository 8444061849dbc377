package org.fivegmc.loadtest.rich;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.fivegmc.loadtest.report.FlatResult;

/// Pairs of handsets that play against one server, which may be killed and started again meanwhile.
///
/// ```
/// open -- begin -- (loseServer -- regainServer)* -- end -- settle -- result
/// ```
///
/// Thread: one.
public final class RichPlay implements AutoCloseable {
    /// How long what is played then may take. JAIN-SIP gives an INVITE up after 32 s.
    private static final Duration LAST_SCENE = Duration.ofMinutes(2);

    private static final Duration GLANCE = Duration.ofMillis(200);

    /// A message that comes twice would come by then.
    private static final Duration LATE = Duration.ofSeconds(2);

    private static final double NANOS = 1e9;

    private final RichPlan plan;
    private final Gate gate = new Gate();
    private final List<Pair> pairs = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger kills = new AtomicInteger();
    private volatile long begun;
    private volatile double seconds;
    private volatile int stuck;
    private volatile boolean ended = true;

    /// What ended a thread that should have played on.
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

    private RichPlay(RichPlan plan) {
        this.plan = plan;
    }

    /// Opens the handsets, each at a port of its own; nothing is sent yet.
    public static RichPlay open(RichPlan plan) {
        RichPlay play = new RichPlay(plan);
        try {
            for (int n = 0; n < plan.pairs(); n++) {
                play.pairs.add(new Pair(plan, n, play.gate));
            }
            return play;
        } catch (RuntimeException failed) {
            play.close();
            throw failed;
        }
    }

    /// All play.
    public void begin() {
        begun = System.nanoTime();
        for (Pair pair : pairs) {
            threads.add(
                    Thread.ofPlatform()
                            .daemon()
                            .name("rich-pair")
                            .start(() -> {
                                try {
                                    pair.play();
                                } catch (InterruptedException _) {
                                    Thread.currentThread().interrupt();
                                } catch (RuntimeException | Error failed) {
                                    failures.add(failed);
                                }
                            }));
        }
    }

    /// The server was killed: nobody waits for its answers, and no scene begins.
    public void loseServer() {
        kills.incrementAndGet();
        gate.shut();
        pairs.forEach(Pair::loseServer);
    }

    /// It is back, and all go on.
    public void regainServer() {
        pairs.forEach(Pair::regainServer);
        gate.open();
    }

    /// A line of how it goes.
    public String progress() {
        Verdict verdict = verdict();
        return String.format(
                Locale.ROOT,
                "%,d accepted, %,d delivered",
                verdict.allAccepted(),
                verdict.allCame());
    }

    /// Scenes come to their end, and no other begins when a pair has played a round.
    public void end() throws InterruptedException {
        gate.end();
        long last = System.nanoTime() + LAST_SCENE.toNanos();
        for (Thread thread : threads) {
            Duration left = Duration.ofNanos(Math.max(1, last - System.nanoTime()));
            if (!thread.join(left)) {
                ended = false;
            }
        }
        seconds = (System.nanoTime() - begun) / NANOS;
    }

    /// Waits until nothing is owed. What is owed to users who are registered has to come without
    /// their doing; then all register once more. Files that were not had yet are fetched.
    ///
    /// @param unaided how long who is registered may wait
    /// @param drain how long the rest may take
    public void settle(Duration unaided, Duration drain) throws InterruptedException {
        awaitNothingOwed(unaided);
        int owed = verdict().owed();
        inParallel(Pair::registerAgain);
        awaitNothingOwed(drain);
        stuck = Math.max(0, owed - verdict().owed());
        for (Pair pair : pairs) {
            try {
                pair.fetchFiles();
            } catch (RuntimeException failed) {
                failures.add(failed);
            }
        }
        Thread.sleep(LATE);
    }

    private void awaitNothingOwed(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (verdict().owed() > 0 && System.nanoTime() < end) {
            Thread.sleep(GLANCE);
        }
    }

    private Verdict verdict() {
        Verdict verdict = new Verdict();
        pairs.forEach(pair -> pair.judge(kills.get(), verdict));
        return verdict;
    }

    private void inParallel(Consumer<Pair> action) {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            pairs.forEach(pair -> all.execute(() -> action.accept(pair)));
        }
    }

    /// Tells what came of it, figures and the first faults; whether it is clean.
    public boolean tell(FlatResult result, PrintStream out) {
        Verdict verdict = verdict();
        verdict.fault(Fault.STUCK, stuck, stuck + " messages and reports");
        for (Kind kind : Kind.values()) {
            boolean played = kind != Kind.FILE || plan.uploads().isPresent();
            if (played && verdict.acceptedOf(kind) == 0) {
                verdict.fault(Fault.NOT_PLAYED, kind.word());
            }
        }
        for (Throwable failure : List.copyOf(failures)) {
            verdict.fault(Fault.BROKEN, String.valueOf(failure));
        }
        if (!ended) {
            verdict.fault(Fault.UNANSWERED, "scenes did not end within " + LAST_SCENE);
        }
        result.put("pairs", plan.pairs()).put("seconds", seconds).put("kills", kills.get());
        result.put("scenes", pairs.stream().mapToInt(Pair::scenes).sum());
        result.put("brokenOff", pairs.stream().mapToInt(Pair::brokenOff).sum());
        for (Kind kind : Kind.values()) {
            result.put(kind.word() + "Accepted", verdict.acceptedOf(kind));
            result.put(kind.word() + "Delivered", verdict.cameOf(kind));
        }
        result.put("accepted", verdict.allAccepted())
                .put("delivered", verdict.allCame())
                .put("rate", verdict.allAccepted() / seconds)
                .put("reported", verdict.allReported())
                .put("takenBack", verdict.allTakenBack())
                .put("files", pairs.stream().mapToInt(pair -> pair.uploads().size()).sum())
                .put("withoutAnswer", verdict.allUnanswered())
                .put("copies", verdict.again());
        for (Fault fault : Fault.values()) {
            result.put(fault.key(), verdict.of(fault));
        }
        result.put("clean", verdict.clean() ? "yes" : "no");
        verdict.lines().forEach(out::println);
        out.println();
        result.values().forEach((name, value) -> out.printf("%-28s %s%n", name, value));
        return verdict.clean();
    }

    /// Handsets end without a word. JAIN-SIP takes a second for each.
    @Override
    public void close() {
        inParallel(Pair::close);
    }
}
